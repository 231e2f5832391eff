// A page that somebody opened from disk has no app behind it, and says so. This is no module, because browsers load none from disk.

if (location.protocol === "file:") {
  const note = document.createElement("p");
  note.className = "alert warning";
  note.textContent =
    "This page needs the app behind it, so it does nothing when it is opened from disk. Run \u201cmake ui\u201d to see it in this " +
    "browser in every state, or \u201cmake dev\u201d to run the app.";
  document.documentElement.dataset.state = "failed";
  document.body.replaceChildren(note);
}
