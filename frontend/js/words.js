// The texts of the pages for failures: a title (what happened), advice (what to do), and for a few codes a detail, if Go sends
// one. {provider} stands for the provider's host, {message} for what Go sends, and {when} for the seconds in that.

const logInWords = {
  cancelled: { title: "The log-in was cancelled.", advice: "Choose Log in to start again." },
  timeout: { title: "The log-in was open for an hour, and nobody finished it.", advice: "Choose Log in to start again." },
  access_denied: {
    title: "You declined to give this app access.",
    advice: "Nothing was shared. If that was not what you wanted, log in again and accept.",
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
  config: { title: "The configuration cannot be used.", advice: "Correct it, then start the app again.", detail: "{message}" },
  provider: {
    title: "The answer from {provider} was not valid, so it was not used.",
    advice: "Log in again. If it happens again, tell whoever runs {provider}.",
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
    title: "This system has no login window yet.",
    advice: 'Set "loginWith": "browser" in env-variables.json to log in with your browser, then start the app again.',
  },
  provider_error: {
    title: "{provider} refused the log-in.",
    advice: "Log in again, or ask whoever runs {provider}. It said:",
    detail: "{message}",
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
  },
};

// The texts for a failed renewal of a session that goes on. The user does not have to log in again.
const again = "The app tries again by itself. If it does not help, log out and in again.";
const renewalWords = {
  provider: { title: "The answer from {provider} was not valid, so it was not used.", advice: again },
  id_token: { title: "The renewed sign-in from {provider} could not be verified, so it was not used.", advice: again },
  clock: { title: logInWords.clock.title, advice: "Set date and time of this computer. The app tries again by itself." },
  provider_error: { title: "{provider} did not renew your sign-in.", advice: `${again} It said:`, detail: "{message}" },
};

const callWords = {
  ...renewalWords,
  api_unreachable: {
    title: "The API is not running, or cannot be reached.",
    advice: "Start it with \u201cgo run ./backend-api\u201d, then try again.",
  },
  api_unauthorized: {
    title: "The API did not accept your sign-in.",
    advice: "Log out and in again. If that does not help, the app and the API are configured for different providers.",
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
  api_bad_answer: {
    title: "The API\u2019s answer could not be understood.",
    advice: "Check that apiUrl names the right API, then try again.",
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

const reloadedWords = {
  title: "The page stopped, and was loaded again.",
  advice: "Your sign-in is not affected. If it happens again, close the app and open it again.",
};

const noticeWords = {
  keyring: {
    title: "Your sign-in could not be stored in the keyring.",
    advice: "You stay signed in until you close the app; then you have to log in again.",
  },
  reloaded: reloadedWords,
};

// The same notices without a signed-in user: something could not be read, or could not be removed.
const signedOutNoticeWords = {
  keyring: {
    title: "The keyring could not be used.",
    advice: "If an earlier sign-in is stored there, it stays until the keyring works and you log out again.",
  },
  reloaded: reloadedWords,
  still_stored: {
    title: "Your sign-in is still in the keyring, which cannot be used now.",
    advice: "You are not signed in any more. The next start of the app removes the entry before anything else.",
  },
};

/** logInFailure returns the text for a failed log-in, a failed log-out or a failed session. */
export const logInFailure = (error, provider) => words(logInWords, error, provider);

/** renewalFailure returns the text for a session that goes on but could not be renewed. */
export const renewalFailure = (error, provider) => words({ ...logInWords, ...renewalWords }, error, provider);

/** callFailure returns the text for a call of the API that failed. */
export const callFailure = (error, provider) => words(callWords, error, provider);

/** noticeOf returns the text for a problem that did not stop the step but that the user should know; null if there is none. */
export function noticeOf({ notice, state }) {
  if (!notice || state === "signing-in" || state === "signing-out") return null;
  const table = state === "signed-in" || state === "offline" ? noticeWords : signedOutNoticeWords;
  return Object.hasOwn(table, notice.code) ? words(table, notice) : null;
}

function words(table, error, provider) {
  const { title, advice, detail = "" } = Object.hasOwn(table, error.code) ? table[error.code] : logInWords.internal;
  const fill = (text) =>
    text
      .replaceAll("{provider}", () => provider || "the provider")
      .replaceAll("{when}", () => when(Number(error.message)));
  return {
    title: capital(fill(title)),
    advice: fill(advice),
    detail: error.message ? detail.replace("{message}", () => error.message) : "",
  };
}

const inTime = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

// when returns a text for a number of seconds from now; the longer the time, the rougher the text.
function when(seconds) {
  if (!(seconds >= 10)) return "in a few seconds";
  if (seconds < 90) return inTime.format(seconds, "second");
  if (seconds < 90 * 60) return inTime.format(Math.ceil(seconds / 60), "minute");
  const hours = Math.ceil(seconds / 3600);
  return hours < 24 ? inTime.format(hours, "hour") : inTime.format(1, "day");
}

// A sentence may start with "the provider", but a host keeps its spelling.
const capital = (text) => (text.startsWith("the ") ? "T" + text.slice(1) : text);
