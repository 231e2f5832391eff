package main

const journeyMenu = "test/e2e.TestJourneyMenu"

// inManners are the mutants of what a desktop expects of an app: its log, its windows, its menus, its notifications.
var inManners = []mutant{
	{"internal/logging.TestTheLogIsCapped", "the log grows while the app runs", "capped.Write", `c.size+int64(len(line)) > maxSize {
		c.putAside()`, `false {
		c.putAside()`},
	{"internal/logging.TestTheLogIsCapped", "a closed log goes on", "capped.Write", `c.closed ||`, ``},
	{"internal/logging.TestTwoProcessesCapTheLog", "each process puts the log aside", "capped.putAside", `!os.SameFile(now, ours)`, `ours == now`},
	{"internal/logging.TestALogThatCannotBePutAside", "a log that cannot be renamed ends", "capped.putAside", `safefile.Empty(c.file) == nil`, `c.file.Sync() == nil`},
	{"internal/paths.TestPaths", "the log is in the cache", "Log", `dir, err := State()`, `dir, err := cached("logs")`},
	{"internal/opener.TestOpen", "a shell reads the path", "Open", `exec.Command("xdg-open", path)`, `exec.Command("/bin/sh", "-c", "xdg-open "+path)`},
	{"test/e2e.TestJourneyDesktopEntry", "the windows have the program's name", "main.main", `mainwindow.Name(paths.App)`, `_, _ = mainwindow.Name, paths.App`},
	{"test/e2e.TestJourneyDesktopEntry", "the windows have no icon", "Options", `Icon: icon,`, ``},
	{"internal/app/window.TestFit", "a window may be beyond the screens", "fit", `max(area.Min.X, min(p.At.X, end.X))`, `p.At.X + 0*end.X`},
	{"internal/app/window.TestFit", "a window may be above the screen", "fit", `max(area.Min.Y, min(p.At.Y, end.Y))`, `min(p.At.Y, end.Y)`},
	{"internal/app/window.TestFit", "a window may be larger than the screen", "fit", `min(p.Size.X, area.Dx()-p.Frame.X)`, `p.Size.X`},
	{"internal/app/window.TestFit", "the frame does not count", "fit", `min(p.Size.Y, area.Dy()-p.Frame.Y)`, `min(p.Size.Y, area.Dy())`},
	{"internal/app/window.TestFit", "a window may be tiny", "fit", `max(minWidth, min(`, `max(1, min(`},
	{"internal/app/window.TestFit", "the place on a screen that is gone counts", "fit", `if most == 0 {`, `if p.At == nil {`},
	{"internal/app/window.TestFit", "every window goes to the main screen", "fit", `area, most = a, seen.X*seen.Y`, `most = seen.X * seen.Y`},
	{"internal/app/window.TestRecall", "absurd numbers count", "readPlace", `err == nil && !isSane(p)`, `false`},
	{"internal/app/window.TestRecall", "the frame may be absurd", "isSane", `within(p.Frame, 0, maxFrame) &&`, ``},
	{"internal/app/window.TestRecall", "the position may be absurd", "isSane", `p.At == nil || within(*p.At, -maxAway, maxAway)`, `true`},
	{"internal/app/window.TestRecall", "a broken file counts", "Keeper.Recall", `if place, err = readPlace(k.path); err == nil {`, `if place, err = readPlace(k.path); true {`},
	{"internal/app/window.TestKeeper", "others may read where the window is", "Replace", `file.Sync(), file.Close()`, `file.Chmod(0o644), file.Sync(), file.Close()`},
	{"internal/app/window.TestKeeper", "the place is written while the window moves", "Keeper.moved", `time.AfterFunc(settleTime, k.Keep)`, `time.AfterFunc(0, k.Keep)`},
	{"internal/app/window.TestKeeper", "a maximised window forgets its size", "Keeper.settle", `k.kept.Maximised = true`, `k.kept = *seen`},
	{"internal/app/window.TestKeeper", "the size of the whole screen is kept", "Keeper.moved", `if k.seen = nil; fleeting {`, `if fleeting {`},
	{"internal/app/window.TestKeeper", "a minimised window changes the place", "Keeper.moved", `; fleeting {
		return
	}`, `; false {
		return
	}`},
	{"internal/app/window.TestNothingNew", "a place that is known is written again", "Keeper.Keep", `!isNew || k.path == ""`, `!isNew && false || k.path == ""`},
	{"test/e2e.TestJourneyPlace", "the place is not restored", "follow", `gtk_window_move(GTK_WINDOW(window), place.x, place.y);`, `;`},
	{"test/e2e.TestJourneyPlace", "a maximised window comes in its size", "follow", `gtk_window_maximize(GTK_WINDOW(window));`, `;`},
	{"test/e2e.TestJourneyPlace", "the full screen is a size like any other", "tell", `GDK_WINDOW_STATE_ICONIFIED | GDK_WINDOW_STATE_FULLSCREEN`, `GDK_WINDOW_STATE_ICONIFIED`},
	{journeyMenu, "the page off the screen has another size than in its window", "resize", `gtk_widget_set_size_request(stage, width, height);`, `gtk_widget_set_size_request(stage, width, height - 25);`},
	{journeyMenu, "the page off the screen does not follow the size of its window", "enter", `"notify::default-height", G_CALLBACK(resize), NULL);`, `"notify::default-height", G_CALLBACK(gtk_false), NULL);`},
	{journeyMenu, "the menu does not know who is signed in", "main.newApp", `a.menu.Follow(session)`, ``},
	{journeyMenu, "the page has no context menu", "mw_context_menu", `if (replaced)`, `if (!replaced)`},
	{journeyMenu, "the context menu has all that WebKit offers", "mainwindow.on_context_menu", `webkit_context_menu_remove(menu, i->data);`, `continue;`},
	{journeyMenu, "Undo does nothing", "edit", `webkit_web_view_execute_editing_command(guarded, command);`, `(void)command;`},
	{journeyMenu, "there is one key for each item only", "set_key", `if (closures)`, `if (!closures)`},
	{journeyMenu, "the page stays as large as it is", "zoom", `webkit_web_view_set_zoom_level(guarded, GPOINTER_TO_INT(percent) / 100.0);`, `(void)percent;`},
	{"main.TestOpenLogFolder", "nobody says where the log is", "main.App.OpenLogFolder", `a.say("The log folder could not be opened. It is:\n" + folder)`, ``},
	{"internal/app/window.TestDialogs", "what the user is told is a format", "show", `o.Message = plain(o.Message)`, ``},
	{"internal/app/window.TestDialogs", "two dialogs are open at a time", "show", `asking.Lock()
	defer asking.Unlock()`, ``},
	{"internal/app/menu.TestFollow", "a person who is signed in can log in", "allows", `return false, true
	case auth.Expired`, `return s.CanLogIn, true
	case auth.Expired`},
	{"internal/app/menu.TestZoom", "the zoom has no end", "Menu.zoomBy", `max(0, min(m.zoom+step, len(zoom.Levels)-1))`, `(m.zoom + step + len(zoom.Levels)) % len(zoom.Levels)`},
	{"test/licences.TestLicences", "a licence is missing", "about/licences.txt", `github.com/gofrs/flock`, ``},
	{"internal/app/about.TestStamp", "changed files are those of the commit", "about.stamp", `s.Key == "vcs.modified" && s.Value == "true"`, `false`},
	{"internal/app/about.TestStamp", "a commit has the day of another", "about.stamp", `s.Key == "vcs.time"`, `false`},
	{"internal/app/about.TestOf", "About names a day without a commit", "about.Of", `if commit != "" {`, `if commit+date != "" {`},
	{"internal/app/ending.TestFollow", "a user who looks is told", "Follow", `lasts && !isSeen()`, `lasts`},
	{"internal/app/ending.TestFollow", "an end before the start is told", "Follow", `lasts && !isSeen()`, `(lasts || true) && !isSeen()`},
	{"internal/app/ending.TestFollow", "an end is told again and again", "Follow", `lasts = false`, ``},
	{"internal/app/ending.TestFollow", "an end while offline is not told", "Follow", `|| now.State == auth.Offline`, ``},
	{"internal/app/ending.TestFollow", "the notification stays after a log-in", "Follow", `takeBack()
				continue`, `continue`},
	{"internal/notify.TestShow", "a click on another notification counts", "Show", `is(signal, "ActionInvoked", id)`, `signal.Name == service+".ActionInvoked"`},
	{"internal/notify.TestShow", "the end of another notification counts", "Show", `is(signal, "NotificationClosed", id)`, `signal.Name == service+".NotificationClosed"`},
	{"internal/notify.TestShow", "closing is a click", "Show", `return nil
			case is`, `clicked()
				return nil
			case is`},
	{"internal/notify.TestTakenBackAtOnce", "a notification that is on its way stays", "Show", `context.WithTimeout(context.WithoutCancel(ctx), answerTime)`, `context.WithTimeout(ctx, answerTime)`},
	{"internal/notify.TestShow", "the notification is not taken back", "Show", `notifications.Call(service+".CloseNotification", dbus.FlagNoReplyExpected, id).Err`, `nil`},
	{"test/e2e.TestJourneyEnded", "the end of the session is not told", "main.App.start", `a.done.Go(func() { a.tellEnd(p) })`, ``},
	{"test/e2e.TestJourneyEnded", "a click does nothing", "main.App.tellEnd", `}, a.present)
		if err`, `}, func() {})
		if err`},
	{"test/e2e.TestJourneyEnded", "nobody knows where the user is", "on_active", `mainwindowActive(gtk_window_is_active(window))`, `mainwindowActive(FALSE)`},
	{"frontend/test.TestFocusBegins", "nothing has the focus at the start", "keepFocus", `if (begins) beginFocus();`, `if (begins) group = null;`},
	{"frontend/test.TestFocusBegins", "the first button has it, whatever it does", "beginFocus", `usable.find((b) => b.classList.contains("primary")) ?? usable[0]`, `usable[0]`},
	{"frontend/test.TestFocusBegins", "what cannot be used has it", "beginFocus", `&& !b.hasAttribute("aria-disabled")`, ``},
	{"frontend/test.TestFocusBegins", "it shows a ring before a key is pressed", "beginFocus", `focusVisible: false`, `focusVisible: true`},
	{"frontend/test.TestKeyboardOnly", "the page takes the focus from whoever uses it", "use", `() => (used = true)`, `() => (used = false)`},
	{"test/e2e.TestJourneyReturnKey", "nothing has the focus at the start", "keepFocus", `if (begins) beginFocus();`, `if (begins) group = null;`},
	{"test/e2e.TestJourneyPlace", "keys are set beside separators", "Menu.Complete", `if item.label != "" {`, `if true {`},
	{"test/growth.TestCompare", "the soak sees no growth", "growth.Compare", `after > before+may`, `false`},
	{"test/growth.TestCompare", "the soak compares from the first round on", "growth.Compare", `begin := all / 4`, `begin := 0`},
	{"test/growth.TestCompare", "one measurement counts", "median", `sorted[len(sorted)/2]`, `sorted[len(sorted)-1]`},
}
