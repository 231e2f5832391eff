// The texts of the pages for failures: a title (what happened), advice (what to do), and for a few codes a detail, if Go sends
// one. {provider} stands for the provider's host, {message} for what Go sends, {when} for the seconds in that, and {until} for the
// time in that. {keyring} stands for the keyring, with its name if Go sends it. Windows and macOS have another word for "keyring".

// The texts for what is wrong at the provider or in the settings, at a log-in, a renewal and a call alike.
/** @typedef {{title: string, advice: string, detail?: string, log?: boolean}} Words log adds the button “Open log folder” */
/** @typedef {import("./bridge.js").Failure} Failure */
/** @typedef {Record<string, Words>} Table by code */
/** @typedef {{provider: string, development?: boolean}} Facts the provider's host, and whether this is a development build */

/** @type {Table} */
const providerWords = {
  busy: { title: "{provider} cannot answer at the moment.", advice: "Wait a little, then try again." },
  portal: {
    title: "Something else answered in place of {provider}.",
    advice:
      "Perhaps this network asks people to sign in first: open any page in your browser. If it does not, tell whoever set up this " +
      "app to check the setting issuer.",
    detail: "{message}",
  },
  tls: {
    title: "The connection to {provider} is not secure, so it was not used.",
    advice:
      "Check the date of this computer. If your organization has a certificate authority of its own, whoever set up this app " +
      "can name it in the setting caBundle.",
    detail: "{message}",
  },
  issuer: {
    title: "{provider} calls itself by another name than the setting issuer.",
    advice:
      "Tell whoever set up this app: issuer has to be what is published, letter by letter, with or without a slash at the end.",
    detail: "{message}",
  },
  discovery: {
    title: "There is no OpenID provider at the address in the setting issuer.",
    advice: "Tell whoever set up this app to copy the issuer from the provider\u2019s own documents.",
    detail: "{message}",
  },
  redirected: {
    title: "{provider} sends the app to another address, where it does not go.",
    advice:
      "If this network asks people to sign in first, open any page in your browser. Otherwise tell whoever set up this app to " +
      "put the provider\u2019s own address into the setting issuer.",
    detail: "{message}",
  },
  keys: {
    title: "{provider} publishes no key with which its sign-ins can be verified.",
    advice: "Tell whoever runs {provider}: its key set has to hold a signing key for the algorithm in the setting idTokenSigningAlg.",
    detail: "{message}",
  },
  signing_alg: {
    title: "{provider} signs in another way than the setting idTokenSigningAlg says.",
    advice: "Tell whoever set up this app: the setting and the algorithm of this app\u2019s registration have to be the same.",
    detail: "{message}",
  },
  scope: {
    title: "{provider} does not allow everything that this app asks for.",
    advice:
      "Tell whoever set up this app: the setting scope says what it asks for. Its default contains offline_access, to keep you " +
      "signed in. Either {provider} has to allow that, or scope has to do without. The answer was:",
    detail: "{message}",
  },
  client: {
    title: "{provider} does not know this app, or not as a native app.",
    advice:
      "Tell whoever set up this app to check the setting clientId, and that the registration is of a public client without a " +
      "secret. If {provider} requires a secret, it goes into clientSecret. The answer was:",
    detail: "{message}",
  },
  target: {
    title: "{provider} does not know the API that this app asks for.",
    advice:
      "Tell whoever set up this app to check the settings apiIdentifier and audienceParameter, and the API\u2019s registration. " +
      "The answer was:",
    detail: "{message}",
  },
};

// The codes of the failures that other settings may mend. Their texts name a setting.
export const mendable = new Set(
  "audience client config discovery error_page issuer keys portal redirected scope signing_alg target tls unsupported".split(" "),
);

