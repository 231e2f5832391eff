package window

// formats says that Wails takes the text of a dialog for a format.
const formats = true
