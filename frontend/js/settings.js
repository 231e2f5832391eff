// The page of the settings: the first set-up, and later changes. Go checks what is entered, and asks the person before it counts.

import { cancelTest, checkSettings, getSettings, saveSettings, showWindow, testLogIn, toAppError } from "./bridge.js";
import { afterPaint, byId, keepFocus, setBusy, setText, setWords } from "./dom.js";
import { logInFailure, settingProblem, sourceOf } from "./words.js";

const pause = 500; // Milliseconds without a key after which the form is checked.

const keys = ["issuer", "clientId", "apiIdentifier", "apiUrl", "loginWith"];
const inputs = keys.map(inputOf);
const form = byId("form", HTMLFormElement);
const error = byId("error");
const status = byId("status");
const found = byId("issuer-found");
const saveButton = byId("save", HTMLButtonElement);
const testButton = byId("test", HTMLButtonElement);
const cancelButton = byId("cancel-test", HTMLButtonElement);
const backButton = byId("back", HTMLButtonElement);
const retryButton = byId("retry", HTMLButtonElement);

/** @type {Set<string>} */
const touched = new Set(); // The fields whose problems are shown: a form that nobody has filled in yet is not wrong.
let usable = false;
let redirectURI = "";
let asked = 0; // Counts the checks; a late answer to an old one is dropped.
let timer = 0;

for (const input of inputs) {
  input.addEventListener("input", () => changed(input));
  input.addEventListener("change", () => changed(input));
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
testButton.addEventListener("click", test);
cancelButton.addEventListener("click", () => cancelTest().catch(fail));
backButton.addEventListener("click", () => location.replace("index.html"));
retryButton.addEventListener("click", load);
load();

/**
 * inputOf returns the field of a setting.
 * @param {string} key
 */
function inputOf(key) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(key));
}

async function load() {
  setBusy(retryButton, true);
  try {
    show(await getSettings());
  } catch (reason) {
    document.documentElement.dataset.state = "failed";
    setWords(byId("failure"), logInFailure(toAppError(reason), ""));
    retryButton.hidden = false;
  }
  setBusy(retryButton, false);
  afterPaint(showWindow);
}

/** @param {import("./bridge.js").Settings} settings */
function show(settings) {
  usable = settings.usable;
  redirectURI = settings.redirectUri;
  for (const field of settings.fields) showField(field);
  const wrong = Boolean(settings.problem) || settings.fields.some((field) => field.problem);
  setText(byId("title"), usable ? "Settings" : wrong ? "The settings cannot be used" : "Set up this app");
  setText(byId("lead"), lead(settings, wrong));
  setWords(error, settings.problem ? logInFailure(settings.problem, "") : null);
  setWords(byId("failure"), null);
  setText(byId("file"), settings.editable && settings.file ? `They are saved in ${settings.file}.` : "");
  showCallback();
  saveButton.hidden = !settings.fields.some((field) => field.editable);
  testButton.hidden = saveButton.hidden;
  backButton.hidden = !usable;
  retryButton.hidden = true;
  form.hidden = false;
  document.documentElement.dataset.state = "ready";
  // In settings that work there is no one thing to do: the Tab key goes to the first.
  if (!saveButton.hidden && !usable) inputs.find((input) => !isFixed(input))?.focus();
}

/**
 * @param {import("./bridge.js").Settings} settings
 * @param {boolean} wrong
 */
function lead({ editable, fields }, wrong) {
  if (!editable) {
    return fields.some(({ source }) => source === "carried")
      ? "This build carries its settings, so they cannot be changed here."
      : "These settings are in a file that stands above yours, so they cannot be changed here.";
  }
  if (usable) return "Where you log in, and which API the app calls. Saving signs you out.";
  return wrong
    ? "Correct what is marked, and save. The old file is kept beside the new one."
    : "The app has to know where you log in, and which API it calls. Ask whoever gave it to you for these values.";
}

/** @param {HTMLInputElement | HTMLSelectElement} input */
const isFixed = (input) => (input instanceof HTMLSelectElement ? input.disabled : input.readOnly);

