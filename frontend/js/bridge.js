// The bridge to Go: the only file that uses Wails. It never sees a token, because no bound method returns one.
//
// Every call returns a promise that settles: with Go's answer, or with an AppError, at the latest when its time is up.

import * as app from "../wailsjs/go/main/App.js";
import { ClipboardSetText, EventsOn, WindowShow } from "../wailsjs/runtime/runtime.js";

const second = 1000;

/** AppError is why a call failed: code selects the text (words.js), message is Go's own text. */
export class AppError extends Error {
  constructor(code, message = "") {
    super(message);
    this.name = "AppError";
    this.code = code;
  }
}

/**
 * getSession answers with the current session:
 * {state, provider, profile, error, notice, canLogIn, canUseBrowser, loginWindow, loginLink, outside, development, revision}.
 */
export const getSession = () => call(() => app.GetSession(), 10 * second);

/** getProfile answers with the profile of the signed-in user: {name, email, initials, picture}. */
export const getProfile = () => call(() => app.GetProfile(), 10 * second);

/** logIn opens the login window or the browser, and settles when the log-in ends. Go bounds its time; cancelLogIn ends it. */
export const logIn = () => call(() => app.LogIn());

/** logInWithBrowser does the same in the browser. A log-in that waits in the login window moves there. */
export const logInWithBrowser = () => call(() => app.LogInWithBrowser());

/** openAgain opens a log-in that waits for the browser once more. */
export const openAgain = () => call(() => app.OpenAgain(), 10 * second);

/** cancelLogIn ends a running log-in, and closes the login window. */
export const cancelLogIn = () => call(() => app.CancelLogIn(), 10 * second);

/** logOut erases the session on this machine first, and then logs out at the provider. */
export const logOut = () => call(() => app.LogOut(), 30 * second);

/** callAPI runs a bound method that calls the API (calls.js), and answers with what the method returns. */
export const callAPI = (method) => call(() => app[method](), 60 * second, "api_timeout");

/**
 * getSettings answers with the settings, and where each comes from:
 * {fields: [{key, value, source, place, editable, problem}], editable, file, redirectUri, problem, usable}.
 */
export const getSettings = () => call(() => app.GetSettings(), 10 * second);

/** checkSettings compares a form ({issuer, clientId, apiIdentifier, apiUrl, loginWith}) with its provider: {issuer, problems, usable}. */
export const checkSettings = (form) => call(() => app.CheckSettings(form), 30 * second);

/** saveSettings asks the user in a native dialog, signs out and uses the form from then on. It answers whether the user agreed. */
export const saveSettings = (form) => call(() => app.SaveSettings(form));

/** onOpenSettings calls listener when the user chooses Settings in the menu. */
export const onOpenSettings = (listener) => EventsOn("settings:open", listener);

/** copyText puts a text on the clipboard. */
export async function copyText(text) {
  const copied = await call(() => ClipboardSetText(text), 10 * second).catch(() => false);
  if (!copied) throw new AppError("clipboard", text);
}

/** onSession calls listener with every later session. */
export const onSession = (listener) => EventsOn("session:changed", listener);

/** showWindow shows the window, which starts hidden, once the page has something to show. */
export const showWindow = () => WindowShow();

async function call(method, limit = 0, late = "no_answer") {
  let timer;
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
function toAppError(reason) {
  if (typeof reason?.code === "string") return new AppError(reason.code, String(reason.message ?? ""));
  const text = reason instanceof Error ? reason.message : String(reason);
  try {
    const { code, message = "" } = JSON.parse(text);
    if (typeof code === "string") return new AppError(code, String(message));
  } catch {
    // Not JSON, but plain text.
  }
  return new AppError("internal", text);
}
