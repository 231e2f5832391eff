// Makes a page of "make ui" live: its address names a state of states.js, buttons do about what the app does, and the page is
// loaded again when a file has changed. The server puts this behind fake.js.

(() => {
  const { fake } = window;
  const pause = 1500; // ms

  /** @param {Revised} changes */
  const become = (changes) => fake.become({ ...fake.session(), error: null, notice: null, revision: 0, ...changes });
  const failed = (/** @type {string} */ code) => ({ error: JSON.stringify({ code, message: "" }) });
  let logIns = 0;

  // logIn shows a log-in that is under way, and is through after a moment unless it is cancelled.
  /** @param {Revised} changes */
  function logIn(changes = {}) {
    const mine = ++logIns;
    become({ state: "signing-in", loginWindow: true, loginLink: "", ...changes });
    setTimeout(() => {
      if (mine === logIns) become({ state: "signed-in", loginLink: "", profile: person });
    }, pause);
    return { hold: true };
  }

  const person = { name: "Ada Lovelace", email: "ada@example.com", initials: "AL", picture: "/profile/picture?v=1" };

  /** @type {Record<string, () => Answer>} */
  const methods = {
    LogIn: () => logIn(),
    LogInWithBrowser: () => logIn({ loginWindow: false, loginLink: "http://127.0.0.1:40000/go/ABCDEFGHIJKLMNOPQRSTUVWXYZ" }),
    CancelLogIn() {
      logIns++;
      become({ state: fake.session()?.profile ? "expired" : "signed-out", loginLink: "", error: { code: "cancelled", message: "" } });
      fake.release("LogIn", failed("cancelled"));
      fake.release("LogInWithBrowser", failed("cancelled"));
      return {};
    },
    LogOut() {
      become({ state: "signed-out", profile: null });
      return {};
    },
    OpenAgain: () => ({}),
    ":wails:ClipboardSetText": () => ({ value: true }),
  };
  fake.otherwise = (method) => methods[method]?.() ?? { value: `The answer of ${method}` };

  const [, , name] = location.pathname.split("/");
  const begins = new URLSearchParams(location.search).has("begin");
  fake.ready = import("/ui/states.js").then(({ states, slug }) => {
    const state = states.find((s) => slug(s) === name);
    if (state && (begins || !fake.session())) fake.load(state);
  });

  // The list of the states loads its frames again by itself.
  if (window === top) new EventSource("/changes").addEventListener("message", () => location.reload());
})();
