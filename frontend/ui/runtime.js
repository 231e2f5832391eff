// What the pages use of Wails' runtime script, for "make ui", where there is no Wails. The page tests use the real one.

(() => {
  /** @type {Map<string, {resolve: (value: unknown) => void, reject: (reason: Error) => void}>} */
  const calls = new Map();
  /** @type {Map<string, Set<(...data: unknown[]) => void>>} */
  const listeners = new Map();
  let last = 0;

  /**
   * @param {string} name
   * @param {unknown[]} args
   */
  function call(name, args) {
    const callbackID = `${name}-${++last}`;
    return new Promise((resolve, reject) => {
      calls.set(callbackID, { resolve, reject });
      window.WailsInvoke(`C${JSON.stringify({ name, args, callbackID })}`);
    });
  }

  window.wails = {
    Callback(message) {
      const { callbackid, result, error } = JSON.parse(message);
      const waiting = calls.get(callbackid);
      calls.delete(callbackid);
      if (error) waiting?.reject(new Error(error));
      else waiting?.resolve(result);
    },
    EventsNotify(message) {
      const { name, data } = JSON.parse(message);
      for (const listener of [...(listeners.get(name) ?? [])]) listener(...data);
    },
  };

  window.runtime = {
    EventsOnMultiple(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => all.delete(listener);
    },
    ClipboardSetText: (text) => call(":wails:ClipboardSetText", [text]),
    WindowShow: () => window.WailsInvoke("WS"),
  };

  // Every method that the page asks for is there: a card can be drawn before Go has its method.
  const method = (/** @type {string} */ name) => (/** @type {unknown[]} */ ...args) => call(`main.App.${name}`, args);
  window.go = { main: { App: new Proxy({}, { get: (_, name) => method(String(name)) }) } };
})();
