//go:build cgo

package loginwindow_test

import (
	"context"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// With a click of the user, a page requests what WebKit would grant or open a window for.
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
			b.clickUntil("end of the wait", func() bool { return len(later) > 0 }) // there is no event for "nothing happened"
			if seen := gtkloop.Seen(); len(given) != 0 || strings.Count(seen, "title: ") != 1 {
				t.Errorf("given %d times, and there is\n%s", len(given), seen)
			}
			cancel()
			receive(b, "result", done)
		})
	}
}
