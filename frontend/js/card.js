// A card of the home page: one call of the API with its button, its answer or failure, and Cancel while it takes long.

import { AppError, callAPI, toAppError } from "./bridge.js";
import { byId, keepFocus, setBusy, setText, setWords } from "./dom.js";
import { callFailure } from "./words.js";

const quick = 1000; // Milliseconds after which a call counts as slow, and can be cancelled.

/**
 * addCard adds the card of a call (calls.js) to the page, and returns its methods: clearFailure; clear, which also drops the answer
 * and a call that is under way; and refuse, which says why there can be no call now, in place of the hint, or with "" that there
 * can. facts returns what the texts need.
 * @param {import("./calls.js").Call} call
 * @param {() => import("./words.js").Facts} facts
 */
export function addCard({ id, method, title, hint, button, text = plainText }, facts) {
  const card = document.importNode(byId("card", HTMLTemplateElement).content, true).children[0];
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (card.querySelector(`.${name}`));
  const callButton = /** @type {HTMLButtonElement} */ (part("call"));
  const dropButton = part("drop");
  const answer = part("answer");
  const failure = part("failure");
  let asked = 0; // Counts the calls; a late answer to an old one is dropped.

  part("title").id = `${id}-title`;
  part("hint").id = `${id}-hint`;
  callButton.id = `get-${id}`;
  dropButton.id = `cancel-${id}`;
  answer.id = id;
  failure.id = `${id}-error`;
  card.setAttribute("aria-labelledby", part("title").id);
  callButton.setAttribute("aria-describedby", part("hint").id);
  dropButton.setAttribute("aria-label", `Cancel: ${button}`);
  setText(part("title"), title);
  setText(part("hint"), hint);
  setText(callButton, button);
  callButton.addEventListener("click", run);
  dropButton.addEventListener("click", drop);
  byId("cards").append(card);

  async function run() {
    if (callButton.hasAttribute("aria-disabled")) return;
    const question = ++asked;
    const current = () => question === asked;
    showWaiting(true);
    const slow = setTimeout(() => current() && keepFocus(() => (dropButton.hidden = false)), quick);
    try {
      const words = text(await callAPI(method));
      if (current()) showAnswer(words);
    } catch (reason) {
      if (current()) showFailure(toAppError(reason));
    }
    clearTimeout(slow);
    if (current()) showWaiting(false);
  }

  // drop stops waiting for an answer. Go's call goes on until its own time limit, and its result is dropped.
  function drop() {
    asked++;
    showWaiting(false);
  }

  /** @param {boolean} waiting */
  function showWaiting(waiting) {
    keepFocus(() => {
      dropButton.hidden = true;
      if (waiting) answer.setAttribute("aria-busy", "true");
      else answer.removeAttribute("aria-busy");
      setBusy(callButton, waiting);
    });
  }

  /** @param {string} words */
  function showAnswer(words) {
    showFailure(null);
    setText(answer, words);
  }

  /** @param {AppError | null} reason */
  function showFailure(reason) {
    failure.dataset.code = reason?.code ?? "";
    setWords(failure, reason && callFailure(reason, facts()));
    if (reason) setText(answer, "");
  }

  function clear() {
    drop();
    showAnswer("");
  }

  // The button keeps its place in the order of the keyboard, so that everybody gets to the reason.
  /** @param {string} reason */
  function refuse(reason) {
    setText(part("hint"), reason || hint);
    if (reason) callButton.setAttribute("aria-disabled", "true");
    else callButton.removeAttribute("aria-disabled");
  }

  return { clear, clearFailure: () => showFailure(null), refuse };
}

/** @param {unknown} answer */
function plainText(answer) {
  if (typeof answer !== "string") throw new AppError("api_bad_answer");
  return answer;
}
