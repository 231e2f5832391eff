package loginwindow

import (
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"

	"github.com/wailsapp/go-webview2/webviewloader"
	"golang.org/x/sys/windows"

	"wails-openid-oauth/auth"
)

// runtimeFolder is the folder of the WebView2 runtime, or empty for the one that is installed. Tests name one of their own.
var runtimeFolder string

// errNoRuntime says what to install. Its words are for the user.
var errNoRuntime = fmt.Errorf("loginwindow: the Microsoft Edge WebView2 Runtime is not installed (install it from "+
	"https://developer.microsoft.com/microsoft-edge/webview2/): %w", auth.ErrUnsupported)

// errOldRuntime is about a runtime of 2022 or before.
var errOldRuntime = fmt.Errorf("loginwindow: the Microsoft Edge WebView2 Runtime is too old for a window that keeps nothing "+
	"(install the newest from https://developer.microsoft.com/microsoft-edge/webview2/): %w", auth.ErrUnsupported)

// quitWithin bounds the wait for the end of the browser process.
const quitWithin = 2 * time.Second

// installed returns an error if there is no runtime.
func installed() error {
	version, err := webviewloader.GetAvailableCoreWebView2BrowserVersionString(runtimeFolder)
	if err != nil {
		return fmt.Errorf("loginwindow: the Microsoft Edge WebView2 Runtime cannot be used: %w: %w", err, auth.ErrUnsupported)
	}
	if version == "" {
		return errNoRuntime
	}
	return nil
}

// engine is the browser process of all login windows. Its profile is InPrivate, and lives as long as one of its controllers. So one
// is kept that is never shown: the log-out window needs the cookies of the log-in.
type engine struct {
	arguments   string // of the browser process
	folder      string
	environment *object
	keeper      *object
	making      bool
	waiting     []func(error)
}

// browser is used only on the thread of the windows.
var browser engine

// with calls then when the browser process can be used with these arguments, now or later. WebView2 refuses other arguments for the
// same folder, so others get another one, and begin without the cookies.
func (e *engine) with(arguments string, then func(error)) {
	switch {
	case e.environment != nil && e.arguments == arguments:
		then(nil)
		return
	case e.making && e.arguments == arguments:
		e.waiting = append(e.waiting, then)
		return
	}
	e.close()
	e.arguments, e.making, e.waiting = arguments, true, []func(error){then}
	var err error
	if e.folder, err = newFolder(); err == nil {
		err = webviewloader.CreateCoreWebView2EnvironmentWithOptions(environmentReady{e, arguments},
			webviewloader.WithBrowserExecutableFolder(runtimeFolder), webviewloader.WithUserDataFolder(e.folder),
			webviewloader.WithAdditionalBrowserArguments(arguments))
	}
	if err != nil {
		e.ready(nil, err)
	}
}

// environmentReady gets the environment that was asked for with some arguments.
type environmentReady struct {
	*engine
	arguments string
}

func (r environmentReady) EnvironmentCompleted(result webviewloader.HRESULT, environment *webviewloader.ICoreWebView2Environment) webviewloader.HRESULT {
	if r.engine.arguments != r.arguments || !r.making {
		return 0 // another one was asked for meanwhile
	}
	if environment == nil {
		r.ready(nil, hresult(uint32(result)))
		return 0
	}
	e := (*object)(unsafe.Pointer(environment))
	e.addRef()
	r.ready(e, nil)
	return 0
}

// ready tells those who wait.
func (e *engine) ready(environment *object, err error) {
	waiting := e.waiting
	e.environment, e.making, e.waiting = environment, false, nil
	if err == nil {
		e.keep()
	}
	for _, then := range waiting {
		then(err)
	}
}

// keep makes the controller that is never shown.
func (e *engine) keep() {
	environment := e.environment
	e.controller(messageOnly, func(c *object, err error) {
		switch {
		case err != nil: // the controller of the window fails, too, and says so
		case e.environment != environment || e.keeper != nil:
			closeController(c)
		default:
			e.keeper = c
		}
	})
}

// controller makes a web view in a window. then gets it with a reference of its own.
func (e *engine) controller(hwnd uintptr, then func(*object, error)) {
	if e.environment == nil { // the browser process has just ended
		then(nil, errors.New("there is no browser process"))
		return
	}
	known, err := e.environment.with(&iidEnvironment10, func(environment *object) error {
		options, err := environment.child(slotCreateControllerOptions)
		if err != nil {
			return err
		}
		defer options.release()
		if err := options.put(slotPutInPrivate, 1); err != nil {
			return err
		}
		return environment.later(slotCreateController, func(result uintptr, c *object) {
			if err := errorOf(result); err != nil || c == nil {
				then(nil, errors.Join(err, errors.New("there is no web view")))
				return
			}
			c.addRef()
			then(c, nil)
		}, hwnd, uintptr(unsafe.Pointer(options)))
	})
	if err == nil && !known {
		err = errOldRuntime
	}
	if err != nil {
		then(nil, err)
	}
}

func closeController(c *object) {
	_ = c.call(slotClose)
	c.release()
}

// profile calls f with the profile of all windows. Without a keeper there is none.
func (e *engine) profile(f func(*object) error) error {
	if e.keeper == nil {
		return nil
	}
	view, err := e.keeper.child(slotGetCoreWebView2)
	if err != nil {
		return err
	}
	defer view.release()
	known, err := view.with(&iidView13, func(view *object) error {
		profile, err := view.child(slotGetProfile)
		if err != nil {
			return err
		}
		defer profile.release()
		return f(profile)
	})
	if err == nil && !known {
		err = errOldRuntime
	}
	return err
}

// forget deletes all data of the profile, and calls then.
func (e *engine) forget(then func(error)) {
	if e.keeper == nil {
		then(nil)
		return
	}
	err := e.profile(func(profile *object) error {
		known, err := profile.with(&iidProfile2, func(profile *object) error {
			return profile.later(slotClearBrowsingData, func(result uintptr, _ *object) { then(errorOf(result)) })
		})
		if err == nil && !known {
			err = errOldRuntime
		}
		return err
	})
	if err != nil {
		then(err)
	}
}

// end closes the browser process, and returns what removes its folder then.
func (e *engine) end() (remove func()) {
	folder, process := e.folder, windows.Handle(0)
	if e.keeper != nil {
		process = e.process()
	}
	e.close()
	e.folder = ""
	return func() {
		if process != 0 {
			_, _ = windows.WaitForSingleObject(process, uint32(quitWithin.Milliseconds()))
			_ = windows.CloseHandle(process)
		}
		if folder != "" {
			_ = os.RemoveAll(folder)
		}
	}
}

// process opens the browser process, or returns 0.
func (e *engine) process() windows.Handle {
	view, err := e.keeper.child(slotGetCoreWebView2)
	if err != nil {
		return 0
	}
	defer view.release()
	process, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(view.number(slotGetBrowserProcess)))
	if err != nil {
		return 0
	}
	return process
}

// close ends the browser process, once the windows are closed, too. The cookies are gone then.
func (e *engine) close() {
	if e.keeper != nil {
		closeController(e.keeper)
	}
	e.environment.release()
	e.keeper, e.environment, e.making = nil, nil, false
}
