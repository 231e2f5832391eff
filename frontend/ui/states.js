// Every state of the app: the page tests go through them, "make ui" lists them, and "make pictures" takes a picture of each.
//
// To add a state, add an object to the list:
//
//   name     what the list and the pictures call it
//   session  what Go's GetSession returns; session() fills in what the object leaves out
//   answers  optional: what bound methods do, by their names: {value}, fails(code, message), or {hold: true} for a call that is
//            under way
//   press    optional: selectors of what a person has pressed since the page opened, in order
//   page     optional: the only page that has this state. Without it, the app itself goes to the right page from either one.
//   sees     what a person sees then: atSignIn() and atHome() fill in what the object leaves out
//   card     optional: what a person sees on the card of the private message

/** @typedef {import("../js/bridge.js").Profile} Profile */
/** @typedef {import("../js/bridge.js").Failure} Failure */
/** @typedef {Omit<import("../js/bridge.js").Session, "revision">} Session */

/**
 * What is visible on a page, except for the cards. What is not there is empty.
 * @typedef {object} Sight
 * @property {string} page "sign-in", "home" or "settings"
 * @property {string} state
 * @property {string} title
 * @property {string} lead that of the page of the settings
 * @property {string} status
 * @property {string[]} error title, advice and detail, and the button “Open log folder”
 * @property {string[]} notice title and advice
 * @property {string} buttons their ids, each with "!" after it if it is disabled; without those on the cards and in the error
 * @property {string} name
 * @property {string} email
 * @property {string} initials
 * @property {string} picture
 * @property {string} banner the kind of the banner
 * @property {string} success
 * @property {string[]} problems those of the settings
 */

const host = "login.example.com";
const link = "http://127.0.0.1:40000/go/ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const unusable =
  "/home/ada/.config/wails-openid-oauth/env-variables.json\n" +
  "clientId: the placeholder <YOUR_CLIENT_ID> is still there.\n" +
  "Put in the client ID of your application, or set CLIENT_ID.";
const longName = "Maria-Magdalena Wolfeschlegelsteinhausenbergerdorff-Hohenlohe-Langenburg".slice(0, 70);
const loginKeyring = "“Login” (GNOME Keyring)";
const noService = "no program offers org.freedesktop.secrets";
const comesBack = "If your last session is stored there, it comes back as soon as the keyring is unlocked.";
const message = "Only authenticated users can read this message.";
const stopped = [
  "The page stopped, and was loaded again.",
  "Your sign-in is not affected. If it happens again, close the app and open it again.",
];
const cancelledWords = [
  "The log-in was cancelled.",
  "Choose Log in to start again. If login.example.com showed an error, tell whoever set up this app to check the settings clientId " +
    "and redirectUri.",
];

/** @param {Partial<Profile>} profile */
const person = (profile) => ({ name: "", email: "", initials: "", picture: "", ...profile });
const ada = person({ name: "Ada Lovelace", email: "ada@example.com", initials: "AL", picture: "/profile/picture?v=1" });

/** @returns {Failure} */
const failure = (code = "", message = "") => ({ code, message });

/** fails is a call that fails, as Go's ErrorFormatter words it for Wails. */
export const fails = (code = "", message = "") => ({ error: JSON.stringify({ code, message }) });

/**
 * session returns what GetSession returns in a state of the session.
 * @param {string} state
 * @param {Partial<Session>} changes
 * @returns {Session}
 */
export function session(state, changes = {}) {
  const profile = state === "signed-in" || state === "offline" ? ada : null;
  const remembered = state === "expired" ? ada : null;
  return { state, provider: host, profile, remembered, error: null, notice: null, canLogIn: true, ...changes };
}

/**
 * lockedSession returns what GetSession returns while a keyring is locked, before anybody has signed in.
 * @param {string} code
 * @param {string} name
 * @param {object} changes
 */
const lockedSession = (code, name, changes = {}) =>
  session("keyring-locked", { notice: failure(code, name), canUnlock: code === "keyring_dismissed", ...changes });

const empty = {
  page: "",
  state: "",
  title: "",
  lead: "",
  status: "",
  error: /** @type {string[]} */ ([]),
  notice: /** @type {string[]} */ ([]),
  buttons: "",
  name: "",
  email: "",
  initials: "",
  picture: "",
  banner: "",
  success: "",
  problems: /** @type {string[]} */ ([]),
};

/**
 * @param {Partial<Sight>} changes
 * @returns {Sight}
 */
