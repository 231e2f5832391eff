package systembrowser

import (
	"context"
	"errors"
	"net/http"
	"os"
	"testing"

	"wails-openid-oauth/auth"
)

// again opens the log-in once more, and returns the new link.
func (f *flow) again() string {
	f.t.Helper()
	if err := f.browser.OpenAgain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	return f.link
}

func TestOpenAgain(t *testing.T) {
	t.Run("the browser did not open", func(t *testing.T) {
		f := newFlow(t)
		first := f.link
		if f.again() == first {
			t.Error("the second file leads to the first link")
		}
		if !exists(t, f.file) {
			t.Error("the file is gone before a browser has read it")
		}
		f.goesOn()
		if exists(t, f.file) {
			t.Error("the file is still there")
		}
	})
	t.Run("in the same browser", func(t *testing.T) {
		f := newFlow(t)
		f.enter()
		f.again()
		f.enter()
		f.goesOn()
	})
	t.Run("the default browser is another one now", func(t *testing.T) {
		first := newFlow(t)
		first.enter()
		old := first.link
		other := first.as(newClient(t))
		other.link = first.again()
		other.enter()
		first.says(first.open(old), http.StatusForbidden, "goes on in another browser")
		other.goesOn()
	})
	t.Run("after the link was copied, and back", func(t *testing.T) {
		first := newFlow(t)
		copied := first.as(newClient(t))
		copied.link = await(t, first.offered)
		copied.enter()
		first.link = first.again()
		first.enter()
		first.goesOn()
	})
	t.Run("a link opens in one browser", func(t *testing.T) {
		first := newFlow(t)
		link := first.again()
		first.enter()
		first.says(first.as(newClient(t)).open(link), http.StatusForbidden, "was opened in two browsers")
		first.ends()
	})
	t.Run("no browser can be started", func(t *testing.T) {
		broken := errors.New("exit status 3")
		f := newFlow(t, func(opts *Options, _ *auth.Request) {
			start := opts.Start
			opts.Start = func(path string) error { _ = start(path); return broken }
		})
		if err := f.browser.OpenAgain(t.Context()); !errors.Is(err, ErrNotStarted) || !errors.Is(err, broken) {
			t.Errorf("got %v, want ErrNotStarted", err)
		}
		f.goesOn()
	})
	t.Run("the program that starts browsers does not end", func(t *testing.T) {
		opened, ends := make(chan string, 2), make(chan struct{})
		f := newFlow(t, func(opts *Options, _ *auth.Request) {
			start := opts.Start
			opts.Start = func(path string) error {
				_ = start(path)
				opened <- leadsTo(t, path)
				<-ends
				return nil
			}
		})
		t.Cleanup(func() { close(ends) })
		await(t, opened)
		returned := make(chan error, 1)
		go func() { returned <- f.browser.OpenAgain(t.Context()) }()
		f.open(await(t, opened))
		if err := await(t, returned); err != nil {
			t.Errorf("got %v although the link was used", err)
		}
		left, leave := context.WithCancel(t.Context())
		leave()
		if err := f.browser.OpenAgain(left); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		f.entered = true
		f.goesOn()
	})
	t.Run("nothing is under way", func(t *testing.T) {
		hidden := newFlow(t, func(_ *Options, req *auth.Request) { req.Hidden = true })
		if err := hidden.browser.OpenAgain(t.Context()); !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("a log-out: %v, want ErrCancelled", err)
		}
		hidden.goesOn()
		f := newFlow(t)
		f.goesOn()
		if err := f.browser.OpenAgain(t.Context()); !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("after the log-in: %v, want ErrCancelled", err)
		}
	})
}

// TestALateFile: a file that is written while the log-in ends does not stay.
func TestALateFile(t *testing.T) {
	f := newFlow(t)
	r := f.browser.current
	f.goesOn()
	if err := await(t, f.browser.start(r, r.addLink())); !errors.Is(err, errEnded) {
		t.Errorf("got %v, want errEnded", err)
	}
	if folder, err := f.browser.folder(); err != nil || len(names(t, folder)) > 0 {
		t.Errorf("%v are left, %v", names(t, folder), err)
	}
}

// names lists a folder.
func names(t *testing.T, folder string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}
