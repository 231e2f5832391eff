package loginwindow

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sys/windows"
)

// edge is the native layer on WebView2. It has no state: the panes are found by their ids.
type edge struct{}

func platform() native { return edge{} }

var cleaned sync.Once

func (edge) prepare(ctx context.Context, _ *slog.Logger) error {
	if err := installed(); err != nil {
		return err
	}
	cleaned.Do(removeFolders)
	if err := ui.ready(); err != nil {
		return err
	}
	return ctx.Err()
}

func (edge) open(p *page) {
	ui.post(func() {
		if p.running() {
			w := newPane(p, p.title(p.policy.start), Width, nil)
			w.cover(connecting(p.policy.start))
			w.present()
		}
	})
}

func (edge) destroy(id uint32) {
	ui.post(func() {
		if w := byID[id]; w != nil {
			_, _, _ = pDestroyWindow.Call(w.hwnd)
		} else if p := find(id); p != nil {
			p.gone() // never opened, or just closed by the user
		}
	})
}

// on runs f with the window, if it is still there.
func (edge) on(id uint32, f func(*pane)) {
	ui.post(func() {
		if w := byID[id]; w != nil {
			f(w)
		}
	})
}

func (e edge) present(id uint32) { e.on(id, (*pane).present) }

func (e edge) setOrigin(id uint32, title, origin string, secure bool) {
	e.on(id, func(w *pane) { w.uncover(title, origin, secure) })
}

func (e edge) notify(id uint32, n notice) { e.on(id, func(w *pane) { w.cover(n) }) }
func (e edge) ask(id uint32, p prompt)    { e.on(id, func(w *pane) { w.ask(p) }) }
func (e edge) back(id uint32, steps int)  { e.on(id, func(w *pane) { w.back(steps) }) }
func (e edge) zoom(id uint32, percent int) {
	e.on(id, func(w *pane) { w.zoom(percent) })
}

func (e edge) say(id, number uint32, l line) {
	e.on(id, func(w *pane) { w.say(number, l) })
}

func (e edge) load(id uint32, target string, n notice) {
	e.on(id, func(w *pane) { w.load(target, n) })
}

func (edge) showURI(id uint32, target string) {
	ui.post(func() {
		if windows.ShellExecute(0, utf16("open"), utf16(target), nil, nil, windows.SW_SHOWNORMAL) != nil {
			if p := find(id); p != nil {
				p.notOpened(target)
			}
		}
	})
}

// quit ends the browser process, and removes its folder. A window of another log-in in this process keeps it.
func (edge) quit() {
	if !ui.runs() {
		return
	}
	ended := make(chan func(), 1)
	ui.post(func() {
		if len(panes) > 0 {
			ended <- func() {}
			return
		}
		ended <- browser.end()
	})
	select {
	case remove := <-ended:
		remove()
	case <-time.After(quitWithin):
	}
}

func (edge) forget(ctx context.Context) error {
	if err := ui.ready(); err != nil {
		return err
	}
	done := make(chan error, 1)
	ui.post(func() { browser.forget(func(err error) { done <- err }) })
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
