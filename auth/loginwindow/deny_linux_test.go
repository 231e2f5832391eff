//go:build cgo

package loginwindow_test

import (
	"context"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// When the user clicks, a page requests things that WebKit would grant, or for which it would open a window. The login
// window refuses them.
func TestAPageAsksInVain(t *testing.T) {
	for name, way := range map[string]string{
		"W-PERM": `document.onpointerlockchange = () => fetch('/given'); document.body.requestPointerLock()`,
		"file":   `put('file').click()`,
		"print":  `print()`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.page("/login", `<body style="height:100vh"><script>
				function put(type) { const input = document.createElement('input'); input.type = type; document.body.append(input); return input }
				onload = () => fetch('/loaded')
				onclick = event => { if (event.isTrusted) { setTimeout(() => fetch('/later'), 1000); `+way+` } }</script>`)
			loaded, given, later := b.signal("/loaded"), b.signal("/given"), b.signal("/later")
			ctx, cancel := context.WithCancel(t.Context())
			done := b.open(ctx, "/login", false)
			receive(b, "loaded", loaded)
			b.clickUntil("end of the wait", func() bool { return len(later) > 0 }) // no event announces that nothing happened
			if seen := gtkloop.Seen(); len(given) != 0 || strings.Count(seen, "title: ") != 1 {
				t.Errorf("the request was granted %d times, want 0; the windows are, want one:\n%s", len(given), seen)
			}
			cancel()
			receive(b, "result", done)
		})
	}
}
