// The calls of the API that the home page offers, with a card for each, in this order. A new call needs an entry here and a bound
// method in app.go (docs/adding-a-call.md).
//
//   id           names the card's elements: "id", "get-id", "cancel-id", "id-error"
//   method       the bound method, which takes no arguments
//   title, hint  what the call gets, and who may get it
//   button       the text of the button
//   text         optional: makes a text of the method's answer; without it the answer has to be a text

/** @typedef {typeof import("../wailsjs/go/main/App.js")} App */
/** @typedef {{[M in keyof App]: App[M] extends () => Promise<unknown> ? M : never}[keyof App]} Method one that takes no arguments */

/**
 * @typedef {object} Call
 * @property {string} id
 * @property {Method} method
 * @property {string} title
 * @property {string} hint
 * @property {string} button
 * @property {(answer: unknown) => string} [text]
 */

/** @type {Call[]} */
export const calls = [
  {
    id: "private-message",
    method: "GetPrivateData",
    title: "Private message",
    hint: "Only for people who are signed in.",
    button: "Get Private Message",
  },
  {
    id: "scoped-message",
    method: "GetScopedData",
    title: "Scoped message",
    hint: "Also needs the permission read:messages.",
    button: "Get Scoped Message",
  },
];
