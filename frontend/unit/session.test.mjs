// Which page has which session, and which of several sessions counts.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { follow, pageOf } from "../js/session.js";

/** @typedef {import("../js/bridge.js").Session} Session */

/** @type {(session: Session) => void} */
let tell;
/** @type {() => void} */
let choose; // Settings in the menu
/** @type {{resolve: (session: Session) => void, reject: (reason: unknown) => void}[]} */
let questions;
/** @type {string[]} */
let left; // the pages to which the window went
let shows = 0; // how often the window was shown
/** @type {Record<string, string>} */
let dataset;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  [questions, left, shows, dataset] = [[], [], 0, {}];
  const GetSession = () => new Promise((resolve, reject) => questions.push({ resolve, reject }));
  Object.assign(globalThis, {
    window: {
      go: { main: { App: { GetSession } } },
      runtime: {
        EventsOnMultiple: (/** @type {string} */ name, /** @type {typeof tell} */ listener) => {
          if (name === "session:changed") tell = listener;
          else choose = /** @type {() => void} */ (listener);
        },
        WindowShow: () => shows++,
      },
    },
    document: { documentElement: { dataset } },
    location: { replace: (/** @type {string} */ page) => left.push(page), assign: (/** @type {string} */ page) => left.push(page) },
    requestAnimationFrame: queueMicrotask,
  });
});

afterEach(() => mock.timers.reset());

/**
 * @param {string} state
 * @param {Partial<Session>} more
 * @returns {Session}
 */
const session = (state, more = {}) => ({
  state, provider: "login.example.com", profile: null, error: null, notice: null, canLogIn: true, revision: 1, ...more,
});

/** begin follows the session on a page, and notes the states that it shows and the codes that it fails with. */
function begin(here = "index.html") {
  /** @type {string[]} */
  const shown = [];
  /** @type {string[]} */
  const failed = [];
  const refresh = follow(here, ({ state }) => shown.push(state), ({ code }) => failed.push(code));
  return { shown, failed, refresh };
}

/** settled works off what is to be done at once, and what is to be done within some milliseconds. */
async function settled(time = 20) {
  const work = async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  await work();
  mock.timers.tick(time);
  await work();
}

test("the page of a session", () => {
  const person = { name: "Ada", email: "", initials: "A", picture: "" };
  /** @type {[Session | null, string, boolean, string | undefined][]} */
  const cases = [
    [session("signed-out"), "home.html", true, "index.html"],
    [session("signing-out"), "home.html", true, "index.html"],
    [session("keyring-locked"), "home.html", true, "index.html"],
    [session("signed-in"), "index.html", true, "home.html"],
    [session("offline"), "index.html", false, "home.html"],
    [session("expired"), "index.html", false, "home.html"],
    [session("signing-in"), "index.html", false, "index.html"],
    [session("signing-in"), "home.html", true, "home.html"], // A log-in stays on the page on which it began,
    [session("signing-in"), "home.html", false, "index.html"], // but a page that was loaded again has nobody to show,
    [session("signing-in", { remembered: person }), "home.html", false, "home.html"], // unless the session has.
    [session("signing-in", { remembered: person }), "index.html", false, "home.html"], // A second start begins there.
    [session("dreaming"), "index.html", false, undefined],
    [null, "index.html", false, undefined],
  ];
  for (const [s, here, shown, want] of cases) assert.equal(pageOf(s, here, shown), want, `${s?.state} on ${here}, ${shown}`);
});

test("the answer to the first question is shown", async () => {
  const page = begin();
  questions[0].resolve(session("signed-out"));
  await settled();
  assert.deepEqual([page.shown, dataset.state, left], [["signed-out"], "signed-out", []]);
});

test("a late answer does not take the place of a newer event", async () => {
  const page = begin();
  tell(session("signing-in", { revision: 2 }));
  questions[0].resolve(session("signed-out", { revision: 1 }));
  await settled();
  assert.deepEqual(page.shown, ["signing-in"]);
});

test("events that overtake each other", () => {
  const page = begin();
  tell(session("signing-in", { revision: 1 }));
  tell(session("signed-out", { revision: 3 }));
  tell(session("signing-in", { revision: 2 }));
  assert.deepEqual(page.shown, ["signing-in", "signed-out"]);
  tell(session("signed-out", { revision: 3 })); // The same again is shown again; the page changes only what differs.
  assert.equal(page.shown.length, 3);
});

