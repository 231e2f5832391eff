//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// sends makes two functions in the page: post sends a message to Go, and rounds waits for so many answers of a bound method. answered
// lists what came of calls that nobody should answer.
const sends = `(window.unmoved = true, window.answered = [], window.post = (message) => webkit.messageHandlers.external.postMessage(message),
	window.rounds = async (count) => { while (count--) await go.main.App.GetSession(); },
	runtime.EventsOn("wails:file-drop", () => answered.push("drop")), null)`

// wailsCalls sends all of Wails' own calls but the one that the page needs.
const wailsCalls = `for (const [name, ...args] of [
	["WindowGetPos"], ["WindowGetSize"], ["ScreenGetAll"], ["WindowIsMaximised"], ["WindowIsMinimised"], ["WindowIsNormal"], ["WindowIsFullscreen"],
	["Environment"], ["ClipboardGetText"], ["InitializeNotifications"], ["IsNotificationAvailable"],
	["RequestNotificationAuthorization"], ["CheckNotificationAuthorization"], ["SendNotification", {id: "1", title: "slipped in", body: "x"}],
	["SendNotificationWithActions", {id: "2", title: "slipped in", body: "x"}], ["RegisterNotificationCategory", {id: "3"}],
	["RemoveNotificationCategory", "3"], ["RemoveAllPendingNotifications"], ["RemovePendingNotification", "1"],
	["RemoveAllDeliveredNotifications"], ["RemoveDeliveredNotification", "1"], ["RemoveNotification", "1"], ["CleanupNotifications"],
]) {
	const done = () => answered.push(name);
	wails.callbacks[name] = { resolve: done, reject: done };
	post("C" + JSON.stringify({ name: ":wails:" + name, args, callbackID: name }));
}`

// wailsMessages sends all other messages that Wails takes, and some that are no text.
const wailsMessages = `for (const message of [
	"LPslipped in", "LEslipped in", "LWslipped in", "LIslipped in", "LDslipped in", "LTslipped in", "LS1",
	'EE{"name":"session:changed","data":["slipped in"]}', "EXsession:changed", "DD:1:1:/etc/passwd", "BO:https://elsewhere.example/slipped-in",
	'c{"id":0,"args":[],"callbackID":"0"}', "WTslipped in", "WATP:1", "WASDT", "WALT", "WADT", 'Wr:{"r":255,"g":0,"b":0,"a":255}', "Wz:900:500",
	"WZ:901:501", "Ws:900:500", "Wp:7:7", "Wc", "WM", "Wt", "WF", "WH", "H", "Wm", "WR", "drag", "resize:n-resize", "wails:showInspector", "DomReady",
	"", "slipped in", 1, null, ["WH"], {name: "slipped in"}, 'C{"name":"main.App.LogIn","Name":":wails:ClipboardGetText","callbackID":"0"}',
]) post(message)`

// TestJourneyOnlyItsOwnMessages: a script in the app's own page sends Go all that Wails takes.
func TestJourneyOnlyItsOwnMessages(t *testing.T) {
	t.Parallel()
	w, opener := newWorld(t, driver.KeyringReal), newXDGOpen(t)
	w.Step("the app was launched", func(ctx context.Context) (err error) {
		w.app, err = harness.Launch(ctx, w.Desktop, binary, w.settings(), opener.env())
		return err
	})
	notifications, err := w.Desktop.Notifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var before string
	look := func(ctx context.Context) (string, error) {
		window, err := w.app.MainWindow(ctx)
		if err != nil {
			return "", err
		}
		state, err := window.Property(ctx, "_NET_WM_STATE", "32a")
		return fmt.Sprint(window, " ", state), err
	}
	w.Step("signed out", func(ctx context.Context) (err error) {
		if err := w.closeLogin(ctx); err != nil {
			return err
		}
		if _, err := w.app.Page.Eval(ctx, sends); err != nil {
			return err
		}
		before, err = look(ctx)
		return err
	})
	for what, script := range map[string]string{"Wails' calls": wailsCalls, "the other messages": wailsMessages, "what ends the app": `post("Q"), post("LFslipped in")`} {
		w.Step("W-OWN-MIN, nothing comes of "+what, func(ctx context.Context) error {
			if _, err := w.app.Page.Eval(ctx, "(() => {"+script+"})()"); err != nil {
				return err
			}
			got, err := w.app.Page.Eval(ctx, `rounds(50).then(() => String(unmoved) + answered)`)
			if err == nil && string(got) != `"true"` {
				err = fmt.Errorf("the page is another one, or was answered: %s", got)
			}
			after, err2 := look(ctx)
			if err2 == nil && after != before {
				err2 = fmt.Errorf("the window was %s, and is %s", before, after)
			}
			return errors.Join(err, err2)
		})
	}
	_, err = os.Stat(filepath.Join(opener.folder, "arguments"))
	w.Check("no browser was opened", errors.Is(err, fs.ErrNotExist), "xdg-open was called")
	shown, _ := notifications.All()
	w.Check("no notification was shown", len(shown) == 0, "%v", shown)
	log, err := os.ReadFile(w.app.Log())
	w.Check("the log says it once, without a word of the page's", err == nil && strings.Count(string(log), "it has no need for") == 1 &&
		!strings.Contains(string(log), "slipped"), "%s", log)
	w.Step("what the page needs works", func(ctx context.Context) error {
		got, err := w.app.Page.Eval(ctx, `runtime.ClipboardSetText("a link")`)
		if err != nil || string(got) != "true" {
			return fmt.Errorf("the clipboard: %s, %w", got, err)
		}
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx), w.app.Message(ctx))
	})
	w.Step("the app was closed", w.app.Quit)
}
