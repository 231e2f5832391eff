// The texts for failures: every code that Go sends has one, and what stands for a value is filled in.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { callFailure as callFailureOf, lockOf, logInFailure, mendable, noticeOf, progressOf, renewalFailure } from "../js/words.js";

/** @type {typeof logInFailure} */
const callFailure = (error, provider) => callFailureOf(error, { provider });
const go = (/** @type {string} */ file) => readFileSync(new URL(`../../internal/app/bridge/${file}`, import.meta.url), "utf8");
const found = (/** @type {string} */ text, /** @type {RegExp} */ pattern) => [...new Set([...text.matchAll(pattern)].map(([, code]) => code))];

// The codes in Go's source: {auth.ErrTimeout, "timeout"}, apiclient.Timeout: "api_timeout", Code: "internal".
const codes = found(go("fault.go"), /[,:]\s*"([a-z_]+)"[},]/g).filter((code) => code !== "internal");
const internal = logInFailure({ code: "internal", message: "" }, "").title;

test("every code of Go has a text", () => {
  assert.ok(codes.length > 30 && codes.includes("api_scope") && codes.includes("config"), `only ${codes}`);
  for (const code of codes) {
    const failure = code.startsWith("api_") ? callFailure : logInFailure;
    const { title, advice } = failure({ code, message: "" }, "login.example.com");
    assert.notEqual(title, internal, `${code} has no text`);
    assert.ok(/\.$/.test(title) && /[.:]$/.test(advice), `${code}: no sentences: ${title} ${advice}`);
  }
});

test("a failed renewal has every text of a log-in", () => {
  for (const code of codes.filter((c) => !c.startsWith("api_"))) {
    assert.notEqual(renewalFailure({ code, message: "" }, "").title, internal, code);
  }
});

test("only what cannot happen in a call has no text for one", () => {
  const without = codes.filter((code) => callFailure({ code, message: "" }, "").title === internal);
  const onlyAtLogIn = [
    "access_denied", "audience", "authentication", "cancelled", "config", "error_page", "keyring", "link_reused", "no_browser",
    "not_saved", "response_mode", "test_signed_in", "timeout", "unsupported",
  ];
  assert.deepEqual(without.sort(), onlyAtLogIn);
});

test("Settings is offered for the failures whose text names a setting", () => {
  const named = codes.filter((code) => /\bsettings?\b/i.test(Object.values(logInFailure({ code, message: "" }, "")).join(" ")));
  // For these it is not: the person cancelled, has to log in in another way, or has the settings on the screen.
  const others = ["cancelled", "authentication", "not_saved"];
  assert.deepEqual([...mendable].sort(), named.filter((code) => !code.startsWith("api_") && !others.includes(code)).sort());
});

test("every notice of Go has a text", () => {
  // The lead of the sign-in page says that a keyring was not unlocked.
  const notices = found(go("session.go"), /Notice = &Fault\{Code: "([a-z_]+)"/g).filter((code) => code !== "keyring_dismissed");
  assert.ok(notices.length > 3, `only ${notices}`);
  const states = ["signed-in", "signed-out"];
  for (const code of notices) {
    assert.ok(states.some((state) => noticeOf({ state, notice: { code, message: "" } })), `${code} has no text`);
  }
});

test("what is known of a start", () => {
  const at = (/** @type {object} */ changes) =>
    progressOf(/** @type {import("../js/bridge.js").Session} */ ({ provider: "", loginWindow: false, ...changes }));
  assert.equal(at({}), "");
  assert.equal(at({ step: "looking" }), "Looking for your last session.");
  assert.equal(at({ step: "restoring" }), "Restoring your last session.");
  assert.equal(at({ step: "logging-in" }), "Contacting the provider.");
  assert.equal(at({ step: "logging-in", provider: "login.example.com" }), "Contacting login.example.com.");
  assert.equal(at({ step: "logging-in", loginWindow: true }), "Continue in the login window.");
  assert.equal(at({ step: "logging-in", loginLink: "http://127.0.0.1/" }), "Continue in your browser.");
});

test("a locked keyring has its name, if that is known", () => {
  const name = "“{provider}” $& (KWallet)";
  assert.match(lockOf({ notice: { code: "keyring_locked", message: "" } }), /^The keyring is locked\./);
  assert.ok(lockOf({ notice: { code: "keyring_locked", message: name } }).startsWith(`The keyring ${name} is locked.`));
  assert.match(lockOf({ notice: { code: "keyring_dismissed", message: "" } }), /^The keyring was not unlocked\./);
});

test("no text keeps a place for a value", () => {
  for (const failure of [callFailure, logInFailure, renewalFailure]) {
    for (const code of codes) {
      for (const provider of ["", "login.example.com"]) {
        const text = Object.values(failure({ code, message: "90" }, provider)).join(" ");
        assert.doesNotMatch(text, /[{}]/, code);
      }
    }
  }
});

test("a value is not read as a place for another", () => {
  const text = logInFailure({ code: "provider_error", message: "{provider} $& $1" }, "{message} $&");
  assert.deepEqual(text, {
    title: "{message} $& refused the log-in.",
    advice: "Log in again, or ask whoever runs {message} $&. It said:",
    detail: "{provider} $& $1",
  });
});

test("a provider without a name", () => {
  assert.equal(logInFailure({ code: "offline", message: "" }, "").title, "The provider cannot be reached.");
});

test("a code that nobody knows", () => {
  for (const code of ["", "of_the_future", "constructor", "__proto__", "toString"]) {
    for (const failure of [callFailure, logInFailure, renewalFailure]) {
      assert.equal(failure({ code, message: "raw" }, "").title, internal);
    }
    assert.equal(noticeOf({ state: "signed-in", notice: { code, message: "" } }), null);
  }
});

test("when the API has time again", () => {
  const cases = {
    "": "in a few seconds", soon: "in a few seconds", "-1": "in a few seconds", 9: "in a few seconds", 10: "in 10 seconds",
    89: "in 89 seconds", 90: "in 2 minutes", 120: "in 2 minutes", 121: "in 3 minutes", 5399: "in 90 minutes", 5400: "in 2 hours",
    82800: "in 23 hours", 82801: "tomorrow", 1e9: "tomorrow",
  };
  for (const [message, when] of Object.entries(cases)) {
    assert.equal(callFailure({ code: "api_unavailable", message }, "").advice, `Try again ${when}.`, message);
  }
});

test("until when a session without a refresh token lasts", () => {
  const title = (/** @type {string} */ message) => noticeOf({ state: "signed-in", notice: { code: "no_refresh_token", message } })?.title;
  const now = new Date();
  now.setHours(9, 5, 0, 0);
  assert.equal(title(now.toISOString()), "You are signed in until 09:05.");
  assert.equal(title(new Date(2020, 4, 6, 23, 59).toISOString()), "You are signed in until 23:59 on 6 May.");
  assert.equal(title("never"), "You are signed in until your access token ends.");
});

test("only developers are told what to start", () => {
  const advice = (/** @type {boolean} */ development) =>
    callFailureOf({ code: "api_unreachable", message: "" }, { provider: "", development }).advice;
  assert.match(advice(true), /go run/);
  assert.doesNotMatch(advice(false), /go run/);
});

test("a notice waits for the end of a step", () => {
  const notice = { code: "keyring", message: "" };
  for (const state of ["signing-in", "signing-out"]) assert.equal(noticeOf({ state, notice }), null);
  assert.equal(noticeOf({ state: "signed-in", notice: null }), null);
  assert.notEqual(noticeOf({ state: "signed-in", notice })?.title, noticeOf({ state: "expired", notice })?.title);
});
