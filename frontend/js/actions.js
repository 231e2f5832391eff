// The buttons of both pages that change the session: Unlock keyring, Log in, Use my browser instead, Open again, Copy link, Cancel,
// Logout, Settings, and Try again. And the help for a log-in in the browser.

import { cancelLogIn, copyText, logIn, logInWithBrowser, logOut, openAgain, unlockKeyring } from "./bridge.js";
import { byId, setBusy, setText } from "./dom.js";
import { mendable } from "./words.js";

const unlockButton = byId("unlock", HTMLButtonElement);
const logInButton = byId("log-in", HTMLButtonElement);
const browserButton = byId("use-browser", HTMLButtonElement);
const againButton = byId("open-again", HTMLButtonElement);
const copyButton = byId("copy-link", HTMLButtonElement);
const cancelButton = byId("cancel", HTMLButtonElement);
const retryButton = byId("retry", HTMLButtonElement);
const logOutButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("log-out")); // The sign-in page has none.
const settingsButton = byId("settings", HTMLButtonElement);
const help = byId("help", HTMLDetailsElement);
const all = [unlockButton, logInButton, browserButton, cancelButton, retryButton, logOutButton].filter((button) => button !== null);

let link = "";

/**
 * showActions shows the buttons that fit the session. During a log-in these are Cancel and, for a browser, its link. loginWindow is
 * false while a stored session is being restored.
 * @param {import("./bridge.js").Session} session
 */
export function showActions({ state, canLogIn, canUseBrowser = false, canUnlock = false, loginWindow, loginLink = "", error }) {
  if (link !== loginLink) setText(copyButton, "Copy link");
  link = loginLink;
  const isLocked = state === "keyring-locked";
  const mayLogIn = canLogIn && (state === "signed-out" || state === "expired" || isLocked);
  const inWindow = state === "signing-in" && !link && loginWindow !== false;
  const inBrowser = state === "signing-in" && link !== "";
  unlockButton.hidden = !canUnlock || state === "signing-in" || state === "signing-out";
  logInButton.hidden = !mayLogIn;
  setText(logInButton, isLocked ? "Log in without it" : "Log in");
  logInButton.classList.toggle("primary", !isLocked);
  browserButton.hidden = !(canUseBrowser && (mayLogIn || inWindow));
  for (const element of [againButton, copyButton, help]) element.hidden = !inBrowser;
  if (!inBrowser) help.open = false;
  cancelButton.hidden = state !== "signing-in";
  settingsButton.hidden = state === "signing-in" || !mendable.has(error?.code ?? "");
  retryButton.hidden = true;
  for (const button of all) setBusy(button, false);
}

/** showRetry shows Try again, which is the only useful step when there is no session to show. */
export function showRetry() {
  retryButton.hidden = false;
  setBusy(retryButton, false);
}

/**
 * wireActions connects the buttons. It calls fail for a failure that the session itself does not report.
 * @param {() => Promise<import("./bridge.js").Session | null>} refresh
 * @param {(reason: import("./bridge.js").AppError) => void} fail
 */
export function wireActions(refresh, fail) {
  on(unlockButton, unlockKeyring);
  on(logInButton, logIn);
  on(browserButton, logInWithBrowser);
  on(cancelButton, cancelLogIn);
  on(logOutButton, logOut);
  on(retryButton, null);
  settingsButton.addEventListener("click", () => location.assign("settings.html"));
  copyButton.addEventListener("click", () => copyText(link).then(() => setText(copyButton, "Link copied"), fail));
  againButton.addEventListener("click", async () => {
    setBusy(againButton, true);
    await openAgain().catch((reason) => reason.code === "cancelled" || fail(reason)); // The log-in may have ended meanwhile.
    setBusy(againButton, false);
  });

  /**
   * @param {HTMLButtonElement | null} button
   * @param {(() => Promise<unknown>) | null} work
   */
  function on(button, work) {
    button?.addEventListener("click", async () => {
      setBusy(button, true);
      const failure = work && (await work().then(() => null, (reason) => reason));
      // Events report the result. Asking once more replaces an event that was lost.
      const session = await refresh();
      if (failure && !session?.error && session?.state !== "signing-in") fail(failure);
      setBusy(button, false);
    });
  }
}
