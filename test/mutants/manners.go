package main

const (
	placeGo = "internal/app/window/place.go"
	placeC  = "internal/mainwindow/place_linux.c"

	journeyMenu = "test/e2e.TestJourneyMenu"
	endingGo    = "internal/app/ending/ending.go"
	notifyGo    = "internal/notify/notify_linux.go"
)

// inManners are the mutants of what a desktop expects of an app: its log, its windows, its menus, its notifications.
var inManners = []mutant{
	{"internal/logging.TestTheLogIsCapped", "the log grows while the app runs", "internal/logging/capped.go", `c.size+int64(len(line)) > maxSize {
		c.putAside()`, `false {
		c.putAside()`},
	{"internal/logging.TestTheLogIsCapped", "a closed log goes on", "internal/logging/capped.go", `c.closed || `, ``},
	{"internal/logging.TestTwoProcessesCapTheLog", "each process puts the log aside", "internal/logging/capped.go", `!os.SameFile(now, ours)`, `ours == now`},
	{"internal/logging.TestALogThatCannotBePutAside", "a log that cannot be renamed ends", "internal/logging/capped.go", `c.file.Truncate(0) == nil`, `c.file.Sync() == nil`},
	{"internal/paths.TestPaths", "the log is in the cache", "internal/paths/paths.go", `	dir, err := State()
`, `	dir, err := cached("logs")
`},
	{"internal/opener.TestOpen", "a shell reads the path", "internal/opener/opener_unix.go", `exec.Command("xdg-open", path)`, `exec.Command("/bin/sh", "-c", "xdg-open "+path)`},
	{"test/e2e.TestJourneyDesktopEntry", "the windows have the program's name", "main.go", `mainwindow.Name(paths.App)`, `_, _ = mainwindow.Name, paths.App`},
	{"test/e2e.TestJourneyDesktopEntry", "the windows have no icon", "internal/app/window/options.go", `Icon: icon, `, ``},
	{"internal/app/window.TestFit", "a window may be beyond the screens", placeGo, `max(area.Min.X, min(p.At.X, end.X))`, `p.At.X + 0*end.X`},
	{"internal/app/window.TestFit", "a window may be above the screen", placeGo, `max(area.Min.Y, min(p.At.Y, end.Y))`, `min(p.At.Y, end.Y)`},
	{"internal/app/window.TestFit", "a window may be larger than the screen", placeGo, `min(p.Size.X, area.Dx()-p.Frame.X)`, `p.Size.X`},
	{"internal/app/window.TestFit", "the frame does not count", placeGo, `min(p.Size.Y, area.Dy()-p.Frame.Y)`, `min(p.Size.Y, area.Dy())`},
	{"internal/app/window.TestFit", "a window may be tiny", placeGo, `max(minWidth, min(`, `max(1, min(`},
	{"internal/app/window.TestFit", "the place on a screen that is gone counts", placeGo, `	if most == 0 {`, `	if p.At == nil {`},
	{"internal/app/window.TestFit", "every window goes to the main screen", placeGo, `area, most = a, seen.X*seen.Y`, `most = seen.X * seen.Y`},
	{"internal/app/window.TestRecall", "absurd numbers count", placeGo, `err == nil && !isSane(p)`, `false`},
	{"internal/app/window.TestRecall", "the frame may be absurd", placeGo, `within(p.Frame, 0, maxFrame) && `, ``},
	{"internal/app/window.TestRecall", "the position may be absurd", placeGo, `p.At == nil || within(*p.At, -maxAway, maxAway)`, `true`},
	{"internal/app/window.TestRecall", "a broken file counts", placeGo, `if place, err = readPlace(k.path); err == nil {`, `if place, err = readPlace(k.path); true {`},
	{"internal/app/window.TestKeeper", "others may read where the window is", "internal/safefile/replace.go", `file.Sync(), file.Close()`, `file.Chmod(0o644), file.Sync(), file.Close()`},
	{"internal/app/window.TestKeeper", "the place is written while the window moves", placeGo, `time.AfterFunc(settleTime, k.Keep)`, `time.AfterFunc(0, k.Keep)`},
	{"internal/app/window.TestKeeper", "a maximised window forgets its size", placeGo, `		k.kept.Maximised = true`, `		k.kept = *seen`},
	{"internal/app/window.TestKeeper", "the size of the whole screen is kept", placeGo, `if k.seen = nil; fleeting {`, `if fleeting {`},
	{"internal/app/window.TestKeeper", "a minimised window changes the place", placeGo, `; fleeting {
		return
	}`, `; false {
		return
	}`},
	{"internal/app/window.TestNothingNew", "a place that is known is written again", placeGo, `!isNew || k.path == ""`, `!isNew && false || k.path == ""`},
	{"test/e2e.TestJourneyPlace", "the place is not restored", placeC, `gtk_window_move(GTK_WINDOW(window), place.x, place.y);`, `;`},
	{"test/e2e.TestJourneyPlace", "a maximised window comes in its size", placeC, `gtk_window_maximize(GTK_WINDOW(window));`, `;`},
	{"test/e2e.TestJourneyPlace", "the full screen is a size like any other", placeC, `GDK_WINDOW_STATE_ICONIFIED | GDK_WINDOW_STATE_FULLSCREEN`, `GDK_WINDOW_STATE_ICONIFIED`},
	{journeyMenu, "the page off the screen has another size than in its window", "firstframe/window_linux.c", `gtk_widget_set_size_request(stage, width, height);`, `gtk_widget_set_size_request(stage, width, height - 25);`},
	{journeyMenu, "the page off the screen does not follow the size of its window", "firstframe/window_linux.c", `"notify::default-height", G_CALLBACK(resize), NULL);`, `"notify::default-height", G_CALLBACK(gtk_false), NULL);`},
	{journeyMenu, "the menu does not know who is signed in", "app.go", `		a.menu.Follow(session)
`, ``},
	{journeyMenu, "the page has no context menu", "internal/mainwindow/menu_linux.c", `	if (replaced)`, `	if (!replaced)`},
	{journeyMenu, "the context menu has all that WebKit offers", "internal/mainwindow/menu_linux.c", `			webkit_context_menu_remove(menu, i->data);`, `			continue;`},
	{journeyMenu, "Undo does nothing", "internal/mainwindow/commands_linux.c", `webkit_web_view_execute_editing_command(guarded, command);`, `(void)command;`},
	{journeyMenu, "there is one key for each item only", "internal/mainwindow/menu_linux.c", `	if (closures)`, `	if (!closures)`},
	{journeyMenu, "the page stays as large as it is", "internal/mainwindow/commands_linux.c", `webkit_web_view_set_zoom_level(guarded, GPOINTER_TO_INT(percent) / 100.0);`, `(void)percent;`},
	{"main.TestOpenLogFolder", "nobody says where the log is", "menu.go", `		a.say("The log folder could not be opened. It is:\n" + folder)`, ``},
	{"internal/app/window.TestDialogs", "what the user is told is a format", "internal/app/window/ask.go", `	o.Message = plain(o.Message)
`, ``},
	{"internal/app/window.TestDialogs", "two dialogs are open at a time", "internal/app/window/ask.go", `	asking.Lock()
	defer asking.Unlock()
`, ``},
	{"internal/app/menu.TestFollow", "a person who is signed in can log in", "internal/app/menu/menu.go", `		return false, true
	case auth.Expired`, `		return s.CanLogIn, true
	case auth.Expired`},
	{"internal/app/menu.TestZoom", "the zoom has no end", "internal/app/menu/menu.go", `max(0, min(m.zoom+step, len(zoom.Levels)-1))`, `(m.zoom + step + len(zoom.Levels)) % len(zoom.Levels)`},
	{"internal/app/about.TestLicences", "a licence is missing", "internal/app/about/licences.txt", `github.com/gofrs/flock
`, ``},
	{"internal/app/about.TestCommit", "changed files are those of the commit", "internal/app/about/about.go", `s.Key == "vcs.modified" && s.Value == "true"`, `false`},
	{"internal/app/ending.TestFollow", "a user who looks is told", endingGo, `lasts && !isSeen()`, `lasts`},
	{"internal/app/ending.TestFollow", "an end before the start is told", endingGo, `lasts && !isSeen()`, `(lasts || true) && !isSeen()`},
	{"internal/app/ending.TestFollow", "an end is told again and again", endingGo, `			lasts = false
`, ``},
	{"internal/app/ending.TestFollow", "an end while offline is not told", endingGo, ` || now.State == auth.Offline`, ``},
	{"internal/app/ending.TestFollow", "the notification stays after a log-in", endingGo, `				takeBack()
`, ``},
	{"internal/notify.TestShow", "a click on another notification counts", notifyGo, `is(signal, "ActionInvoked", id)`, `signal.Name == service+".ActionInvoked"`},
	{"internal/notify.TestShow", "the end of another notification counts", notifyGo, `is(signal, "NotificationClosed", id)`, `signal.Name == service+".NotificationClosed"`},
	{"internal/notify.TestShow", "closing is a click", notifyGo, `				return nil
			case is`, `				clicked()
				return nil
			case is`},
	{"internal/notify.TestShow", "the notification is not taken back", notifyGo, `notifications.Call(service+".CloseNotification", dbus.FlagNoReplyExpected, id).Err`, `nil`},
	{"test/e2e.TestJourneyEnded", "the end of the session is not told", "app.go", `	a.done.Go(func() { a.tellEnd(p) })
`, ``},
	{"test/e2e.TestJourneyEnded", "a click does nothing", "app.go", `		}, a.present)
		if err`, `		}, func() {})
		if err`},
	{"test/e2e.TestJourneyEnded", "nobody knows where the user is", placeC, `mainwindowActive(gtk_window_is_active(window))`, `mainwindowActive(FALSE)`},
	{"frontend/test.TestFocusBegins", "nothing has the focus at the start", domJS, `if (begins) beginFocus();`, `if (begins) group = null;`},
	{"frontend/test.TestFocusBegins", "the first button has it, whatever it does", domJS, `usable.find((b) => b.classList.contains("primary")) ?? usable[0]`, `usable[0]`},
	{"frontend/test.TestFocusBegins", "what cannot be used has it", domJS, ` && !b.hasAttribute("aria-disabled")`, ``},
	{"frontend/test.TestFocusBegins", "it shows a ring before a key is pressed", domJS, `focusVisible: false`, `focusVisible: true`},
	{"frontend/test.TestKeyboardOnly", "the page takes the focus from whoever uses it", domJS, `() => (used = true)`, `() => (used = false)`},
	{"test/e2e.TestJourneyReturnKey", "nothing has the focus at the start", domJS, `if (begins) beginFocus();`, `if (begins) group = null;`},
}