const logInWords = {
  ...providerWords,
  cancelled: {
    title: "The log-in was cancelled.",
    advice:
      "Choose Log in to start again. If {provider} showed an error, tell whoever set up this app to check the settings clientId " +
      "and redirectUri.",
  },
  error_page: {
    title: "{provider} answered the log-in with an error page.",
    advice:
      "Tell whoever set up this app to check the settings clientId and redirectUri. At {provider}, the registration with that " +
      "client ID has to be of a native app (a public client), and to list that redirect URI, letter by letter.",
    detail: "{message}",
  },
  timeout: { title: "The log-in was open for an hour, and nobody finished it.", advice: "Choose Log in to start again." },
  access_denied: {
    title: "You declined to give this app access.",
    advice: "Nothing was shared. If that was not what you wanted, log in again and accept.",
    detail: "The provider said: {message}",
  },
  link_reused: {
    title: "The log-in was opened in two browsers, so it was ended.",
    advice:
      "Nobody was signed in. Choose Log in to start again. If you opened only one, somebody else may be using this computer.",
  },
  login_required: { title: "You are signed out.", advice: "Log in to continue." },
  offline: {
    title: "{provider} cannot be reached.",
    advice: "Check your network connection, then log in again.",
  },
  locked: {
    title: "Another copy of the app is holding your session.",
    advice: "Close that copy, or end its process. This one then goes on by itself.",
  },
  config: { title: "The settings cannot be used.", advice: "Correct them, or ask whoever set up this app.", detail: "{message}" },
  provider: {
    title: "The answer from {provider} was not valid, so it was not used.",
    advice: "Log in again. If it happens again, tell whoever runs {provider}.",
    detail: "{message}",
  },
  audience: {
    title: "The sign-in from {provider} is also for others, so it was not used.",
    advice: "Tell whoever set up this app: the setting trustedAudiences lists the others that it may trust.",
    detail: "{message}",
  },
  authentication: {
    title: "{provider} did not check who you are in the way that this app requires.",
    advice:
      "Log in again, and use the method that {provider} offers for it. The app requires it by acr_values or max_age in the " +
      "setting authorizationParameters.",
    detail: "{message}",
  },
  response_mode: {
    title: "{provider} sent an answer without its content.",
    advice:
      "It seems to answer in a form (form_post) or in a fragment. Tell whoever runs {provider}: this app\u2019s registration " +
      "needs the response mode query.",
  },
  id_token: {
    title: "The sign-in from {provider} could not be verified, so it was not used.",
    advice: "Log in again. If it happens again, tell whoever runs {provider}.",
  },
  foreign: {
    title: "{provider} sent a sign-in that is not yours, so it was not used.",
    advice: "Log in again. If it happens again, tell whoever runs {provider}.",
  },
  clock: {
    title: "The clock of this computer and that of {provider} do not agree.",
    advice: "Set date and time of this computer, then log in again.",
  },
  unsupported: {
    title: "This system has no login window that could be used.",
    advice:
      "Choose the browser in Settings, or ask whoever set up this app to do so (loginWith). Windows needs the newest Microsoft Edge " +
      "WebView2 Runtime for it.",
  },
  provider_error: {
    title: "{provider} refused the log-in.",
    advice: "Log in again, or ask whoever runs {provider}. It said:",
    detail: "{message}",
  },
  not_saved: {
    title: "The settings could not be saved.",
    advice: "Check that you may write to your configuration folder, and that there is space on the disk.",
    detail: "{message}",
  },
  test_signed_in: {
    title: "You are signed in at this provider.",
    advice: "Log out first: the log-out after the test would end your session, too.",
  },
  keyring: { title: "The keyring does not answer.", advice: "Try again, or log in without it." },
  no_browser: {
    title: "No browser could be started.",
    advice: "Choose Copy link, and paste the link into the address bar of your browser.",
  },
  clipboard: {
    title: "The link could not be copied.",
    advice: "Open this address in your browser. It works in one browser only.",
    detail: "{message}",
  },
  no_answer: { title: "The app does not answer.", advice: "Try again. If that does not help, close the app and open it again." },
  internal: {
    title: "Something went wrong inside the app.",
    advice: "Try again. If it happens again, the log file tells why.",
    log: true,
  },
};

