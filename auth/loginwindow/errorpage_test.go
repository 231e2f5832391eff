package loginwindow

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

// arrives lets a page arrive in the window, as the answer to a GET.
func arrives(p *page, status int, address string) {
	p.navigate(navigation{url: address})
	p.requested(address)
	p.responded(status)
	p.commit(address)
}

// The user closes the window on pages of providers. On an error page with which the provider has answered the request, the
// log-in ends with that; on any other page it was cancelled.
func TestErrorPage(t *testing.T) {
	const (
		login  = "https://op.example/login"
		google = "https://accounts.google.com/signin/oauth/error?authError="
	)
	bad := func(p *page) { arrives(p, 400, testStart) }
	tests := []struct {
		name string
		do   func(p *page)
		text string // of the error; "" if the log-in was cancelled
		busy bool
	}{
		{"a log-in page", func(p *page) { arrives(p, 200, login) }, "", false},
		{"Keycloak", bad, "op.example answered 400", false},
		{"an address of the provider behind a redirect", func(p *page) { arrives(p, 404, "https://op.example/gone") }, "op.example answered 404", false},
		{"Auth0", func(p *page) {
			arrives(p, 200, "https://op.example/e?client_id=x&error=invalid_request&error_description=Unknown%20client:%20x&tracking=1")
		}, "op.example showed an error page\nits error: invalid_request: Unknown client: x", false},
		{"Hydra, on another host", func(p *page) { arrives(p, 200, "https://login.example/error?error=invalid_client") },
			"login.example showed an error page\nits error: invalid_client", false},
		{"Google", func(p *page) { arrives(p, 200, google+"Cg5pbnZhbGlkX2NsaWVudA") }, "accounts.google.com showed an error page", false},
		{"Google refuses web views", func(p *page) { arrives(p, 200, google+"ChRkaXNhbGxvd2VkX3VzZXJhZ2VudA") }, "", false},
		{"an error in the address of a page with a bad status", func(p *page) { arrives(p, 401, "https://op.example/x?error=a%22b%0A") },
			"op.example answered 401\nits error: ab", false},
		{"a server that is busy", func(p *page) { arrives(p, 503, testStart) }, "op.example answered 503", true},
		{"too many requests", func(p *page) { arrives(p, 429, testStart) }, "op.example answered 429", true},
		{"a page of a script, after a log-in page", func(p *page) { arrives(p, 200, login); bad(p) }, "op.example answered 400", false},
		{"clicks on the error page", func(p *page) { bad(p); p.pressed() }, "op.example answered 400", false},
		{"after a form", func(p *page) { arrives(p, 200, login); p.pressed(); bad(p) }, "", false},
		{"two pages after a form", func(p *page) { arrives(p, 200, login); p.pressed(); arrives(p, 200, login); bad(p) }, "", false},
		{"after a password form", func(p *page) {
			p.requested(testStart)
			p.challenged(challenge{host: "op.example", port: 443})
			p.dismissed()
			p.responded(401)
			p.commit(testStart)
		}, "", false},
		{"a log-in page after an error page", func(p *page) { bad(p); arrives(p, 200, login) }, "", false},
		{"loaded again", func(p *page) { bad(p); p.pressed(); p.command(cmdReload); bad(p) }, "op.example answered 400", false},
		{"loaded again after a form", func(p *page) {
			arrives(p, 200, login)
			p.pressed()
			arrives(p, 400, login)
			p.command(cmdReload)
			arrives(p, 400, login)
		}, "", false},
		{"a new request after a form", func(p *page) {
			arrives(p, 200, login)
			p.pressed()
			arrives(p, 200, login)
			p.fail(failCrash, "")
			p.retry()
			bad(p)
		}, "op.example answered 400", false},
		{"a notice over the error page", func(p *page) { bad(p); p.fail(failDNS, "https://social.example/") }, "", false},
		{"a page without a response, after the error page", func(p *page) { bad(p); p.commit(login) }, "", false},
		{"a status that comes after the page", func(p *page) { arrives(p, 0, testStart); p.loaded(400) }, "op.example answered 400", false},
		{"a status that comes after the page, after a form", func(p *page) { arrives(p, 200, login); p.pressed(); arrives(p, 0, login); p.loaded(400) }, "", false},
		{"a blank page", func(p *page) { arrives(p, 400, blank) }, "", false},
		{"a response that is no page", func(p *page) { p.responded(400); p.commit(login); arrives(p, 0, login) }, "", false},
	}
	ends := map[string]func(p *page){
		"Cancel": (*page).gone,
		"Escape": func(p *page) { p.command(cmdCancel); p.answerLine(p.bar.number, true) },
	}
	for _, tt := range tests {
		for by, end := range ends {
			t.Run(tt.name+", "+by, func(t *testing.T) {
				w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
				done := start(t.Context(), w, auth.Request{})
				p := <-f.opened
				tt.do(p)
				end(p)
				got := (<-done).err
				detail := &auth.Detail{}
				if errors.As(got, &detail) && !errors.Is(got, auth.ErrErrorPage) || detail.Text != tt.text {
					t.Errorf("Open: %v with %q, want %q", got, detail.Text, tt.text)
				}
				if !errors.Is(got, auth.ErrCancelled) || errors.Is(got, auth.ErrBusy) != tt.busy {
					t.Errorf("Open: %v, want ErrCancelled, and ErrBusy: %v", got, tt.busy)
				}
				if tt.text != "" && strings.Contains(got.Error(), "op.example") {
					t.Errorf("the error text has values of the provider: %v", got)
				}
			})
		}
	}
}

// The end of the app, and of the context, is none by the user.
func TestErrorPageWithoutTheUser(t *testing.T) {
	w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	done := start(t.Context(), w, auth.Request{})
	arrives(<-f.opened, 400, testStart)
	w.Close()
	if got := (<-done).err; !errors.Is(got, auth.ErrCancelled) || errors.Is(got, auth.ErrErrorPage) {
		t.Errorf("Open: %v, want ErrCancelled alone", got)
	}
}