const atSignIn = (changes = {}) => ({
  ...empty,
  page: "sign-in",
  state: "signed-out",
  title: "You are signed out",
  status: `Log in with your account at ${host} to see your profile and call the API.`,
  buttons: "log-in",
  ...changes,
});

/**
 * @param {Partial<Sight>} changes
 * @returns {Sight}
 */
const atLock = (changes) =>
  atSignIn({ state: "keyring-locked", title: "Unlock your keyring to continue", buttons: "log-in", ...changes });

/**
 * @param {Partial<Sight>} changes
 * @returns {Sight}
 */
const atHome = (changes = {}) => ({
  ...empty,
  page: "home",
  state: "signed-in",
  name: ada.name,
  email: ada.email,
  initials: ada.initials,
  picture: ada.picture,
  success: "You successfully used OpenID Connect and OAuth 2.0 to authenticate.",
  buttons: "log-out",
  ...changes,
});

/**
 * @param {Partial<Sight>} changes
 * @returns {Sight}
 */
const atSettings = (changes = {}) => ({
  ...empty,
  page: "settings",
  state: "ready",
  title: "Settings",
  lead: "Where you log in, and which API the app calls. Saving signs you out.",
  ...changes,
});

/**
 * settings returns what GetSettings returns. changes are by field.
 * @param {object} whole
 * @param {Record<string, object>} changes
 */
function settings(whole, changes = {}) {
  const values = { issuer: "", clientId: "", apiIdentifier: "", apiUrl: "http://localhost:3000", loginWith: "webview" };
  const { editable = true } = /** @type {{editable?: boolean}} */ (whole);
  const fields = Object.entries(values).map(([key, value]) => ({
    key,
    value,
    source: "default",
    place: "",
    editable,
    problem: null,
    ...changes[key],
  }));
  const file = "/home/ada/.config/wails-openid-oauth/env-variables.json";
  return { fields, editable, file, redirectUri: "http://localhost/callback", problem: null, usable: true, ...whole };
}

const mine = {
  issuer: { value: "https://login.example.com", source: "own" },
  clientId: { value: "app", source: "environment", place: "WAILS_OPENID_CLIENT_ID", editable: false },
  apiIdentifier: { value: "https://api.example.com", source: "own" },
};
const carried = Object.fromEntries(
  ["issuer", "clientId", "apiIdentifier"].map((key) => [key, { value: `the ${key}`, source: "carried", place: "inside" }]),
);
const checked = { issuer: "https://login.example.com/", problems: {}, problem: null, usable: true };

/**
 * The card of the private message.
 * @typedef {{buttons: string, answer: string, failure: string[]}} Card
 * @param {Partial<Card>} changes
 * @returns {Card}
 */
const card = (changes) => ({ buttons: "get-private-message", answer: "", failure: [], ...changes });

/**
 * @typedef {object} AppState
 * @property {string} name
 * @property {Session} [session]
 * @property {Record<string, Answer>} [answers]
 * @property {string[]} [press]
 * @property {string} [page]
 * @property {Sight} sees
 * @property {Card} [card]
 */

/**
 * slug returns a state's name as a part of an address, or of the name of a file.
 * @param {AppState} state
 */
export const slug = ({ name }) => name.replaceAll(/\W+/g, "-");

