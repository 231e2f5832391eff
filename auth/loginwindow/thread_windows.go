package loginwindow

import (
	"errors"
	"runtime"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// uiThread is the one thread of all login windows: a single-threaded apartment with a message loop, which lives as long as the
// process. The main thread of the app is not used, because Wails gives no way onto it.
type uiThread struct {
	start sync.Once
	err   error
	hwnd  uintptr // a message-only window: unlike messages to a thread, its messages arrive in modal loops, too

	mu    sync.Mutex
	queue []func()
}

var ui uiThread

// The classes of our windows.
const (
	classWork   = "LoginWindowWork"
	classWindow = "LoginWindow"
)

// ready starts the thread.
func (t *uiThread) ready() error {
	t.start.Do(func() {
		started := make(chan error)
		go t.run(started)
		t.err = <-started
	})
	return t.err
}

// runs reports whether anything was posted so far.
func (t *uiThread) runs() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hwnd != 0
}

// post runs f on the thread, after what was posted before. f is never called inside of an event of WebView2.
func (t *uiThread) post(f func()) {
	if t.ready() != nil {
		return
	}
	t.mu.Lock()
	t.queue = append(t.queue, f)
	t.mu.Unlock()
	postTo(t.hwnd, wmWork)
}

// next takes the oldest call. While one shows a dialog, the loop of that dialog runs those that follow.
func (t *uiThread) next() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.queue) == 0 {
		return nil
	}
	f := t.queue[0]
	t.queue = t.queue[1:]
	return f
}

const (
	perMonitorV2 = ^uintptr(3) // DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, -4
	messageOnly  = ^uintptr(2) // HWND_MESSAGE, -3
	alreadyThere = syscall.Errno(1)
)

func (t *uiThread) run(started chan<- error) {
	runtime.LockOSThread() // for ever: the thread has windows
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err != nil && !errors.Is(err, alreadyThere) {
		started <- err
		return
	}
	if pThreadDpi.Find() == nil {
		_, _, _ = pThreadDpi.Call(perMonitorV2)
	}
	if err := registerClasses(); err != nil {
		started <- err
		return
	}
	hwnd := create(classWork, "", 0, messageOnly, 0)
	if hwnd == 0 {
		started <- errors.New("the window for messages cannot be made")
		return
	}
	t.mu.Lock()
	t.hwnd = hwnd
	t.mu.Unlock()
	started <- nil
	var m message
	for {
		if r, _, _ := pGetMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(r) <= 0 {
			return
		}
		if handled(&m) {
			continue
		}
		_, _, _ = pTranslateMessage.Call(uintptr(unsafe.Pointer(&m)))
		_, _, _ = pDispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}

func registerClasses() error {
	const arrow = 32512
	cursor, _, _ := pLoadCursor.Call(0, arrow)
	for name, proc := range map[string]uintptr{classWork: windows.NewCallback(workProc), classWindow: windows.NewCallback(windowProc)} {
		c := windowClass{proc: proc, cursor: cursor, background: colorWindow + 1, name: utf16(name)}
		c.size = uint32(unsafe.Sizeof(c))
		if r, _, err := pRegisterClass.Call(uintptr(unsafe.Pointer(&c))); r == 0 {
			return err
		}
	}
	return nil
}

func workProc(hwnd uintptr, msg uint32, w, l uintptr) uintptr {
	if msg == wmWork {
		if f := ui.next(); f != nil {
			f()
		}
		return 0
	}
	r, _, _ := pDefWindowProc.Call(hwnd, uintptr(msg), w, l)
	return r
}
