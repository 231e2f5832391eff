// The home page: the profile, the state of the session, and a card for each call of the API.

import { showActions, showRetry, wireActions } from "./actions.js";
import { calls } from "./calls.js";
import { addCard } from "./card.js";
import { byId, keepFocus, setText, setWords } from "./dom.js";
import { showProfile } from "./profile.js";
import { follow, personOf } from "./session.js";
import { logInFailure, noticeOf, progressOf, renewalFailure } from "./words.js";

/** @typedef {import("./bridge.js").Session} Session */

const banner = byId("banner");
const status = byId("status");
const error = byId("error");
const notice = byId("notice");

const nobody = { name: "", email: "", initials: "", picture: "" };

let state = "";
let provider = "";
let development = false;
let person = "";

const cards = calls.map((call) => addCard(call, () => ({ provider, development })));
const refresh = follow("home.html", show, fail);
wireActions(refresh, fail);

/** @param {Session} session */
function show(session) {
  ({ provider, development = false } = session);
  let shown;
  keepFocus(() => {
    if (session.state !== state) for (const card of cards) card.clearFailure();
    state = session.state;
    for (const card of cards) card.refuse(obstacle(session));
    setText(status, standing(session));
    const wording = state === "offline" ? renewalFailure : logInFailure;
    const failure = trouble(session);
    setWords(error, failure && wording(failure, provider));
    setWords(notice, noticeOf(session));
    showActions(session);
    banner.dataset.kind = kindOf(session);
    shown = greet(session);
  });
  return shown;
}

// kindOf decides how the banner looks; without a kind it takes no space.
/** @param {Session} session */
function kindOf(session) {
  if (session.step === "restoring") return "restoring";
  if (session.state !== "signed-in") return session.state;
  if (trouble(session)) return "error";
  return session.outside ? "signed-in" : "";
}

// greet shows who is signed in, or whose session is being restored or has ended. Another user must not see the first user's answers.
/** @param {Session} session */
function greet(session) {
  const known = personOf(session) ?? nobody;
  const now = JSON.stringify([known.name, known.email]);
  if (person && now !== person) for (const card of cards) card.clear();
  person = now;
  return showProfile(known, session.state === "signed-in" ? "Signed in" : "Not signed in");
}

// obstacle says why the API cannot be called now. It is empty if it can: while a session is being restored, a call waits for it.
/** @param {Session} session */
function obstacle({ state, step }) {
  if (state === "expired") return "Your session ended. Log in again to use this.";
  return state === "signing-in" && step !== "restoring" ? "Finish the log-in to use this." : "";
}

/** @param {Session} session */
function standing(session) {
  const { state, step, error, outside, profile } = session;
  switch (state) {
    case "signed-in":
      return outside ? `${whoIs(profile)} Not you? Choose Logout.` : "";
    case "offline":
      return error?.code === "locked" ? "Waiting for another copy of the app" : "Offline, retrying";
    case "expired":
      return "Your session ended. Log in again.";
    case "signing-in":
      return step === "restoring" ? "Restoring your session." : `Signing in. ${progressOf(session)}`.trim();
  }
  return "";
}

// whoIs says who is signed in after a log-in outside of this app, because any user of that browser could have logged in.
/** @param {import("./bridge.js").Profile | null} profile */
function whoIs(profile) {
  const { name = "", email = "" } = profile ?? {};
  const who = name && email ? `${name} (${email})` : name || email;
  return who ? `Signed in as ${who}.` : `Signed in at ${provider}.`;
}

// trouble is the error that the banner has to explain, in addition to the state.
/** @param {Session} session */
function trouble({ state, error }) {
  if (!error || state === "signing-in") return null;
  return error.code === "login_required" || error.code === "offline" ? null : error;
}

/** @param {import("./bridge.js").AppError} reason */
function fail(reason) {
  keepFocus(() => {
    setWords(error, logInFailure(reason, provider));
    banner.dataset.kind ||= "error";
    if (document.documentElement.dataset.state === "failed") showRetry();
  });
}