/** @param {import("./bridge.js").Settings["fields"][number]} field */
function showField({ key, value, source, place, editable, problem }) {
  const input = inputOf(key);
  input.value = value;
  if (input instanceof HTMLSelectElement) input.disabled = !editable;
  else input.readOnly = !editable;
  setText(byId(`${key}-source`), sourceOf(source, place, value));
  showProblem(key, problem ?? null);
}

/**
 * @param {string} key
 * @param {import("./bridge.js").Failure | null} problem
 */
function showProblem(key, problem) {
  const input = inputOf(key);
  setWords(byId(`${key}-problem`), problem && settingProblem(problem, input.labels?.[0]?.textContent ?? ""));
  if (problem) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function showCallback() {
  const browser = inputOf("loginWith").value === "webview" ? "" : " For the browser, register it with 127.0.0.1 as its host, too.";
  setText(byId("loginWith-hint"), redirectURI && `Callback to register at the provider: ${redirectURI}.${browser}`);
}

/** @param {HTMLInputElement | HTMLSelectElement} input */
function changed(input) {
  touched.add(input.id);
  setText(status, "");
  if (input.id === "issuer") setText(found, "");
  if (input.id === "loginWith") showCallback();
  clearTimeout(timer);
  asked++;
  timer = window.setTimeout(check, pause);
}

const entered = () => ({
  issuer: inputOf("issuer").value,
  clientId: inputOf("clientId").value,
  apiIdentifier: inputOf("apiIdentifier").value,
  apiUrl: inputOf("apiUrl").value,
  loginWith: inputOf("loginWith").value,
});

/** check shows what is wrong with the fields that the person has touched, and answers with the result; undefined if it is late. */
async function check() {
  const question = ++asked;
  const asksProvider = inputOf("issuer").value.trim() !== "";
  if (asksProvider) setText(found, "Looking for the provider\u2026");
  try {
    const checked = await checkSettings(entered());
    if (question !== asked) return undefined;
    for (const key of keys) showProblem(key, touched.has(key) ? (checked.problems[key] ?? null) : null);
    setText(found, checked.issuer ? `Found: ${checked.issuer}` : "");
    if (checked.problem) setWords(error, logInFailure(checked.problem, ""));
    return checked;
  } catch (reason) {
    if (question !== asked) return undefined;
    setText(found, "");
    setWords(error, logInFailure(toAppError(reason), ""));
    return undefined;
  }
}

/** checkAll shows everything that is wrong, and answers whether the form can be used. */
async function checkAll() {
  clearTimeout(timer);
  for (const key of keys) touched.add(key);
  setText(status, "");
  setWords(error, null);
  const checked = await check();
  if (checked && !checked.usable) inputs.find((input) => checked.problems[input.id])?.focus();
  return checked?.usable === true;
}

async function save() {
  setBusy(saveButton, true);
  if (await checkAll()) await askToSave();
  setBusy(saveButton, false);
}

async function askToSave() {
  try {
    if (await saveSettings(entered())) location.replace("index.html");
    else setText(status, "Nothing was changed.");
  } catch (reason) {
    fail(reason);
  }
}

async function test() {
  setBusy(testButton, true);
  if (await checkAll()) {
    saveButton.disabled = true;
    cancelButton.hidden = false;
    await tryLogIn();
    keepFocus(() => {
      saveButton.disabled = false;
      cancelButton.hidden = true;
    });
  }
  setBusy(testButton, false);
}

async function tryLogIn() {
  try {
    const { name, email } = await testLogIn(entered());
    const who = name && email ? `${name} (${email})` : name || email || "Somebody without a name";
    setText(status, `The log-in works: ${who} was logged in, and out again. Nothing was stored.`);
  } catch (reason) {
    if (toAppError(reason).code === "cancelled") setText(status, "The test was cancelled.");
    else fail(reason);
  }
}

/** @param {unknown} reason */
function fail(reason) {
  const host = inputOf("issuer").value.replace(/^\w+:\/\//, "").replace(/\/.*/, "");
  setWords(error, logInFailure(toAppError(reason), host));
}
