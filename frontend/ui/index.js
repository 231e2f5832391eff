// The list of "make ui": a frame for each state, in the chosen colours and size of the window.

import { slug, states } from "./states.js";

const widest = 560; // A frame that is wider is made smaller to this many pixels.
const choice = /** @type {HTMLFormElement} */ (document.getElementById("choice"));
const main = /** @type {HTMLElement} */ (document.getElementById("states"));
const template = /** @type {HTMLTemplateElement} */ (document.getElementById("state"));

function show() {
  const chosen = new FormData(choice);
  const text = (/** @type {string} */ name) => String(chosen.get(name) ?? "");
  const [width, height] = text("size").split(" ").map(Number);
  const found = states.filter(({ name }) => name.includes(text("find").toLowerCase().trim()));
  const frames = found.flatMap((state) => text("scheme").split(" ").map((scheme) => frame(state, scheme, width, height)));
  main.replaceChildren(...frames);
}

/**
 * @param {import("./states.js").AppState} state
 * @param {string} scheme
 * @param {number} width
 * @param {number} height
 */
function frame(state, scheme, width, height) {
  const section = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const [link, box, page] = ["a", ".frame", "iframe"].map((selector) => section.querySelector(selector));
  if (!(link instanceof HTMLAnchorElement && box instanceof HTMLElement && page instanceof HTMLIFrameElement)) return section;
  const scale = Math.min(1, widest / width);
  link.textContent = `${state.name}, ${scheme}`;
  link.href = page.src = `/${scheme}/${slug(state)}/${state.page ?? ""}?begin`;
  page.title = link.textContent;
  page.width = String(width);
  page.height = String(height);
  page.style.transform = `scale(${scale})`;
  box.style.width = `${width * scale}px`;
  box.style.height = `${height * scale}px`;
  return section;
}

choice.addEventListener("input", show);
choice.addEventListener("submit", (event) => event.preventDefault());
show();

// What changed may be the list itself. The choice stays: the browser keeps what a form holds when it loads a page again.
new EventSource("/changes").addEventListener("message", () => location.reload());
