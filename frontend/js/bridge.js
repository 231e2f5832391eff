// The bridge to Go: the only file that uses Wails. It never sees a token, because no bound method returns one.
//
// Every call returns a promise that settles: with Go's answer, or with an AppError, at the latest when its time is up.

import * as app from "../wailsjs/go/main/App.js";
import { ClipboardSetText, EventsOn, WindowShow } from "../wailsjs/runtime/runtime.js";

const second = 1000;

// Wails puts its two scripts into the first page only. Without them no call gets an answer, and the page says that.
if (!("runtime" in globalThis)) {
  for (const script of ["/wails/ipc.js", "/wails/runtime.js"]) await import(script).catch(() => {});
}

/** @typedef {{name: string, email: string, initials: string, picture: string}} Profile every field may be empty */
/** @typedef {{code: string, message: string}} Failure code selects the text (words.js), message is Go's own text */

/**
 * What the page knows of the session. Go's side of it is in internal/app/bridge.
 * @typedef {object} Session
 * @property {string} state "signed-out", "signing-in", "signing-out", "signed-in", "offline", "expired" or "keyring-locked"
 * @property {string} [step] in state "signing-in", as far as it is known: "looking", "restoring" or "logging-in"
 * @property {string} provider its host; empty as long as nothing is configured
 * @property {Profile | null} profile who is signed in
 * @property {Profile | null} [remembered] whose session is being restored or has ended, if that is known
 * @property {Failure | null} error why the last step failed
 * @property {Failure | null} notice what did not stop the last step, but the user should know
 * @property {boolean} canLogIn
 * @property {boolean} [canUseBrowser]
 * @property {boolean} [canUnlock] whether something waits for the keyring, and the user can be asked to unlock it
 * @property {boolean} [loginWindow] during a log-in: whether its window is open
 * @property {string} [loginLink] during a log-in in the browser: its address on this machine
 * @property {boolean} [outside] whether the session may have begun in the browser
 * @property {boolean} [setUp] whether nothing is configured yet
 * @property {boolean} [development] whether this is a development build
 * @property {number} revision higher in a later session
 */

/** @typedef {import("../wailsjs/go/models").bridge.Form} SettingsForm */
/** @typedef {import("../wailsjs/go/models").bridge.Settings} Settings */
/** @typedef {import("../wailsjs/go/models").bridge.Checked} SettingsCheck */

/** AppError is why a call failed. */
export class AppError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message = "") {
    super(message);
    this.name = "AppError";
    this.code = code;
  }
}

/** getSession answers with the current session. */
export const getSession = () => /** @type {Promise<Session>} */ (call(() => app.GetSession(), 10 * second));

/** getProfile answers with the profile of the signed-in user. */
export const getProfile = () => /** @type {Promise<Profile>} */ (call(() => app.GetProfile(), 10 * second));

/** logIn opens the login window or the browser, and settles when the log-in ends. Go bounds its time; cancelLogIn ends it. */
export const logIn = () => call(() => app.LogIn());

/** logInWithBrowser does the same in the browser. A log-in that waits in the login window moves there. */
export const logInWithBrowser = () => call(() => app.LogInWithBrowser());

/** openAgain opens a log-in that waits for the browser once more. */
export const openAgain = () => call(() => app.OpenAgain(), 10 * second);

/** unlockKeyring asks for the password of the keyring, and settles when the person has answered. */
export const unlockKeyring = () => call(() => app.UnlockKeyring());

/** cancelLogIn ends a running log-in, and closes the login window. */
export const cancelLogIn = () => call(() => app.CancelLogIn(), 10 * second);

/** logOut erases the session on this machine first, and then logs out at the provider. */
export const logOut = () => call(() => app.LogOut(), 30 * second);

/**
 * callAPI runs a bound method that calls the API (calls.js), and answers with what the method returns.
 * @param {import("./calls.js").Call["method"]} method
 * @returns {Promise<unknown>}
 */
export const callAPI = (method) => call(() => /** @type {Promise<unknown>} */ (app[method]()), 60 * second, "api_timeout");

/**
 * getSettings answers with the settings, and where each comes from.
 * @returns {Promise<Settings>}
 */
export const getSettings = () => call(() => app.GetSettings(), 10 * second);

/**
 * checkSettings compares a form with its provider.
 * @param {SettingsForm} form
 * @returns {Promise<SettingsCheck>}
 */
export const checkSettings = (form) => call(() => app.CheckSettings(form), 30 * second);

/**
 * saveSettings asks the user in a native dialog, signs out and uses the form from then on. It answers whether the user agreed.
 * @param {SettingsForm} form
 */
export const saveSettings = (form) => call(() => app.SaveSettings(form));

/**
 * testLogIn asks the user in a native dialog, logs in with the form, and logs out again. It answers who logged in. cancelTest ends it.
 * @param {SettingsForm} form
 */
export const testLogIn = (form) => /** @type {Promise<Profile>} */ (call(() => app.TestLogIn(form)));

/** cancelTest ends a log-in for a test. */
export const cancelTest = () => call(() => app.CancelTest(), 10 * second);

/** openLogFolder opens the folder of the log in the file manager. Go says in a native dialog if it cannot. */
export const openLogFolder = () => call(() => app.OpenLogFolder());

/**
 * onOpenSettings calls listener when the user chooses Settings in the menu.
 * @param {() => void} listener
 */
export const onOpenSettings = (listener) => EventsOn("settings:open", listener);

/**
 * copyText puts a text on the clipboard.
 * @param {string} text
 */
export async function copyText(text) {
  const copied = await call(() => ClipboardSetText(text), 10 * second).catch(() => false);
  if (!copied) throw new AppError("clipboard", text);
}

/**
 * onSession calls listener with every later session.
 * @param {(session: Session) => void} listener
 */
export const onSession = (listener) => EventsOn("session:changed", listener);

/** showWindow shows the window, which starts hidden, once the page has something to show. */
export const showWindow = () => WindowShow();

/**
 * call runs a method with a limit in milliseconds; 0 is none.
 * @template T
 * @param {() => Promise<T>} method
 */
async function call(method, limit = 0, late = "no_answer") {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const deadline = new Promise((_, reject) => {
    if (limit > 0) timer = setTimeout(() => reject(new AppError(late)), limit);
  });
  try {
    return await Promise.race([method(), deadline]);
  } catch (reason) {
    throw toAppError(reason);
  } finally {
    clearTimeout(timer);
  }
}

// toAppError reads what a rejected call carries. Wails wraps whatever its ErrorFormatter returns in new Error(…), which
// turns an object into "[object Object]": Go therefore sends {"code", "message"} as JSON text. Anything else is "internal".
/** @param {unknown} reason */
export function toAppError(reason) {
  if (reason instanceof AppError) return reason;
  const text = reason instanceof Error ? reason.message : String(reason);
  try {
    const { code, message = "" } = JSON.parse(text);
    if (typeof code === "string") return new AppError(code, String(message));
  } catch {
    // Not JSON, but plain text.
  }
  return new AppError("internal", text);
}
