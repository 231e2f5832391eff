// What the pages do with their elements. All text goes through textContent, so nothing is read as markup.

import { openLogFolder } from "./bridge.js";

/**
 * byId returns the element with an id, which the page has to have.
 * @overload
 * @param {string} id
 * @returns {HTMLElement}
 */
/**
 * @template {HTMLElement} T
 * @overload
 * @param {string} id
 * @param {new () => T} kind such as HTMLButtonElement
 * @returns {T}
 */
/**
 * @param {string} id
 * @param {new () => HTMLElement} kind
 */
export function byId(id, kind = HTMLElement) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} ${id}.`);
  return element;
}

/**
 * setText changes a text only if it differs, so that a live region is announced once.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * setWords fills an alert with a text, or empties it for null. An empty alert takes no space.
 * @param {Element} element
 * @param {import("./words.js").Words | null} words
 */
export function setWords(element, words) {
  const parts = words
    ? [part("strong", words.title), part("span", words.advice), part("pre", words.detail)].filter((p) => p.textContent)
    : [];
  if (words?.log) parts.push(logButton());
  const same = parts.length === element.children.length && parts.every((p, i) => p.isEqualNode(element.children[i]));
  if (!same) element.replaceChildren(...parts);
}

function logButton() {
  const button = part("button", "Open log folder");
  button.className = "button";
  button.setAttribute("type", "button");
  button.addEventListener("click", () => openLogFolder().catch(() => undefined));
  return button;
}

/** @param {string} name */
function part(name, text = "") {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/**
 * setBusy disables a button while its work runs, and remembers that it had the keyboard focus.
 * @param {HTMLButtonElement} button
 * @param {boolean} busy
 */
export function setBusy(button, busy) {
  if (busy) noteFocus();
  button.disabled = busy;
  if (busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
  if (!busy) restoreFocus();
}

/**
 * keepFocus runs a change of the page. Until a person has used the keyboard or the mouse, the focus is on the one thing to do.
 * Later, if the focused button disappears, it moves the focus to another element.
 * @param {() => void} change
 */
export function keepFocus(change) {
  const active = document.activeElement;
  const begins = !used && (!active || active === document.body || active === begun);
  if (!begins) noteFocus();
  change();
  if (begins) beginFocus();
  else restoreFocus();
}

let used = false;
const use = () => (used = true);
/** @type {HTMLButtonElement | undefined} */
let begun; // what has got the focus before anybody used the page

// beginFocus shows no ring, as native windows do before a key is pressed.
function beginFocus() {
  for (const event of ["keydown", "pointerdown"]) addEventListener(event, use, { capture: true, once: true });
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll("main [data-focus-group] button");
  const usable = [...buttons].filter((b) => visible(b) && !b.disabled && !b.hasAttribute("aria-disabled"));
  begun = usable.find((b) => b.classList.contains("primary")) ?? usable[0];
  begun?.focus(/** @type {FocusOptions} */ ({ focusVisible: false, preventScroll: true }));
}

/** @type {Element | null} */
let group = null;

function noteFocus() {
  group = document.activeElement?.closest("[data-focus-group]") ?? group;
}

// restoreFocus acts only if the focus was lost: if it is on the body, or on a hidden or disabled button. It does not ask the group
// with querySelectorAll: after that, WebKitGTK 2.50 keeps the page in memory, with a thread, when another page has replaced it.
function restoreFocus() {
  const active = document.activeElement;
  const lost = !active || active === document.body || active.matches(":disabled") || !visible(active);
  if (!lost) group = null;
  if (!group) return;
  const buttons = [...group.getElementsByTagName("button")].filter(visible);
  if (buttons.length > 0 && buttons.every((b) => b.disabled)) return;
  (buttons.find((b) => !b.disabled) ?? document.getElementById("main") ?? document.body).focus();
  group = null;
}

/** @param {Element} element */
const visible = (element) => element.getClientRects().length > 0;

/**
 * afterPaint calls back when the page has painted what it shows now. On some systems a hidden window never paints: then it calls
 * back after a moment.
 * @param {() => void} callback
 */
export function afterPaint(callback) {
  const timer = setTimeout(callback, paintLimit);
  const painted = () => {
    clearTimeout(timer);
    callback();
  };
  // The second frame begins when the first one has been painted.
  requestAnimationFrame(() => requestAnimationFrame(painted));
}

const paintLimit = 300; // ms
