package window

import (
	"context"
	"sync"
	"testing"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// TestPlain: a host with a percent sign is no format of printf.
func TestPlain(t *testing.T) {
	got, want := plain("100 % of [fe80::1%n]"), "100 % of [fe80::1%n]"
	if formats {
		want = "100 %% of [fe80::1%%n]"
	}
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDialogs: what the user is asked or told is no format, and one dialog is open at a time.
func TestDialogs(t *testing.T) {
	before := wails
	t.Cleanup(func() { wails = before })
	wails.show = func(context.Context) {}
	wails.dialog = func(_ context.Context, o runtime.MessageDialogOptions) (string, error) {
		if asking.TryLock() {
			asking.Unlock()
			t.Error("another dialog could open beside this one")
		}
		if want := plain("100 %s"); o.Message != want {
			t.Errorf("%q, want %q", o.Message, want)
		}
		return map[runtime.DialogType]string{runtime.QuestionDialog: "Yes", runtime.InfoDialog: "OK"}[o.Type], nil
	}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if !Ask(t.Context(), "Title", "100 %s") {
				t.Error("the answer was Yes")
			}
		})
		all.Go(func() { Say(t.Context(), "Title", "100 %s") })
	}
	all.Wait()
}
