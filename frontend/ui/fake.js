// The fake bridge: it stands in for Go behind the pages, in the page tests and in "make ui".
//
// To add a state, add an object to states.js. Everything else here stays as it is.
//
// It speaks Wails' own protocol. The runtime script hands it a message "C{…}" for each call of a bound method, and it hands back
// what the method returns (window.wails.Callback) and events (window.wails.EventsNotify). Like Go, it goes on when one page takes
// the place of another: what it knows is in the storage of the tab, and each folder has its own.

/**
 * @typedef {object} Memory
 * @property {Revised | null} session what GetSession returns
 * @property {number} revision the one that was given out last
 * @property {Record<string, Answer>} answers by the method's name
 * @property {string[]} press selectors of what a person has pressed in this state, in order
 * @property {string[]} calls the names of all methods that the page called
 * @property {Record<string, string>} args of the last call of each method, as JSON
 * @property {number} shows how often the page asked for its window
 */

(() => {
  const storage = `fake bridge of ${location.pathname.replace(/[^/]*$/, "")}`;

  /** @returns {Memory} */
  const memory = () => JSON.parse(sessionStorage.getItem(storage) ?? "null") ?? nothing();

  /** @returns {Memory} */
  const nothing = () => ({ session: null, revision: 0, answers: {}, press: [], calls: [], args: {}, shows: 0 });

  /**
   * change reads what is known, changes it, and keeps it.
   * @template T
   * @param {(known: Memory) => T} how
   */
  function change(how) {
    const known = memory();
    const result = how(known);
    sessionStorage.setItem(storage, JSON.stringify(known));
    return result;
  }

  // The calls of this page that have no answer yet, by the method's name. Nobody waits for them when the page is gone.
  /** @type {Map<string, string[]>} */
  const held = new Map();

  /**
   * newer gives a session that has no revision the next one.
   * @param {Memory} known
   * @param {Revised} session
   */
  const newer = (known, session) => (session.revision ? session : { ...session, revision: ++known.revision });

  /**
   * @param {string} callbackid
   * @param {Answer} answer
   */
  function reply(callbackid, { value = null, error = null }) {
    window.wails.Callback(JSON.stringify({ callbackid, result: value, error }));
  }

  /** @type {Fake} */
  const fake = {
    /** load puts the app into a state of states.js. */
    load({ session = undefined, answers = {}, press = [] }) {
      change((known) => Object.assign(known, nothing(), { answers, press, session: session ? newer(known, session) : null }));
    },

    /** be sets the session that the next question finds. */
    be: (session) => change((known) => (known.session = newer(known, session))),

    /** emit only tells the page. */
    emit(session) {
      const data = [change((known) => newer(known, session))];
      window.wails.EventsNotify(JSON.stringify({ name: "session:changed", data }));
    },

    /** become sets the session, and tells the page. */
    become: (session) => fake.emit(fake.be(session)),

    /** session returns the session as it is now. */
    session: () => memory().session,

    /** answer sets what a method does from now on. */
    answer: (method, answer) => void change((known) => (known.answers[method] = answer)),

    /** release ends the calls of a method that are held back: all of them, or those that wait longest. */
    release(method, answer, most = Infinity) {
      for (const id of (held.get(method) ?? []).splice(0, most)) reply(id, answer);
    },

    /** count returns how often the page called a method. */
    count: (method) => memory().calls.filter((name) => name === method).length,

    /** last returns what a method was called with last, as JSON. */
    last: (method) => memory().args[method] ?? "",

    /** shown returns how often the page asked for its window to be shown. */
    shown: () => memory().shows,

    /** pressed says whether everything was pressed that belongs to the state. */
    pressed: false,

    /** otherwise says what a method does that has no answer of its own. "make ui" sets it. */
    otherwise: () => ({}),

    /** ready is what the first call has to wait for. "make ui" sets it. */
    ready: null,
  };

  /**
   * take takes a message from the page.
   * @param {string} message
   */
  function take(message) {
    if (message === "WS") change((known) => known.shows++);
    if (!message.startsWith("C")) return;
    const call = JSON.parse(message.slice(1));
    const method = call.name.replace(/^main\.App\./, "");
    const { answers, session } = change((known) => {
      known.calls.push(method);
      known.args[method] = JSON.stringify(call.args);
      return known;
    });
    const answer = answers[method] ?? (method === "GetSession" ? { value: session } : fake.otherwise(method));
    if (answer.hold) held.set(method, [...(held.get(method) ?? []), call.callbackID]);
    else setTimeout(reply, 0, call.callbackID, answer);
  }

  // press does what a person has done in this state, as soon as the page shows it. It waits for what is not there yet.
  async function press() {
    const wait = () => new Promise((done) => setTimeout(done, 10));
    while (document.documentElement.dataset.state === "loading") await wait();
    const ready = (/** @type {HTMLElement | null} */ e) => e?.checkVisibility() && !e.matches(":disabled");
    for (const selector of memory().press) {
      const find = () => /** @type {HTMLElement | null} */ (document.querySelector(selector));
      while (!ready(find())) await wait();
      find()?.click();
    }
    fake.pressed = true;
  }

  window.fake = fake;
  window.WailsInvoke = (message) => void (fake.ready ? fake.ready.then(() => take(message)) : take(message));
  // A page that brings this script itself may be complete by then.
  const begin = () => Promise.resolve(fake.ready).then(press);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else setTimeout(begin); // behind live.js, which says what "ready" is
})();
