// The profile in the bar: the picture, or the initials, or a plain figure if there is neither.

import { byId, setText } from "./dom.js";

const picture = byId("profile-picture", HTMLImageElement);
const initials = byId("profile-initials");

picture.addEventListener("load", () => (picture.hidden = false));
picture.addEventListener("error", () => (picture.hidden = true));

/**
 * showProfile shows a profile.
 * @param {import("./bridge.js").Profile} profile
 */
export function showProfile(profile) {
  setText(byId("profile-name"), profile.name || profile.email || "Signed in");
  setText(byId("profile-email"), profile.name ? profile.email : "");
  setText(initials, [...profile.initials].slice(0, 2).join(""));
  showPicture(profile.picture);
}

// showPicture accepts only a path of our own asset server. The image stays hidden until it has loaded.
/** @param {string} path */
function showPicture(path) {
  const own = /^\/(?![/\\])/.test(path) ? path : "";
  if (picture.getAttribute("src") === (own || null)) return;
  picture.hidden = true;
  if (own) picture.src = own;
  else picture.removeAttribute("src");
}