// The texts for a failed renewal of a session that goes on. The user does not have to log in again.
const again = "The app tries again by itself. If it does not help, log out and in again.";
/** @type {Table} */
const renewalWords = {
  provider: { title: "The answer from {provider} was not valid, so it was not used.", advice: again, detail: "{message}" },
  id_token: { title: "The renewed sign-in from {provider} could not be verified, so it was not used.", advice: again },
  clock: { title: logInWords.clock.title, advice: "Set date and time of this computer. The app tries again by itself." },
  provider_error: { title: "{provider} did not renew your sign-in.", advice: `${again} It said:`, detail: "{message}" },
};

/** @type {Table} */
const callWords = {
  ...providerWords,
  ...renewalWords,
  api_unreachable: {
    title: "The API cannot be reached.",
    advice: "Check your network connection, then try again. If that does not help, ask whoever runs the API.",
  },
  api_unauthorized: {
    title: "The API did not accept your sign-in.",
    advice:
      "You are still signed in. If it does not help to log out and in again, ask whoever set up this app: the access token may be " +
      "for another API (apiIdentifier, audienceParameter), opaque instead of a JWT, or without a scope, or a clock may be wrong. " +
      "The log of the API says which.",
  },
  api_forbidden: {
    title: "The API does not allow you to do this.",
    advice: "Ask whoever runs the API for access.",
  },
  api_scope: {
    title: "You are signed in, but this needs a permission that you do not have.",
    advice: "Ask whoever runs the API for it, then log out and in again.",
    detail: "The API asks for: {message}",
  },
  api_too_large: {
    title: "Your sign-in is too large for the API.",
    advice: "The access token carries too much, such as groups or roles. Ask whoever manages your account to take some away.",
  },
  api_bad_answer: {
    title: "The API\u2019s answer could not be understood.",
    advice: "Try again. If it happens again, ask whoever set up this app: perhaps apiUrl names another server.",
  },
  api_unavailable: {
    title: "The API cannot answer at the moment.",
    advice: "Try again {when}.",
  },
  api_timeout: { title: "The API took too long to answer.", advice: "Try again." },
  login_required: { title: "Your session ended.", advice: "Log in again, then try again." },
  foreign: { title: "Your session ended.", advice: "Log in again, then try again." },
  offline: {
    title: "You are offline.",
    advice: "The app reconnects by itself. Try again when \u201cOffline, retrying\u201d is gone.",
  },
  locked: {
    title: "Another copy of the app is holding your session.",
    advice: "Close that copy, or end its process, then try again.",
  },
  internal: logInWords.internal,
};

// What only developers can do about it.
/** @type {Table} */
const developmentWords = {
  api_unreachable: {
    title: "The API is not running, or cannot be reached.",
    advice: "Start it with \u201cgo run ./backend-api\u201d, then try again.",
  },
};

const reloadedWords = {
  title: "The page stopped, and was loaded again.",
  advice: "Your sign-in is not affected. If it happens again, close the app and open it again.",
};

/** @type {Table} */
const noticeWords = {
  keyring: {
    title: "Your sign-in could not be stored in the keyring.",
    advice: "You stay signed in until you close the app; then you have to log in again.",
  },
  keyring_locked: {
    title: "Your sign-in is not stored yet.",
    advice: "{keyring} is locked. Your sign-in is stored as soon as you unlock it. Until then it ends when you close the app.",
  },
  no_keyring: {
    title: "There is no keyring in which your sign-in could be stored.",
    advice:
      "You stay signed in until you close the app; then you have to log in again. GNOME Keyring, KWallet and KeePassXC are " +
      "keyrings that this app can use.",
    detail: "{message}",
  },
  no_refresh_token: {
    title: "You are signed in until {until}.",
    advice:
      "Then you have to log in again, because the provider gave no refresh token. Whoever set up this app can check that it may " +
      "have one, that the setting scope has offline_access, and whether the provider also wants prompt=consent in " +
      "authorizationParameters.",
  },
  userinfo: {
    title: "Your profile is not complete.",
    advice:
      "The provider signs or encrypts it (application/jwt), which this app does not read. Whoever runs the provider can set the " +
      "UserInfo response of this app\u2019s registration to plain JSON.",
  },
  reloaded: reloadedWords,
};

