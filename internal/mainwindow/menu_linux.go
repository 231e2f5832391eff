package mainwindow

// #include "guard_linux.h"
import "C"

// Supported says that this package works here.
const Supported = true

// Reload loads the current page again.
func Reload() { C.mw_post_reload() }

// Edit runs one of WebKit's editing commands in the page, such as "Copy".
func Edit(command string) { C.mw_post_edit(C.CString(command)) }

// Zoom sets the size of the page; 100 is normal.
func Zoom(percent int) { C.mw_post_zoom(C.int(percent)) }

// Enable makes the items of the menu bar that have a label usable or not. Wails cannot change a menu that is on the screen.
func Enable(label string, enabled bool) {
	var on C.gboolean
	if enabled {
		on = C.TRUE
	}
	C.mw_post_enable(C.CString(label), on)
}

// AddKey gives the items of the menu bar that have a label and a key one more key, in GTK's notation: "<Control>equal".
func AddKey(label, key string) { C.mw_post_key(C.CString(label), C.CString(key), C.FALSE) }

// ShowKey shows a key beside the items of the menu bar that have a label. The page has this key itself.
func ShowKey(label, key string) { C.mw_post_key(C.CString(label), C.CString(key), C.TRUE) }

// ShowAbout shows a dialog about the app.
func ShowAbout(a About) {
	C.mw_post_about(C.CString(a.Name), C.CString(a.Version), C.CString(a.Comments), C.CString(a.Licences))
}
