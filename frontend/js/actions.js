// The buttons of both pages that change the session: Log in, Copy link, Cancel, Logout, and Try again.

import { cancelLogIn, copyText, logIn, logOut } from "./bridge.js";
import { byId, setBusy, setText } from "./dom.js";

const logInButton = byId("log-in");
const copyButton = byId("copy-link");
const cancelButton = byId("cancel");
const retryButton = byId("retry");
const logOutButton = byId("log-out"); // The sign-in page has none.
const all = [logInButton, cancelButton, retryButton, logOutButton].filter(Boolean);

let link = "";

/** showActions shows the buttons that fit the session. During a log-in these are Cancel, and the link for a browser. */
export function showActions({ state, canLogIn, loginLink = "" }) {
  if (link !== loginLink) setText(copyButton, "Copy link");
  link = loginLink;
  logInButton.hidden = !(canLogIn && (state === "signed-out" || state === "expired"));
  copyButton.hidden = !(link && state === "signing-in");
  cancelButton.hidden = state !== "signing-in";
  retryButton.hidden = true;
  for (const button of all) setBusy(button, false);
}

/** showRetry shows Try again, which is the only useful step when there is no session to show. */
export function showRetry() {
  retryButton.hidden = false;
  setBusy(retryButton, false);
}

/** wireActions connects the buttons. It calls fail for a failure that the session itself does not report. */
export function wireActions(refresh, fail) {
  on(logInButton, logIn);
  on(cancelButton, cancelLogIn);
  on(logOutButton, logOut);
  on(retryButton, null);
  copyButton.addEventListener("click", () => copyText(link).then(() => setText(copyButton, "Link copied"), fail));

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
