// Follows the session and keeps the right page in the window: index.html is the sign-in page, home.html is for who is signed in.

import { AppError, getSession, onSession, showWindow } from "./bridge.js";

const signIn = "index.html";
const home = "home.html";

/**
 * follow calls show with the session now and after every change, or fail with an AppError when Go does not answer; the
 * page's data-state follows. A session that belongs to the other page takes the window there instead.
 * It returns a function that asks Go once more, and answers with the latest session.
 */
export function follow(here, show, fail) {
  const { dataset } = document.documentElement;
  let latest = null;
  let leaving = false;
  let visible = false;

  function take(session) {
    // Events and answers may overtake each other: the newest counts.
    if (leaving || (latest && session?.revision < latest.revision)) return;
    const page = pageOf(session, here, latest !== null);
    if (page === undefined) return refuse(new AppError("internal"));
    if (page !== here) {
      leaving = true;
      location.replace(page);
      return;
    }
    latest = session;
    dataset.state = session.state;
    dataset.error = session.error?.code ?? "";
    show(session);
    if (session.state !== "signing-in" || session.loginLink) reveal();
  }

  // The window starts hidden. Go shows it too, but only when a start takes long.
  function reveal() {
    if (!visible) showWindow();
    visible = true;
  }

  function refuse(error) {
    if (leaving) return;
    if (latest === null) dataset.state = "failed";
    dataset.error = error.code;
    fail(error);
    reveal();
  }

  async function refresh() {
    const before = latest;
    try {
      take(await getSession());
    } catch (error) {
      if (latest === before) refuse(error);
    }
    return latest;
  }

  // Listen first, then ask: whatever changes in between arrives as an event.
  try {
    onSession(take);
  } catch {
    // Without the runtime there is no answer either: refresh says so.
  }
  refresh();
  return refresh;
}

// pageOf returns the page a session belongs to. A log-in stays on the page where it started; a home page that has been
// loaded anew in the middle of one, and knows nobody to greet, gives way to the sign-in page.
function pageOf(session, here, shown) {
  switch (session?.state) {
    case "signed-out":
    case "signing-out":
      return signIn;
    case "signing-in":
      return here === home && !shown && !session.profile ? signIn : here;
    case "signed-in":
    case "offline":
    case "expired":
      return home;
  }
  return undefined;
}
