package main

import (
	_ "embed"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/internal/app/about"
	"wails-openid-oauth/internal/app/menu"
	"wails-openid-oauth/internal/app/window"
	"wails-openid-oauth/internal/mainwindow"
	"wails-openid-oauth/internal/opener"
	"wails-openid-oauth/internal/paths"
)

// settingsOpen is the event that takes the page to the settings.
const settingsOpen = "settings:open"

// project is where the version is.
//
//go:embed wails.json
var project []byte

// "make build" sets the commit and its day: Wails' own build leaves them out of the program.
var commit, date string

func (a *App) newMenu() *menu.Menu {
	return menu.New(menu.Actions{
		Settings:      func() { runtime.EventsEmit(a.runtime, settingsOpen) },
		LogIn:         func() { a.try("log-in", a.LogIn) },
		LogOut:        func() { a.try("log-out", a.LogOut) },
		Quit:          func() { runtime.Quit(a.runtime) },
		Reload:        a.reload,
		OpenLogFolder: a.OpenLogFolder,
		About:         a.about,
		Update:        func() { runtime.MenuUpdateApplicationMenu(a.runtime) },
	})
}

// try does what an item of the menu stands for. The session tells the page why it failed.
func (a *App) try(what string, do func() error) {
	if err := do(); err != nil {
		a.log.Info(what+" from the menu", "err", err)
	}
}

// OpenLogFolder opens the folder of the log in the file manager. If it cannot be opened, a native dialog says where it is.
func (a *App) OpenLogFolder() {
	folder, err := paths.State()
	if err != nil {
		a.say("There is no folder for the log: " + err.Error())
		return
	}
	if err := opener.Open(folder); err != nil {
		a.log.Warn("the log folder could not be opened", "err", err)
		a.say("The log folder could not be opened. It is:\n" + folder)
	}
}

// reload loads the page again, also if the page's own scripts do not run.
func (a *App) reload() {
	if mainwindow.Supported {
		mainwindow.Reload()
		return
	}
	runtime.WindowReload(a.runtime)
}

func (a *App) about() {
	v := about.Of(project, commit, date)
	if mainwindow.Supported {
		mainwindow.ShowAbout(mainwindow.About{Name: window.Title, Version: v.Version, Comments: v.Comments, Licences: about.Licences})
		return
	}
	a.say(window.Title + " " + v.Version + "\n" + v.Comments)
}