// The same notices without a signed-in user: something could not be read, or could not be removed.
/** @type {Table} */
const signedOutNoticeWords = {
  keyring: {
    title: "The keyring could not be used.",
    advice: "If an earlier sign-in is stored there, it stays until the keyring works and you log out again.",
  },
  keyring_locked: {
    title: "{keyring} is locked.",
    advice: "If an earlier sign-in is stored there, it is removed as soon as you unlock it.",
  },
  no_keyring: {
    title: "There is no keyring on this computer.",
    advice: "You can log in, and stay signed in until you close the app.",
    detail: "{message}",
  },
  reloaded: reloadedWords,
  still_stored: {
    title: "Your sign-in may still be in the keyring, which cannot be used now.",
    advice: "You are not signed in any more. The next start of the app removes the entry before anything else.",
  },
  still_locked: {
    title: "Your sign-in may still be in {keyring}, which is locked.",
    advice:
      "You are not signed in any more. The entry is removed as soon as you unlock the keyring, or at the next start of the app.",
  },
};

// The texts for an issuer that the person has just entered.
const issuerWords = {
  busy: { title: "This provider cannot answer at the moment.", advice: "Wait a little, then try again." },
  offline: { title: "Nothing answers there.", advice: "Check the spelling, and your network connection." },
  portal: {
    title: "Something else than a provider answers there.",
    advice: "Check the spelling. If this network asks people to sign in first, open any page in your browser.",
    detail: "{message}",
  },
  tls: {
    title: "There is no secure connection to this provider.",
    advice: "Check the date of this computer, and the spelling. A certificate authority of your own can be named in the settings file (caBundle).",
    detail: "{message}",
  },
  issuer: {
    title: "This provider calls itself by another name.",
    advice: "Enter what it publishes, if that is the provider you mean.",
    detail: "{message}",
  },
  discovery: {
    title: "There is no OpenID provider at this address.",
    advice: "Copy the issuer from the provider\u2019s own pages.",
    detail: "{message}",
  },
  redirected: {
    title: "This address leads to another one.",
    advice: "Enter the provider\u2019s own address.",
    detail: "{message}",
  },
  signing_alg: {
    title: "This provider signs in another way than the settings say.",
    advice: "The key idTokenSigningAlg in the settings file has to be the algorithm of this app\u2019s registration.",
    detail: "{message}",
  },
  provider: { title: "This provider\u2019s answer is not valid.", advice: "Tell whoever runs it.", detail: "{message}" },
  config: { title: "This cannot be used.", advice: "", detail: "{message}" },
  setting: { title: "{provider} {message}", advice: "" },
};

/**
 * settingProblem returns the text for what is wrong with a setting.
 * @param {Failure} problem
 * @param {string} label what the form calls the setting
 */
export function settingProblem({ code, message }, label) {
  const { title, advice, detail } = words({ ...logInWords, ...issuerWords }, { code, message }, label);
  return { title: title.replace("{message}", () => message), advice, detail };
}

/**
 * sourceOf says where a setting comes from. It is empty for the user's own file, and for a setting that has no value yet.
 * @param {string} source
 * @param {string} place the name of a variable or a file
 * @param {string} value
 */
export function sourceOf(source, place, value) {
  if (source === "default" && !value) return "";
  /** @type {Record<string, string>} */
  const texts = {
    default: "This is the default.",
    environment: `It comes from the variable ${place} of the environment, which stands above these settings.`,
    file: `It comes from ${place}.`,
    carried: "It is carried in this build.",
    demo: "It is that of the demo on this computer.",
  };
  return texts[source] ?? "";
}

/**
 * logInFailure returns the text for a failed log-in, a failed log-out or a failed session.
 * @param {Failure} error
 * @param {string} provider
 */
export const logInFailure = (error, provider) => words(logInWords, error, provider);

/**
 * renewalFailure returns the text for a session that goes on but could not be renewed.
 * @param {Failure} error
 * @param {string} provider
 */
export const renewalFailure = (error, provider) => words({ ...logInWords, ...renewalWords }, error, provider);

/**
 * callFailure returns the text for a call of the API that failed, in a development build or in one for everybody else.
 * @param {Failure} error
 * @param {Facts} facts
 */
