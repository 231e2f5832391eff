// The sign-in page: signing in, signing out, signed out, with a locked keyring, or not configured.

import { showActions, showRetry, wireActions } from "./actions.js";
import { byId, keepFocus, setText, setWords } from "./dom.js";
import { follow } from "./session.js";
import { lockOf, logInFailure, noticeOf, progressOf } from "./words.js";

/** @typedef {import("./bridge.js").Session} Session */

const title = byId("title");
const status = byId("status");
const error = byId("error");
const notice = byId("notice");

let provider = "";
const refresh = follow("index.html", show, fail);
wireActions(refresh, fail);

/** @param {Session} session */
function show(session) {
  provider = session.provider;
  keepFocus(() => {
    setText(title, heading(session));
    setText(status, lead(session));
    setWords(error, session.error && !isTold(session) ? logInFailure(session.error, provider) : null);
    setWords(notice, noticeOf(session));
    showActions(session);
  });
}

// The page says "You are signed out" only after the stored sign-in is removed.
/** @param {Session} session */
function heading(session) {
  const { state, canLogIn, notice } = session;
  if (state === "signing-in") return isStarting(session) ? "Starting" : "Signing in";
  if (state === "keyring-locked") return "Unlock your keyring to continue";
  if (state === "signing-out") return "Signing out";
  if (notice?.code === "still_stored" || notice?.code === "still_locked") return "Signing out is not finished";
  return canLogIn ? "You are signed out" : "Set-up is not finished";
}

// isTold says that the page needs no words for an error: a new log-in has begun, or the heading says already that nobody is signed in.
/** @param {Session} session */
function isTold({ state, error }) {
  return state === "signing-in" || error?.code === "login_required";
}

// isStarting says that nobody is signing in yet: whether a session is stored is not known.
/** @param {Session} session */
function isStarting({ step = "", loginWindow, loginLink }) {
  return loginWindow === false && !loginLink && (step === "" || step === "looking");
}

/** @param {Session} session */
function lead(session) {
  const { state, canLogIn } = session;
  if (state === "signing-in") return progressOf(session);
  if (state === "keyring-locked") return lockOf(session);
  if (state === "signing-out") return "Removing your sign-in from this computer.";
  if (!canLogIn) return "The app cannot log anyone in yet.";
  const where = provider ? ` at ${provider}` : "";
  return `Log in with your account${where} to see your profile and call the API.`;
}

/** @param {import("./bridge.js").AppError} reason */
function fail(reason) {
  keepFocus(() => {
    setWords(error, logInFailure(reason, provider));
    if (document.documentElement.dataset.state !== "failed") return;
    setText(title, "The app is not ready");
    showRetry();
  });
}
