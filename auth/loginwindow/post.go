//go:build cgo && (linux || darwin)

package loginwindow

// #include "native.h"
import "C"

import (
	"context"
	"sync"
)

// failures maps the C names.
var failures = map[C.int]failure{
	C.LW_FAIL_NETWORK: failNetwork, C.LW_FAIL_LOST: failLost, C.LW_FAIL_DNS: failDNS, C.LW_FAIL_TIMEOUT: failTimeout, C.LW_FAIL_TLS: failTLS,
	C.LW_FAIL_TLS_EXPIRED: failTLSExpired, C.LW_FAIL_TLS_HOST: failTLSHost, C.LW_FAIL_CERTIFICATE: failCertificate,
	C.LW_FAIL_CRASH:   failCrash,
	C.LW_FAIL_CONTENT: failContent, C.LW_FAIL_REFUSED: failRefused,
}

// limitations maps the C names.
var limitations = map[C.int]limitation{
	C.LW_LIMIT_DOWNLOAD: limitDownload, C.LW_LIMIT_PRINT: limitPrint, C.LW_LIMIT_STUCK: limitStuck,
}

// commands and kinds map the C names.
var (
	commands = map[C.int]command{
		C.LW_KEY_CANCEL: cmdCancel, C.LW_KEY_BACK: cmdBack, C.LW_KEY_RELOAD: cmdReload, C.LW_KEY_ZOOM_IN: cmdZoomIn,
		C.LW_KEY_ZOOM_OUT: cmdZoomOut, C.LW_KEY_ZOOM_RESET: cmdZoomReset, C.LW_KEY_PRINT: cmdPrint,
	}
	kinds = map[C.int]kind{C.LW_BY_PAGE: byPage, C.LW_BY_LINK: byLink, C.LW_BY_HISTORY: again, C.LW_BY_REDIRECT: byRedirect}
)

// toolkit is the native layer in C (GTK) or Objective-C (AppKit). It has no state: that code finds the windows by their
// ids.
type toolkit struct{}

func platform() native { return toolkit{} }

// post runs an operation of native.h on the main thread, which frees the strings.
func post(op C.int, id uint32, flags C.int, text ...string) {
	var s [2]*C.char
	for i, t := range text {
		s[i] = C.CString(t)
	}
	C.lw_post(op, C.uint32_t(id), s[0], s[1], flags)
}

func flag(on bool, f C.int) C.int {
	if on {
		return f
	}
	return 0
}

func (toolkit) open(p *page) {
	flags := flag(p.hidden, C.LW_HIDDEN) | flag(p.window.options.Alternative, C.LW_ALTERNATIVE)
	post(C.LW_OPEN, p.id, flags, p.title(p.policy.start), connecting(p.policy.start).heading)
}

func (toolkit) destroy(id uint32)                { post(C.LW_DESTROY, id, 0) }
func (toolkit) present(id uint32)                { post(C.LW_PRESENT, id, 0) }
func (toolkit) showURI(id uint32, target string) { post(C.LW_SHOW, id, 0, target) }
func (toolkit) back(id uint32, steps int)        { post(C.LW_BACK, id, C.int(steps)) }
func (toolkit) zoom(id uint32, percent int)      { post(C.LW_ZOOM, id, C.int(percent)) }
func (toolkit) notify(id uint32, n notice) {
	post(C.LW_NOTICE, id, flag(n.busy, C.LW_BUSY)|flag(n.resume, C.LW_RESUME)|flag(n.closes, C.LW_CLOSES), n.heading, n.text)
}

func (toolkit) ask(id uint32, p prompt) {
	post(C.LW_ASK, id, flag(p.again, C.LW_AGAIN), p.heading, p.text)
}

func (toolkit) say(id, number uint32, l line) { post(C.LW_LINE, id, C.int(number), l.text, l.action) }

func (toolkit) setOrigin(id uint32, title, origin string, secure bool) {
	post(C.LW_ORIGIN, id, flag(secure, C.LW_SECURE), title, origin)
}

func (toolkit) load(id uint32, target string, n notice) {
	post(C.LW_LOAD, id, loadFlags(), target, n.heading)
}

// forgets holds the calls of forget that wait for WebKit.
var forgets = calls{waiting: map[uint32]chan error{}}

// calls are operations whose result comes later from the main thread.
type calls struct {
	sync.Mutex
	last    uint32
	waiting map[uint32]chan error
}

func (c *calls) start() (uint32, <-chan error) {
	c.Lock()
	defer c.Unlock()
	c.last++
	c.waiting[c.last] = make(chan error, 1)
	return c.last, c.waiting[c.last]
}

func (c *calls) finish(id uint32, err error) {
	c.Lock()
	defer c.Unlock()
	if done := c.waiting[id]; done != nil {
		done <- err
		delete(c.waiting, id)
	}
}

func (toolkit) forget(ctx context.Context) error {
	id, done := forgets.start()
	post(C.LW_FORGET, id, 0)
	return wait(ctx, done)
}
