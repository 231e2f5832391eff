//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// A picture of the page is late: when it comes, the page is below another veil, and blank. That veil stays.
func TestAVeilWaitsForItsOwnPicture(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<h1>Log in</h1><script>fetch('/empty').then(() => { document.body.innerHTML = ''; fetch('/secret') })</script>`)
	empty, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	b.handle("/empty", func(http.ResponseWriter, *http.Request) { <-empty.Done() })
	b.handle("/secret", behindPassword("secret"))
	pictures := func(asked, held int) func() bool {
		return func() bool { a, h := gtkloop.Pictures(); return a >= asked && h >= held }
	}
	gtkloop.HoldPictures()
	t.Cleanup(gtkloop.DeliverPictures)
	done := b.open(t.Context(), "/login", false)
	b.eventually("picture of the page", pictures(1, 1))
	cancel()
	b.eventually("form", func() bool { return strings.Contains(gtkloop.Seen(), "asks for your password") })
	b.onWindow("windowfocus", "--sync")
	b.xdotool("key", "Escape")
	b.eventually("picture for the second veil", pictures(2, 2))
	gtkloop.DeliverPictures()
	b.eventually("third look", pictures(3, 0))
	if seen := gtkloop.Seen(); !strings.Contains(seen, "[veil]") {
		t.Errorf("an earlier picture ended the veil:\n%s", seen)
	}
	gtkloop.Close(b.host())
	receive(b, "result", done)
}

// A page that opens a dialog before it has painted does not paint. The user can answer the dialog at once.
func TestNoVeilIsOverADialog(t *testing.T) {
	const page = `<script>alert('Note'); location = 'END?state=real'</script>`
	answered := func(b *bench, done chan outcome) {
		var seen string
		b.eventually("dialog", func() bool {
			seen = gtkloop.Seen()
			return strings.Contains(seen, "Note") && strings.Contains(seen, "[page]")
		})
		if strings.Contains(seen, "[veil]") {
			t.Errorf("the veil is over the dialog:\n%s", seen)
		}
		b.key("Return")
		b.wantAnswer(receive(b, "result", done))
	}
	t.Run("of a page", func(t *testing.T) {
		b := newBench(t)
		b.page("/login", page)
		answered(b, b.open(t.Context(), "/login", false))
	})
	// The window hears of the page and of its dialog at the same time, and has shown neither.
	t.Run("of a page that is not shown yet", func(t *testing.T) {
		b := newBench(t)
		b.page("/login", `<script>(r => { r.open('GET', '/asked', false); r.send() })(new XMLHttpRequest)</script>`+page)
		asked := b.signal("/asked")
		release := sync.OnceFunc(gtkloop.HoldAfterResponse())
		defer release()
		done := b.open(t.Context(), "/login", false)
		receive(b, "script", asked)
		time.Sleep(300 * time.Millisecond) // The dialog is about to come. Without it, this is the first test.
		release()
		answered(b, done)
	})
}
