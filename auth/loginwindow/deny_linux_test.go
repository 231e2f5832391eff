//go:build cgo && !gnustep

package loginwindow_test

import (
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/loginpages"
)

// permissions are what a page can ask for at a click. WebKit offers most of it to https pages only. Each has one answer when it is
// refused, and another one when it is granted: the position of this machine is not known, which is code 2, and the clipboard holds a
// text. In an ephemeral context WebKit refuses notifications itself, and asks nobody.
var permissions = map[string]struct{ ask, refused string }{
	"position":              {`new Promise(done => navigator.geolocation.getCurrentPosition(() => done('a position'), e => done('code ' + e.code)))`, "code 1"},
	"notifications":         {`Notification.requestPermission()`, "denied"},
	"clipboard":             {`navigator.clipboard.readText()`, "NotAllowedError"},
	"clipboard, by command": {`document.execCommand('paste')`, "false"},
	"pointer": {`new Promise(done => { document.onpointerlockchange = () => done('locked'); document.onpointerlockerror = () => done('refused')
		document.body.requestPointerLock() })`, "refused"},
}

// asking is a script that asks when the user clicks, and reports the answer. An ask that fails has the error's name for an answer.
func asking(ask string) string {
	return `<script>onclick = event => { if (event.isTrusted) (async () => ` + ask + `)().then(String, e => e.name).then(a => report('answer: ' + a)) }
		onload = () => report('asks')</script>`
}

// asks clicks into the page of a host until the page has an answer, and returns it.
func (s *site) asks(host string) (answer string) {
	s.Helper()
	s.pages.Await(s, "asks")
	s.clickWindow(host, "answer", func() bool {
		for _, line := range s.pages.Reports() {
			if a, ok := strings.CutPrefix(line, "answer: "); ok {
				answer = a
				return true
			}
		}
		return false
	})
	return answer
}

// No page gets a permission, in the log-in's own window and in a pop-up.
func TestPermissionsAreRefused(t *testing.T) {
	needDesktop(t)
	gtkloop.Copy("a text of another program")
	for name, tt := range permissions {
		html := `<body style="height: 100vh">` + asking(tt.ask)
		t.Run("W-PERM, "+name, func(t *testing.T) {
			s := newSite(t)
			s.pages.Page(loginpages.Provider+"/asks", html)
			done := s.open(t.Context(), "/asks", false)
			if answer := s.asks(loginpages.Provider); answer != tt.refused {
				t.Errorf("the page got %q, want %q", answer, tt.refused)
			}
			s.end(done)
		})
		t.Run("W-PERM, pop-up, "+name, func(t *testing.T) {
			s := newSite(t)
			s.opens("/asks", html)
			done := s.begin("/opens?/asks")
			s.click(loginpages.Provider, "asks")
			if answer := s.asks(loginpages.Social); answer != tt.refused {
				t.Errorf("the page got %q, want %q", answer, tt.refused)
			}
			s.end(done)
		})
	}
}

// A page has no way to devices, to the whole screen, past the content filter (WebRTC), or to keep the screen awake.
func TestWhatPagesDoNotHave(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>
		const has = ['navigator.mediaDevices', 'navigator.wakeLock', 'navigator.credentials', 'navigator.usb', 'navigator.serial', 'navigator.hid',
			'navigator.bluetooth', 'navigator.requestMIDIAccess', 'navigator.requestMediaKeySystemAccess', 'navigator.xr', 'navigator.share',
			'document.body.requestFullscreen', 'document.body.webkitRequestFullscreen', 'window.showOpenFilePicker', 'window.PaymentRequest',
			'window.RTCPeerConnection', 'window.webkitRTCPeerConnection', 'window.WebTransport',
			'document.createElement("canvas").getContext("webgl")', 'window.isSecureContext'].filter(name => eval(name))
		fetch('/has?' + has)</script>`)
	has := b.signal("/has")
	done := b.open(t.Context(), "/login", false)
	if got := receive(b, "list", has); got != "window.isSecureContext" {
		t.Errorf("the page has %s", got)
	}
	b.window.Close()
	receive(b, "result", done)
}

// When the user clicks, a page requests what WebKit would open a window for. The login window refuses it.
func TestAPageAsksInVain(t *testing.T) {
	for name, way := range map[string]string{
		"file":  `put('file').click()`,
		"color": `document.querySelector('[type=color]').click()`,
		"print": `print()`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.page("/login", `<body style="height:100vh"><input type=color><script>
				function put(type) { const input = document.createElement('input'); input.type = type; document.body.append(input); return input }
				onload = () => fetch('/loaded')
				onclick = event => { if (event.isTrusted) { setTimeout(() => fetch('/later'), 1000); `+way+` } }</script>`)
			loaded, later := b.signal("/loaded"), b.signal("/later")
			done := b.open(t.Context(), "/login", false)
			receive(b, "loaded", loaded)
			// No event announces that nothing happened. While a dialog is open, the page may wait.
			windows := func() int { return strings.Count(gtkloop.Seen(), "title: ") }
			b.clickUntil("end of the wait", func() bool { return len(later) > 0 || windows() > 1 })
			if windows() != 1 {
				t.Errorf("the windows are, want one:\n%s", gtkloop.Seen())
			}
			b.window.Close()
			receive(b, "result", done)
		})
	}
}