export const callFailure = (error, { provider, development = false }) =>
  words(development ? { ...callWords, ...developmentWords } : callWords, error, provider);

/**
 * progressOf says what a session in state "signing-in" waits for, as far as that is known.
 * @param {import("./bridge.js").Session} session
 */
export function progressOf({ step, loginWindow, loginLink, provider }) {
  if (loginLink) return "Continue in your browser.";
  if (loginWindow !== false) return "Continue in the login window.";
  switch (step) {
    case "looking":
      return "Looking for your last session.";
    case "restoring":
      return "Restoring your last session.";
    case "logging-in":
      return `Contacting ${provider || "the provider"}.`;
  }
  return "";
}

/**
 * lockOf says what to do about the keyring of a session in state "keyring-locked".
 * @param {Pick<import("./bridge.js").Session, "notice">} session
 */
export function lockOf({ notice }) {
  const keyring = capital(keyringNamed(notice?.message));
  return notice?.code === "keyring_locked"
    ? `${keyring} is locked. Enter its password in the window that asks for it.`
    : `${keyring} was not unlocked. If your last session is stored there, it comes back as soon as the keyring is unlocked.`;
}

// What the user's system calls its keyring. The web view of the app says which system that is.
const systemKeyring = navigator.userAgent.includes("Windows")
  ? "Credential Manager"
  : navigator.userAgent.includes("Mac OS X")
    ? "Keychain"
    : "keyring";

/** @param {string} text */
const inSystemWords = (text) => text.replace(/\bkeyring\b/g, systemKeyring);

/** @param {string} [name] */
const keyringNamed = (name) => (name ? `the keyring ${name}` : "the keyring");

/**
 * noticeOf returns the text for a problem that did not stop the step but that the user should know; null if there is none.
 * @param {Pick<import("./bridge.js").Session, "notice" | "state">} session
 */
export function noticeOf({ notice, state }) {
  if (!notice || ["signing-in", "signing-out", "keyring-locked"].includes(state)) return null;
  const table = state === "signed-in" || state === "offline" ? noticeWords : signedOutNoticeWords;
  return Object.hasOwn(table, notice.code) ? words(table, notice) : null;
}

/**
 * @param {Table} table
 * @param {Failure} error
 * @returns {Words}
 */
function words(table, error, provider = "") {
  /** @type {Words} */
  const { title, advice, detail = "", log = false } = Object.hasOwn(table, error.code) ? table[error.code] : logInWords.internal;
  const fill = (/** @type {string} */ text) =>
    inSystemWords(text.replaceAll("{keyring}", () => keyringNamed(error.message)))
      .replaceAll("{provider}", () => provider || "the provider")
      .replaceAll("{when}", () => when(Number(error.message)))
      .replaceAll("{until}", () => until(new Date(error.message)));
  return {
    title: capital(fill(title)),
    advice: capital(fill(advice)),
    detail: error.message ? detail.replace("{message}", () => error.message) : "",
    ...(log && { log }),
  };
}

// when returns a text for a number of seconds from now; the longer the time, the rougher the text. The formatters here and below
// are made on use, because they take megabytes of memory, and most sessions need none.
/** @param {number} seconds */
function when(seconds) {
  if (!(seconds >= 10)) return "in a few seconds";
  const inTime = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (seconds < 90) return inTime.format(seconds, "second");
  if (seconds < 90 * 60) return inTime.format(Math.ceil(seconds / 60), "minute");
  const hours = Math.ceil(seconds / 3600);
  return hours < 24 ? inTime.format(hours, "hour") : inTime.format(1, "day");
}

// until returns a time, with the day if it is another one than today.
/** @param {Date} time */
function until(time) {
  if (Number.isNaN(time.getTime())) return "your access token ends";
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(time);
  if (time.toDateString() === new Date().toDateString()) return clock;
  return `${clock} on ${new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" }).format(time)}`;
}

// A sentence may start with "the provider", but a host keeps its spelling.
const capital = (/** @type {string} */ text) => (text.startsWith("the ") ? "T" + text.slice(1) : text);