test("a page that is being left shows nothing more", () => {
  const page = begin();
  tell(session("signed-in", { revision: 1 }));
  tell(session("signed-out", { revision: 2 }));
  tell(session("signed-in", { revision: 3 }));
  assert.deepEqual([page.shown, left], [[], ["home.html"]]);
});

test("no answer at the start", async () => {
  const page = begin();
  questions[0].reject(new Error('{"code": "busy", "message": ""}'));
  await settled();
  assert.deepEqual([page.shown, page.failed, dataset.state, dataset.error], [[], ["busy"], "failed", "busy"]);

  // Asking once more finds the session.
  const asked = page.refresh();
  questions[1].resolve(session("signed-out"));
  assert.equal((await asked)?.state, "signed-out");
  assert.equal(dataset.state, "signed-out");
});

test("no answer, but an event meanwhile", async () => {
  const page = begin();
  tell(session("signed-out"));
  questions[0].reject(new Error("late"));
  await settled();
  assert.deepEqual([page.failed, dataset.state], [[], "signed-out"]);
});

test("the window comes when the page has painted", async () => {
  /** @type {(() => void)[]} */
  const frames = [];
  Object.assign(globalThis, { requestAnimationFrame: (/** @type {() => void} */ frame) => frames.push(frame) });
  const page = begin();
  questions[0].resolve(session("signed-out"));
  for (const frame of [1, 2]) { // The second one begins when the first has been painted.
    await settled();
    assert.deepEqual([page.shown, shows, frames.length], [["signed-out"], 0, 1], `before frame ${frame}`);
    frames.pop()?.();
  }
  assert.equal(shows, 1);
});

test("a window that never paints comes, too", async () => {
  Object.assign(globalThis, { requestAnimationFrame: () => 0 });
  begin();
  questions[0].resolve(session("signed-out"));
  await settled(200);
  assert.equal(shows, 0);
  await settled(200);
  assert.equal(shows, 1);
});

test("a state that nobody knows", () => {
  const page = begin();
  tell(session("dreaming"));
  assert.deepEqual([page.failed, dataset.state], [["internal"], "failed"]);
});

test("the window is shown once, when there is something to do", async () => {
  begin();
  tell(session("signing-in", { revision: 1, loginWindow: true }));
  await settled();
  assert.equal(shows, 0);
  tell(session("signing-in", { revision: 2, loginWindow: false, loginLink: "http://127.0.0.1:1/" }));
  tell(session("signed-out", { revision: 3 }));
  await settled();
  assert.equal(shows, 1);
});

test("a second start shows the window with the person and the picture", async () => {
  /** @type {(value?: unknown) => void} */
  let painted = () => {};
  follow("home.html", () => new Promise((resolve) => (painted = resolve)), () => {});
  tell(session("signing-in", { step: "restoring", remembered: { name: "Ada", email: "", initials: "A", picture: "/profile/picture/1" } }));
  await settled();
  assert.equal(shows, 0);
  painted();
  await settled();
  assert.equal(shows, 1);
});

test("a picture that does not come holds up no window", async () => {
  follow("home.html", () => new Promise(() => {}), () => {});
  tell(session("signed-in"));
  await settled(299);
  assert.equal(shows, 0);
  await settled(1);
  assert.equal(shows, 1);
});

test("a start that takes long shows the window, which can then end it", async () => {
  begin();
  tell(session("signing-in", { loginWindow: false }));
  await settled(999);
  assert.equal(shows, 0);
  await settled(1);
  assert.equal(shows, 1);
});

test("a question without an answer ends by itself", async () => {
  const page = begin();
  await settled(9_999);
  assert.deepEqual(page.failed, []);
  await settled(1);
  assert.deepEqual([page.failed, dataset.state], [["no_answer"], "failed"]);
});

test("without settings, the page is that of the settings", async () => {
  const { shown } = begin();
  questions[0].resolve(session("signed-out", { setUp: true, canLogIn: false }));
  await settled();
  assert.deepEqual([left, shown], [["settings.html"], []]);
});

test("Settings in the menu leads there, and nothing leads back", async () => {
  const { shown } = begin();
  choose();
  questions[0].resolve(session("signed-in"));
  await settled();
  assert.deepEqual([left, shown], [["settings.html"], []]);
});
