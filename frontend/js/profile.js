// The profile in the bar: the picture, or the initials, or a plain figure if there is neither.

import { byId, setText } from "./dom.js";

const picture = byId("profile-picture", HTMLImageElement);
const initials = byId("profile-initials");

/**
 * showProfile shows a profile; nameless takes the place of a name. It returns a promise that settles when the picture can be seen,
 * or cannot be loaded.
 * @param {import("./bridge.js").Profile} profile
 * @param {string} nameless
 */
export function showProfile(profile, nameless) {
  setText(byId("profile-name"), profile.name || profile.email || nameless);
  setText(byId("profile-email"), profile.name ? profile.email : "");
  setText(initials, [...profile.initials].slice(0, 2).join(""));
  return showPicture(profile.picture);
}

// showPicture accepts only a path of our own asset server. The image stays hidden until it has loaded.
/** @param {string} path */
async function showPicture(path) {
  const own = /^\/(?![/\\])/.test(path) ? path : "";
  if (picture.getAttribute("src") === (own || null)) return;
  picture.hidden = true;
  picture.removeAttribute("src");
  if (!own) return;
  picture.src = own;
  await picture.decode().then(() => (picture.hidden = false), () => {});
}
