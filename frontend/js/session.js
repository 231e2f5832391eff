// Follows the session and keeps the right page in the window: index.html is the sign-in page, home.html is for signed-in users, and
// settings.html is for an app that has no settings yet, and for people who choose Settings.

import { AppError, getSession, onOpenSettings, onSession, showWindow, toAppError } from "./bridge.js";
import { afterPaint } from "./dom.js";

const signIn = "index.html";
const home = "home.html";
const settings = "settings.html";
const quietStart = 1000; // ms
const pictureLimit = 300; // ms, for what comes from the app itself.
const pause = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time));

/** @typedef {import("./bridge.js").Session} Session */

/**
 * follow calls show with the session now and after every change, or fail with an AppError if Go does not answer. It also sets
 * the page's data-state. If the session belongs to the other page, it takes the window there instead. The window comes when what
 * show returns has settled, and the page has painted.
 * It returns a function that asks Go once more, and answers with the latest session.
 * @param {string} here
 * @param {(session: Session) => unknown} show
 * @param {(error: AppError) => void} fail
 */
export function follow(here, show, fail) {
  const { dataset } = document.documentElement;
  /** @type {Session | null} */
  let latest = null;
  let leaving = false;
  let visible = false;

  /** @param {Session} session */
  function take(session) {
    // Events and answers may overtake each other, so only the newest counts.
    if (leaving || (latest && session?.revision < latest.revision)) return;
    const page = pageOf(session, here, latest !== null);
    if (page === undefined) return refuse(new AppError("internal"));
    if (page !== here) {
      leaving = true;
      location.replace(page);
      return;
    }
    latest = session;
    dataset.state = session.state;
    dataset.error = session.error?.code ?? "";
    const shown = show(session);
    if (session.state !== "signing-in" || session.loginLink || personOf(session)) reveal(shown);
    else setTimeout(revealIfQuiet, quietStart);
  }

  function openSettings() {
    leaving = true;
    location.assign(settings);
  }

  // A start that takes long, and has no login window yet, shows its Cancel button.
  function revealIfQuiet() {
    if (latest?.state === "signing-in" && !latest.loginWindow) reveal();
  }

  // The window starts hidden. Go shows it if the page never does.
  /** @param {unknown} [shown] */
  function reveal(shown) {
    if (!visible) Promise.race([shown, pause(pictureLimit)]).then(() => afterPaint(showWindow));
    visible = true;
  }

  /** @param {AppError} error */
  function refuse(error) {
    if (leaving) return;
    if (latest === null) dataset.state = "failed";
    dataset.error = error.code;
    fail(error);
    reveal();
  }

  async function refresh() {
    const before = latest;
    try {
      take(await getSession());
    } catch (error) {
      if (latest === before) refuse(toAppError(error));
    }
    return latest;
  }

  // Listen first, then ask, so that a change in between arrives as an event.
  try {
    onSession(take);
    onOpenSettings(openSettings);
  } catch {
    // Without the runtime there is no answer either, and refresh reports that.
  }
  refresh();
  return refresh;
}

/**
 * personOf returns the person to show: who is signed in, or whose session is being restored or has ended; else null.
 * @param {Session | null} session
 */
export const personOf = (session) => session?.profile ?? session?.remembered ?? null;

// pageOf returns the page of a session. A log-in stays on the page where it started. But if the home page was loaded again during
// a log-in, and there is nobody to show, the sign-in page replaces it.
/**
 * @param {Session | null} session
 * @param {string} here
 * @param {boolean} shown
 */
export function pageOf(session, here, shown) {
  if (session?.setUp) return settings;
  switch (session?.state) {
    case "signed-out":
    case "signing-out":
    case "keyring-locked":
      return signIn;
    case "signing-in":
      if (personOf(session)) return home;
      return shown ? here : signIn;
    case "signed-in":
    case "offline":
    case "expired":
      return home;
  }
  return undefined;
}
