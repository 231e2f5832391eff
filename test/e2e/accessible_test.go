//go:build linux && e2e

package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wails-openid-oauth/test/atspi"
)

// homeRead is what a screen reader gets of the home page and its window. While nothing waits, it hears of no spinner.
const homeRead = `
frame "Wails OpenID Connect"
  menu bar
    menu "File"
    menu "Edit"
    menu "View"
    menu "Help"
  document web "Wails OpenID Connect"
    landmark
      paragraph: Wails OpenID Connect
      section: Ada Lovelace
      section: ada@demo.example
      push button "Logout"
    landmark
      heading "A desktop app with sign-in"
      paragraph: It signs you in with OpenID Connect, and calls an API with OAuth 2.0. No token reaches this page.
      paragraph: You successfully used OpenID Connect and OAuth 2.0 to authenticate.
      landmark "Private message"
        heading "Private message"
        paragraph: Only for people who are signed in.
        push button "Get Private Message" (Only for people who are signed in.)
      landmark "Scoped message"
        heading "Scoped message"
        paragraph: Also needs the permission read:messages.
        push button "Get Scoped Message" (Also needs the permission read:messages.)
`

// awaitRead returns a step that waits until a screen reader gets this tree of the main window.
func (w *world) awaitRead(want string) func(context.Context) error {
	want = strings.TrimSpace(want)
	return func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		bus, err := w.Desktop.Accessible(ctx)
		if err != nil {
			return err
		}
		defer bus.Close()
		var got string
		return eventually(ctx, func() error {
			windows := bus.Windows()
			got = ""
			if i := slices.IndexFunc(windows, func(o atspi.Object) bool { return o.Name == main.Title }); i >= 0 {
				got = strings.TrimSpace(windows[i].String())
			}
			if got != want {
				return fmt.Errorf("a screen reader gets\n%s\nwant\n%s", got, want)
			}
			return nil
		})
	}
}
