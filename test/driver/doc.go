// Package driver runs a built desktop app on a private Linux desktop and uses it as a user would.
//
// A [Desktop] is a virtual X display with a window manager, a session bus, a keyring in a chosen state ([Keyring]) and a
// home folder of its own. [Desktop.Launch] starts the app there as an [App], whose web views ([View]) are driven through
// WebKit's remote inspector and whose native windows ([Window]) through the X server. A [Report] prints each step as it
// happens and leaves numbered pictures.
//
//	desktop, err := driver.NewDesktop(ctx, driver.Options{Keyring: driver.KeyringReal, Output: "pictures"})
//	defer desktop.Close()
//	app, err := desktop.Launch(ctx, driver.Command{Path: "./app", Env: []string{"CLIENT_ID=demo"}})
//	login, err := app.LoginView(ctx)
//	err = login.Click(ctx, "#login-ada")
//
// The app's inspector must be reachable, and in a product build it is not: build the app with the tag e2e.
//
// The package promises: it neither reads nor changes anything of the caller's own session (no variable of the environment, no
// bus, keyring or home folder). Every wait ends, by its context or after [WaitLimit]. [Desktop.Close] ends every process that
// was started, including those that left their process group, and says which had to be killed. If the caller itself is killed,
// the kernel ends the processes that it started.
//
// It is for tests, and for demonstrations on a machine without a display. It works on Linux only.
package driver
