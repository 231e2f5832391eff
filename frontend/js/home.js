// The home page: the profile, the state of the session, and the private message.

import { showActions, showRetry, wireActions } from "./actions.js";
import { getPrivateData } from "./bridge.js";
import { byId, keepFocus, setBusy, setText, setWords } from "./dom.js";
import { showProfile } from "./profile.js";
import { follow } from "./session.js";
import { logInFailure, noticeOf, privateDataFailure, renewalFailure } from "./words.js";

const banner = byId("banner");
const status = byId("status");
const error = byId("error");
const notice = byId("notice");
const fetchButton = byId("get-private-message");
const dropButton = byId("cancel-message");
const message = byId("private-message");
const messageError = byId("private-error");

let state = "";
let provider = "";
let person = "";
let asked = 0; // Counts the requests to the API; a late answer to an old one is dropped.

const quick = 1000; // Milliseconds after which a request counts as slow, and can be cancelled.

const refresh = follow("home.html", show, fail);
wireActions(refresh, fail);
fetchButton.addEventListener("click", fetchMessage);
dropButton.addEventListener("click", dropQuestion);

function show(session) {
  provider = session.provider;
  keepFocus(() => {
    if (session.state !== state) showMessageError(null);
    state = session.state;
    setText(status, standing(session));
    const wording = state === "offline" ? renewalFailure : logInFailure;
    setWords(error, trouble(session) && wording(trouble(session), provider));
    setWords(notice, noticeOf(session));
    showActions(session);
    banner.dataset.kind = kindOf(session);
    greet(session);
  });
}

// kindOf decides how the banner looks; without a kind it takes no space.
function kindOf(session) {
  if (session.state !== "signed-in") return session.state;
  if (trouble(session)) return "error";
  return session.outside ? "signed-in" : "";
}

// greet keeps the last profile on the page during a log-in. Another user must not see the first user's message.
function greet({ profile, state }) {
  if (!profile) {
    const name = state === "expired" ? "Not signed in" : "Signed in";
    if (!person) showProfile({ name, email: "", initials: "", picture: "" });
    return;
  }
  const now = JSON.stringify([profile.name, profile.email]);
  if (person && now !== person) {
    dropQuestion();
    setText(message, "");
  }
  person = now;
  showProfile(profile);
}

function standing({ state, error, loginWindow, loginLink, outside, profile }) {
  switch (state) {
    case "signed-in":
      return outside ? `${whoIs(profile)} Not you? Choose Logout.` : "";
    case "offline":
      return error?.code === "locked" ? "Waiting for another copy of the app" : "Offline, retrying";
    case "expired":
      return "Your session ended. Log in again.";
    case "signing-in":
      if (loginLink) return "Signing in. Continue in your browser.";
      return loginWindow === false ? "Restoring your session." : "Signing in. Continue in the login window.";
  }
  return "";
}

// whoIs says who is signed in after a log-in outside of this app, because any user of that browser could have logged in.
function whoIs(profile) {
  const { name = "", email = "" } = profile ?? {};
  const who = name && email ? `${name} (${email})` : name || email;
  return who ? `Signed in as ${who}.` : `Signed in at ${provider}.`;
}

// trouble is the error that the banner has to explain, in addition to the state.
function trouble({ state, error }) {
  if (!error || state === "signing-in") return null;
  return error.code === "login_required" || error.code === "offline" ? null : error;
}

function fail(reason) {
  keepFocus(() => {
    setWords(error, logInFailure(reason, provider));
    banner.dataset.kind ||= "error";
    if (document.documentElement.dataset.state === "failed") showRetry();
  });
}

async function fetchMessage() {
  const question = ++asked;
  const current = () => question === asked;
  showWaiting(true);
  const slow = setTimeout(() => current() && keepFocus(() => (dropButton.hidden = false)), quick);
  try {
    const text = await getPrivateData();
    if (current()) showMessage(text);
  } catch (reason) {
    if (current()) showMessageError(reason);
  }
  clearTimeout(slow);
  if (current()) showWaiting(false);
}

// dropQuestion stops waiting for an answer. Go's call goes on until its own time limit. It only reads, and its result is dropped.
function dropQuestion() {
  asked++;
  showWaiting(false);
}

function showWaiting(waiting) {
  keepFocus(() => {
    dropButton.hidden = true;
    if (waiting) message.setAttribute("aria-busy", "true");
    else message.removeAttribute("aria-busy");
    setBusy(fetchButton, waiting);
  });
}

function showMessage(text) {
  if (typeof text !== "string") return showMessageError({ code: "api_bad_answer" });
  showMessageError(null);
  setText(message, text);
}

function showMessageError(reason) {
  messageError.dataset.code = reason?.code ?? "";
  setWords(messageError, reason && privateDataFailure(reason, provider));
  if (reason) setText(message, "");
}