/** @type {AppState[]} */
export const states = [
  {
    name: "signing in, login window open",
    session: session("signing-in", { loginWindow: true }),
    sees: atSignIn({ state: "signing-in", title: "Signing in", status: "Continue in the login window.", buttons: "cancel" }),
  },
  {
    name: "signing in",
    session: session("signing-in"),
    sees: atSignIn({ state: "signing-in", title: "Signing in", status: "Continue in the login window.", buttons: "cancel" }),
  },
  {
    name: "signing in with the browser",
    session: session("signing-in", { loginWindow: false, loginLink: link }),
    sees: atSignIn({
      state: "signing-in",
      title: "Signing in",
      status: "Continue in your browser.",
      buttons: "open-again copy-link cancel",
    }),
  },
  {
    name: "starting",
    session: session("signing-in", { loginWindow: false }),
    sees: atSignIn({ state: "signing-in", title: "Starting", status: "", buttons: "cancel" }),
  },
  {
    name: "looking for a session",
    session: session("signing-in", { loginWindow: false, step: "looking" }),
    sees: atSignIn({ state: "signing-in", title: "Starting", status: "Looking for your last session.", buttons: "cancel" }),
  },
  {
    name: "a log-in before its window",
    session: session("signing-in", { loginWindow: false, step: "logging-in" }),
    sees: atSignIn({ state: "signing-in", title: "Signing in", status: `Contacting ${host}.`, buttons: "cancel" }),
  },
  {
    name: "keyring locked",
    session: lockedSession("keyring_locked", loginKeyring),
    sees: atLock({ status: `The keyring ${loginKeyring} is locked. Enter its password in the window that asks for it.` }),
  },
  {
    name: "keyring locked, without a name",
    session: lockedSession("keyring_locked", ""),
    sees: atLock({ status: "The keyring is locked. Enter its password in the window that asks for it." }),
  },
  {
    name: "keyring not unlocked",
    session: lockedSession("keyring_dismissed", loginKeyring),
    sees: atLock({ status: `The keyring ${loginKeyring} was not unlocked. ${comesBack}`, buttons: "unlock log-in" }),
  },
  {
    name: "keyring locked, log-in cancelled",
    session: lockedSession("keyring_dismissed", "", { error: failure("cancelled"), canUseBrowser: true }),
    sees: atLock({
      status: `The keyring was not unlocked. ${comesBack}`,
      error: cancelledWords,
      buttons: "unlock log-in use-browser",
    }),
  },
  {
    name: "restoring",
    session: session("signing-in", { loginWindow: false, step: "restoring" }),
    sees: atSignIn({ state: "signing-in", title: "Signing in", status: "Restoring your last session.", buttons: "cancel" }),
  },
  {
    name: "restoring, somebody known",
    session: session("signing-in", { step: "restoring", loginWindow: false, remembered: ada }),
    sees: atHome({
      state: "signing-in",
      status: "Restoring your session.",
      buttons: "log-out cancel",
      banner: "restoring",
      success: "",
    }),
  },
  {
    name: "signed out",
    session: session("signed-out"),
    sees: atSignIn(),
  },
  {
    name: "signed out provider unnamed",
    session: session("signed-out", { provider: "" }),
    sees: atSignIn({ status: "Log in with your account to see your profile and call the API." }),
  },
  {
    name: "signed out without a keyring",
    session: session("signed-out", { notice: failure("keyring", "dbus: raw") }),
    sees: atSignIn({
      notice: [
        "The keyring could not be used.",
        "If an earlier sign-in is stored there, it stays until the keyring works and you log out again.",
      ],
    }),
  },
  {
    name: "signed out, with a page that stopped",
    session: session("signed-out", { notice: failure("reloaded") }),
    sees: atSignIn({ notice: stopped }),
  },
  {
    name: "signed out, and still stored",
    session: session("signed-out", { notice: failure("still_stored", "dbus: raw") }),
    sees: atSignIn({
      title: "Signing out is not finished",
      notice: [
        "Your sign-in may still be in the keyring, which cannot be used now.",
        "You are not signed in any more. The next start of the app removes the entry before anything else.",
      ],
    }),
  },
  {
    name: "signed out, and still in a locked keyring",
    session: session("signed-out", { notice: failure("still_locked", loginKeyring), canUnlock: true }),
    sees: atSignIn({
      title: "Signing out is not finished",
      notice: [
        `Your sign-in may still be in the keyring ${loginKeyring}, which is locked.`,
        "You are not signed in any more. The entry is removed as soon as you unlock the keyring, or at the next start of the app.",
      ],
      buttons: "unlock log-in",
    }),
  },
  {
    name: "signed out beside a locked keyring",
    session: session("signed-out", { notice: failure("keyring_locked", loginKeyring), canUnlock: true }),
    sees: atSignIn({
      notice: [
        `The keyring ${loginKeyring} is locked.`,
        "If an earlier sign-in is stored there, it is removed as soon as you unlock it.",
      ],
      buttons: "unlock log-in",
    }),
  },
  {
    name: "signed out, no keyring",
    session: session("signed-out", { notice: failure("no_keyring", noService) }),
    sees: atSignIn({
      notice: [
        "There is no keyring on this computer.",
        "You can log in, and stay signed in until you close the app.",
        noService,
      ],
    }),
  },
  {
    name: "signing out",
    session: session("signing-out"),
    sees: atSignIn({
      state: "signing-out",
      title: "Signing out",
      status: "Removing your sign-in from this computer.",
      buttons: "",
    }),
  },
  {
    name: "notice of the future",
    session: session("signed-out", { notice: failure("toString", "raw") }),
    sees: atSignIn(),
  },
  {
    name: "cancelled",
    session: session("signed-out", { error: failure("cancelled") }),
    sees: atSignIn({ error: cancelledWords }),
  },
  {
    name: "error page of the provider",
    session: session("signed-out", { error: failure("error_page", "login.example.com answered 400\nclient ID: a") }),
    sees: atSignIn({
      buttons: "log-in settings",
      error: [
        "login.example.com answered the log-in with an error page.",
        "Tell whoever set up this app to check the settings clientId and redirectUri. At login.example.com, the registration with " +
          "that client ID has to be of a native app (a public client), and to list that redirect URI, letter by letter.",
        "login.example.com answered 400\nclient ID: a",
      ],
    }),
  },
  {
    name: "timeout",
    session: session("signed-out", { error: failure("timeout") }),
    sees: atSignIn({ error: ["The log-in was open for an hour, and nobody finished it.", "Choose Log in to start again."] }),
  },
  {
    name: "access denied",
    session: session("signed-out", { error: failure("access_denied", "raw") }),
    sees: atSignIn({
      error: [
        "You declined to give this app access.",
        "Nothing was shared. If that was not what you wanted, log in again and accept.",
        "The provider said: raw",
      ],
    }),
  },
  {
    name: "link opened twice",
    session: session("signed-out", { error: failure("link_reused", "raw") }),
    sees: atSignIn({
      error: [
        "The log-in was opened in two browsers, so it was ended.",
        "Nobody was signed in. Choose Log in to start again. If you opened only one, somebody else may be using this computer.",
      ],
    }),
  },
  {
    name: "login required",
    session: session("signed-out", { error: failure("login_required") }),
    sees: atSignIn(),
  },
  {
    name: "provider away",
    session: session("signed-out", { error: failure("offline", "dial tcp") }),
    sees: atSignIn({ error: ["login.example.com cannot be reached.", "Check your network connection, then log in again."] }),
  },
  {
    name: "provider against the standard",
    session: session("signed-out", { error: failure("provider", "raw") }),
    sees: atSignIn({
      error: [
        "The answer from login.example.com was not valid, so it was not used.",
        "Log in again. If it happens again, tell whoever runs login.example.com.",
        "raw",
      ],
    }),
  },
  {
    name: "authenticated in another way",
    session: session("signed-out", { error: failure("authentication", "acr_values: gold\nacr: none") }),
    sees: atSignIn({
      error: [
        "login.example.com did not check who you are in the way that this app requires.",
        "Log in again, and use the method that login.example.com offers for it. The app requires it by acr_values or " +
          "max_age in the setting authorizationParameters.",
        "acr_values: gold\nacr: none",
      ],
    }),
  },
  {
    name: "provider busy",
    session: session("signed-out", { error: failure("busy") }),
    sees: atSignIn({ error: ["login.example.com cannot answer at the moment.", "Wait a little, then try again."] }),
  },
  {
    name: "captive portal",
    session: session("signed-out", { error: failure("portal", "login.example.com answered 200\nits type is text/html") }),
    sees: atSignIn({
      buttons: "log-in settings",
      error: [
        "Something else answered in place of login.example.com.",
        "Perhaps this network asks people to sign in first: open any page in your browser. If it does not, tell whoever " +
          "set up this app to check the setting issuer.",
        "login.example.com answered 200\nits type is text/html",
      ],
    }),
  },
  {
    name: "two issuers",
    session: session("signed-out", { error: failure("issuer", "configured: https://a\npublished: https://a/") }),
    sees: atSignIn({
      buttons: "log-in settings",
      error: [
        "login.example.com calls itself by another name than the setting issuer.",
        "Tell whoever set up this app: issuer has to be what is published, letter by letter, with or without a slash at the end.",
        "configured: https://a\npublished: https://a/",
      ],
    }),
  },
  {
    name: "scope refused",
    session: session("signed-out", { error: failure("scope", "invalid_scope") }),
    sees: atSignIn({
      buttons: "log-in settings",
      error: [
        "login.example.com does not allow everything that this app asks for.",
        "Tell whoever set up this app: the setting scope says what it asks for. Its default contains offline_access, to keep " +
          "you signed in. Either login.example.com has to allow that, or scope has to do without. The answer was:",
        "invalid_scope",
      ],
    }),
  },
  {
    name: "no parameters",
    session: session("signed-out", { error: failure("response_mode") }),
    sees: atSignIn({
      error: [
        "login.example.com sent an answer without its content.",
        "It seems to answer in a form (form_post) or in a fragment. Tell whoever runs login.example.com: this app’s " +
          "registration needs the response mode query.",
      ],
    }),
  },
  {
    name: "id token",
    session: session("signed-out", { error: failure("id_token", "raw") }),
    sees: atSignIn({
      error: [
        "The sign-in from login.example.com could not be verified, so it was not used.",
        "Log in again. If it happens again, tell whoever runs login.example.com.",
      ],
    }),
  },
  {
    name: "clock",
    session: session("signed-out", { error: failure("clock", "raw") }),
    sees: atSignIn({
      error: [
        "The clock of this computer and that of login.example.com do not agree.",
        "Set date and time of this computer, then log in again.",
      ],
    }),
  },
  {
    name: "unsupported",
    session: session("signed-out", { error: failure("unsupported") }),
    sees: atSignIn({
      buttons: "log-in settings",
      error: [
        "This system has no login window that could be used.",
        "Choose the browser in Settings, or ask whoever set up this app to do so (loginWith). Windows needs the newest Microsoft Edge " +
          "WebView2 Runtime for it.",
      ],
    }),
  },
  {
    name: "provider error",
    session: session("signed-out", { error: failure("provider_error", "server_error: <b>try later</b>") }),
    sees: atSignIn({
      error: [
        "login.example.com refused the log-in.",
        "Log in again, or ask whoever runs login.example.com. It said:",
        "server_error: <b>try later</b>",
      ],
    }),
  },
  {
    name: "provider error unnamed",
    session: session("signed-out", { provider: "", error: failure("provider_error", "server_error") }),
    sees: atSignIn({
      status: "Log in with your account to see your profile and call the API.",
      error: ["The provider refused the log-in.", "Log in again, or ask whoever runs the provider. It said:", "server_error"],
    }),
  },
  {
    name: "internal",
    session: session("signed-out", { error: failure("internal", "runtime error: index out of range") }),
    sees: atSignIn({
      error: ["Something went wrong inside the app.", "Try again. If it happens again, the log file tells why.", "Open log folder"],
    }),
  },
  {
    name: "code of the future",
    session: session("signed-out", { error: failure("constructor", "raw") }),
    sees: atSignIn({
      error: ["Something went wrong inside the app.", "Try again. If it happens again, the log file tells why.", "Open log folder"],
    }),
  },
  {
    name: "nothing is configured",
    session: session("signed-out", { provider: "", error: failure("config", "nothing is configured"), canLogIn: false, setUp: true }),
    answers: { GetSettings: { value: settings({ usable: false }) }, CheckSettings: { value: checked } },
    sees: atSettings({
      title: "Set up this app",
      lead: "The app has to know where you log in, and which API it calls. Ask whoever gave it to you for these values.",
      buttons: "save test",
    }),
  },
  {
    name: "settings that cannot be used",
    session: session("signed-out", { provider: "", error: failure("config", unusable), canLogIn: false, setUp: true }),
    answers: {
      GetSettings: {
        value: settings(
          { usable: false },
          { clientId: { value: "<YOUR_CLIENT_ID>", source: "own", problem: failure("setting", "still holds a placeholder. Put your own there.") } },
        ),
      },
    },
    sees: atSettings({
      title: "The settings cannot be used",
      lead: "Correct what is marked, and save. The old file is kept beside the new one.",
      buttons: "save test",
      problems: ["Client ID still holds a placeholder. Put your own there."],
    }),
  },
  {
    name: "a settings file that cannot be used",
    session: session("signed-out", { provider: "", error: failure("config", unusable), canLogIn: false, setUp: true }),
    answers: { GetSettings: { value: settings({ usable: false, problem: failure("config", unusable) }) } },
    sees: atSettings({
      title: "The settings cannot be used",
      lead: "Correct what is marked, and save. The old file is kept beside the new one.",
      error: ["The settings cannot be used.", "Correct them, or ask whoever set up this app.", unusable],
      buttons: "save test",
    }),
  },
  {
    name: "settings",
    page: "settings.html",
    session: session("signed-in"),
    answers: { GetSettings: { value: settings({}, mine) }, CheckSettings: { value: checked } },
    sees: atSettings({ buttons: "save test back" }),
  },
  {
    name: "settings with problems",
    page: "settings.html",
    session: session("signed-in"),
    answers: {
      GetSettings: { value: settings({}, mine) },
      CheckSettings: {
        value: {
          issuer: "",
          usable: false,
          problems: {
            issuer: failure("issuer", `configured: https://${host}\npublished: https://${host}/${"realms-".repeat(20)}`),
            apiUrl: failure("setting", "has to begin with https://, except for this machine."),
          },
        },
      },
    },
    press: ["#save"],
    sees: atSettings({
      buttons: "save test back",
      problems: [
        "This provider calls itself by another name. Enter what it publishes, if that is the provider you mean. " +
          `configured: https://${host} published: https://${host}/${"realms-".repeat(20)}`,
        "API URL has to begin with https://, except for this machine.",
      ],
    }),
  },
  {
    name: "settings that a build carries",
    page: "settings.html",
    session: session("signed-in"),
    answers: { GetSettings: { value: settings({ editable: false }, carried) } },
    sees: atSettings({ lead: "This build carries its settings, so they cannot be changed here.", buttons: "back" }),
  },
  {
    name: "settings that cannot be read",
    page: "settings.html",
    session: session("signed-in"),
    answers: { GetSettings: fails("internal") },
    sees: { ...atSettings({ state: "failed", lead: "", buttons: "retry" }) },
  },
  {
    name: "signed in",
    session: session("signed-in"),
    sees: atHome(),
  },
  {
    name: "signed in with the browser",
    session: session("signed-in", { outside: true }),
    sees: atHome({ status: "Signed in as Ada Lovelace (ada@example.com). Not you? Choose Logout.", banner: "signed-in" }),
  },
  {
    name: "signed in with the browser by an address only",
    session: session("signed-in", { profile: person({ email: "x@example.com", initials: "X" }), outside: true }),
    sees: atHome({
      status: "Signed in as x@example.com. Not you? Choose Logout.",
      name: "x@example.com",
      email: "",
      initials: "X",
      picture: "",
      banner: "signed-in",
    }),
  },
  {
    name: "signed in with the browser without a name",
    session: session("signed-in", { profile: person({}), outside: true }),
    sees: atHome({
      status: "Signed in at login.example.com. Not you? Choose Logout.",
      name: "Signed in",
      email: "",
      initials: "",
      picture: "",
      banner: "signed-in",
    }),
  },
  {
    name: "signed in without a picture",
    session: session("signed-in", { profile: person({ name: "Grace Hopper", initials: "GH" }) }),
    sees: atHome({ name: "Grace Hopper", email: "", initials: "GH", picture: "" }),
  },
  {
    name: "signed in with an empty profile",
    session: session("signed-in", { profile: person({}) }),
    sees: atHome({ name: "Signed in", email: "", initials: "", picture: "" }),
  },
  {
    name: "signed in with an address only",
    session: session("signed-in", { profile: person({ email: "x@example.com", initials: "X" }) }),
    sees: atHome({ name: "x@example.com", email: "", initials: "X", picture: "" }),
  },
  {
    name: "signed in without a keyring",
    session: session("signed-in", { notice: failure("keyring", "dbus: raw") }),
    sees: atHome({
      notice: [
        "Your sign-in could not be stored in the keyring.",
        "You stay signed in until you close the app; then you have to log in again.",
      ],
    }),
  },
  {
    name: "signed in beside a locked keyring",
    session: session("signed-in", { notice: failure("keyring_locked", "“Login” (KWallet)"), canUnlock: true }),
    sees: atHome({
      notice: [
        "Your sign-in is not stored yet.",
        "The keyring “Login” (KWallet) is locked. Your sign-in is stored as soon as you unlock it. " +
          "Until then it ends when you close the app.",
      ],
      buttons: "log-out unlock",
    }),
  },
  {
    name: "signed in, no keyring",
    session: session("signed-in", { notice: failure("no_keyring", "there is no session bus") }),
    sees: atHome({
      notice: [
        "There is no keyring in which your sign-in could be stored.",
        "You stay signed in until you close the app; then you have to log in again. GNOME Keyring, KWallet and KeePassXC are " +
          "keyrings that this app can use.",
        "there is no session bus",
      ],
    }),
  },
  {
    name: "signed in without a refresh token",
    session: session("signed-in", { notice: failure("no_refresh_token", "2020-05-06T07:08:00Z") }),
    sees: atHome({
      notice: [
        "You are signed in until 12:38 on 6 May.",
        "Then you have to log in again, because the provider gave no refresh token. Whoever set up this app can check " +
          "that it may have one, that the setting scope has offline_access, and whether the provider also wants prompt=consent " +
          "in authorizationParameters.",
      ],
    }),
  },
  {
    name: "signed in with a signed profile",
    session: session("signed-in", { notice: failure("userinfo", "raw") }),
    sees: atHome({
      notice: [
        "Your profile is not complete.",
        "The provider signs or encrypts it (application/jwt), which this app does not read. Whoever runs the provider can " +
          "set the UserInfo response of this app’s registration to plain JSON.",
      ],
    }),
  },
  {
    name: "signed in, with a page that stopped",
    session: session("signed-in", { notice: failure("reloaded") }),
    sees: atHome({ notice: stopped }),
  },
  {
    name: "signed in after a failure",
    session: session("signed-in", { error: failure("provider", "raw") }),
    sees: atHome({
      error: [
        "The answer from login.example.com was not valid, so it was not used.",
        "Log in again. If it happens again, tell whoever runs login.example.com.",
        "raw",
      ],
      banner: "error",
    }),
  },
  {
    name: "offline",
    session: session("offline", { error: failure("offline", "dial tcp") }),
    sees: atHome({ state: "offline", status: "Offline, retrying", banner: "offline", success: "" }),
  },
  {
    name: "offline for another reason",
    session: session("offline", { error: failure("clock") }),
    sees: atHome({
      state: "offline",
      status: "Offline, retrying",
      error: [
        "The clock of this computer and that of login.example.com do not agree.",
        "Set date and time of this computer. The app tries again by itself.",
      ],
      banner: "offline",
      success: "",
    }),
  },
  {
    name: "offline, the renewal was not valid",
    session: session("offline", { error: failure("id_token") }),
    sees: atHome({
      state: "offline",
      status: "Offline, retrying",
      error: [
        "The renewed sign-in from login.example.com could not be verified, so it was not used.",
        "The app tries again by itself. If it does not help, log out and in again.",
      ],
      banner: "offline",
      success: "",
    }),
  },
  {
    name: "offline, the provider refuses",
    session: session("offline", { error: failure("provider_error", "invalid_scope: raw") }),
    sees: atHome({
      state: "offline",
      status: "Offline, retrying",
      error: [
        "login.example.com did not renew your sign-in.",
        "The app tries again by itself. If it does not help, log out and in again. It said:",
        "invalid_scope: raw",
      ],
      banner: "offline",
      success: "",
    }),
  },
  {
    name: "offline because of another copy",
    session: session("offline", { error: failure("locked") }),
    sees: atHome({
      state: "offline",
      status: "Waiting for another copy of the app",
      error: [
        "Another copy of the app is holding your session.",
        "Close that copy, or end its process. This one then goes on by itself.",
      ],
      banner: "offline",
      success: "",
    }),
  },
  {
    name: "offline at start",
    session: session("offline", { profile: null, remembered: ada, error: failure("offline") }),
    sees: atHome({ state: "offline", status: "Offline, retrying", banner: "offline", success: "" }),
  },
  {
    name: "offline at start, nobody known",
    session: session("offline", { profile: null, error: failure("offline") }),
    sees: atHome({
      state: "offline",
      status: "Offline, retrying",
      name: "Not signed in",
      email: "",
      initials: "",
      picture: "",
      banner: "offline",
      success: "",
    }),
  },
  {
    name: "expired",
    session: session("expired", { error: failure("login_required") }),
    sees: atHome({
      state: "expired",
      status: "Your session ended. Log in again.",
      buttons: "log-out log-in",
      banner: "expired",
      success: "",
    }),
  },
  {
    name: "expired, nobody known",
    session: session("expired", { remembered: null, error: failure("login_required") }),
    sees: atHome({
      state: "expired",
      status: "Your session ended. Log in again.",
      buttons: "log-out log-in",
      name: "Not signed in",
      email: "",
      initials: "",
      picture: "",
      banner: "expired",
      success: "",
    }),
  },
  {
    name: "expired by somebody else's sign-in",
    session: session("expired", { error: failure("foreign") }),
    sees: atHome({
      state: "expired",
      status: "Your session ended. Log in again.",
      error: [
        "login.example.com sent a sign-in that is not yours, so it was not used.",
        "Log in again. If it happens again, tell whoever runs login.example.com.",
      ],
      buttons: "log-out log-in",
      banner: "expired",
      success: "",
    }),
  },
  {
    name: "expired then cancelled",
    session: session("expired", { error: failure("cancelled") }),
    sees: atHome({
      state: "expired",
      status: "Your session ended. Log in again.",
      error: cancelledWords,
      buttons: "log-out log-in",
      banner: "expired",
      success: "",
    }),
  },
  {
    name: "expired and not configured",
    session: session("expired", { error: failure("config", unusable), canLogIn: false }),
    sees: atHome({
      state: "expired",
      status: "Your session ended. Log in again.",
      error: ["The settings cannot be used.", "Correct them, or ask whoever set up this app.", unusable],
      banner: "expired",
      buttons: "log-out settings",
      success: "",
    }),
  },
  {
    name: "logging in after an expired session",
    session: session("signing-in", { step: "logging-in", loginWindow: true, remembered: ada }),
    sees: atHome({
      state: "signing-in",
      status: "Signing in. Continue in the login window.",
      buttons: "log-out cancel",
      banner: "signing-in",
      success: "",
    }),
  },
  {
    name: "private message under way",
    session: session("signed-in"),
    answers: { GetPrivateData: { hold: true } },
    press: ["#get-private-message"],
    sees: atHome(),
    card: card({ buttons: "get-private-message!" }),
  },
  {
    name: "private message",
    session: session("signed-in"),
    answers: { GetPrivateData: { value: message } },
    press: ["#get-private-message"],
    sees: atHome(),
    card: card({ answer: message }),
  },
  {
    name: "private message refused",
    session: session("signed-in"),
    answers: { GetPrivateData: fails("api_scope", "read:messages") },
    press: ["#get-private-message"],
    sees: atHome(),
    card: card({
      failure: [
        "You are signed in, but this needs a permission that you do not have.",
        "Ask whoever runs the API for it, then log out and in again.",
        "The API asks for: read:messages",
      ],
    }),
  },
  {
    name: "API that is not running, for a user",
    session: session("signed-in"),
    answers: { GetPrivateData: fails("api_unreachable") },
    press: ["#get-private-message"],
    sees: atHome(),
    card: card({
      failure: [
        "The API cannot be reached.",
        "Check your network connection, then try again. If that does not help, ask whoever runs the API.",
      ],
    }),
  },
  {
    name: "API that is not running, for a developer",
    session: session("signed-in", { development: true }),
    answers: { GetPrivateData: fails("api_unreachable") },
    press: ["#get-private-message"],
    sees: atHome(),
    card: card({
      failure: ["The API is not running, or cannot be reached.", "Start it with “go run ./backend-api”, then try again."],
    }),
  },
  {
    name: "nothing opened in the browser",
    session: session("signing-in", { loginWindow: false, loginLink: link }),
    press: ["#help summary"],
    sees: atSignIn({
      state: "signing-in",
      title: "Signing in",
      status: "Continue in your browser.",
      buttons: "open-again copy-link cancel",
    }),
  },
  {
    name: "signed out, with the browser offered",
    session: session("signed-out", { canUseBrowser: true }),
    sees: atSignIn({ buttons: "log-in use-browser" }),
  },
  {
    name: "signing in, with the browser offered",
    session: session("signing-in", { canUseBrowser: true, loginWindow: true }),
    sees: atSignIn({ state: "signing-in", title: "Signing in", status: "Continue in the login window.", buttons: "cancel use-browser" }),
  },
  {
    name: "expired, with the browser offered",
    session: session("expired", { error: failure("login_required"), canUseBrowser: true }),
    sees: atHome({
      state: "expired",
      banner: "expired",
      status: "Your session ended. Log in again.",
      success: "",
      buttons: "log-out log-in use-browser",
    }),
  },
  {
    name: "expired, signing in again",
    session: session("signing-in", { profile: ada, loginWindow: true }),
    page: "home.html",
    sees: atHome({
      state: "signing-in",
      banner: "signing-in",
      status: "Signing in. Continue in the login window.",
      success: "",
      buttons: "log-out cancel",
    }),
  },
  {
    name: "signed in with a name of 70 characters",
    session: session("signed-in", { profile: { ...ada, name: longName } }),
    answers: { GetPrivateData: { value: `${message} `.repeat(6) } },
    press: ["#get-private-message"],
    sees: atHome({ name: longName }),
    card: card({ answer: `${message} `.repeat(6).trim() }),
  },
  {
    name: "no answer",
    answers: { GetSession: fails("no_answer") },
    page: "index.html",
    sees: {
      ...empty,
      page: "sign-in",
      state: "failed",
      title: "The app is not ready",
      error: ["The app does not answer.", "Try again. If that does not help, close the app and open it again."],
      buttons: "retry",
    },
  },
  {
    name: "no answer at home",
    answers: { GetSession: fails("no_answer") },
    page: "home.html",
    sees: {
      ...empty,
      page: "home",
      state: "failed",
      banner: "error",
      error: ["The app does not answer.", "Try again. If that does not help, close the app and open it again."],
      buttons: "retry",
    },
  },
];
