package publisher

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/picture"
)

func newPublisher() *Publisher {
	return New(slog.New(slog.DiscardHandler), func() bool { return false })
}

func current(p *Publisher, state auth.State) bridge.Session {
	p.session = &session{now: auth.Snapshot{State: state}}
	return p.Current()
}

// session is an auth.Session without a provider.
type session struct {
	mu       sync.Mutex
	now      auth.Snapshot
	changes  chan auth.Snapshot
	pictures map[string][]byte // by subject
}

func (s *session) Snapshot() auth.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *session) Subscribe() (<-chan auth.Snapshot, func()) { return s.changes, func() {} }

func (s *session) RememberPicture(subject string, picture []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pictures[subject] = picture
}

func (s *session) RememberedPicture(subject string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pictures[subject]
}

// become changes the session, and tells its subscriber.
func (s *session) become(now auth.Snapshot) {
	s.mu.Lock()
	s.now = now
	s.mu.Unlock()
	s.changes <- now
}

// TestC_UA_EXTERNAL_link: the page gets the link of a log-in in the system browser.
func TestC_UA_EXTERNAL_link(t *testing.T) {
	p := newPublisher()
	p.OfferLink("")
	<-p.changed
	if current(p, auth.SignedIn).Outside {
		t.Error("Outside is true, although no log-in took place outside of the app")
	}
	const link = "http://127.0.0.1:1/go/once"
	for _, want := range []string{link, ""} {
		p.OfferLink(want)
		if got := current(p, auth.SigningIn); got.LoginLink != want || !got.Outside {
			t.Errorf("the page gets %q and %v, want %q and true", got.LoginLink, got.Outside, want)
		}
		select {
		case <-p.changed:
		default:
			t.Error("the page is not told about the change")
		}
	}
}

// TestReturns: the app comes to the front when a log-in in the system browser has ended and only the app shows how.
func TestReturns(t *testing.T) {
	signingIn, signedIn := auth.Snapshot{State: auth.SigningIn}, auth.Snapshot{State: auth.SignedIn}
	failed := func(err error) auth.Snapshot { return auth.Snapshot{Err: fmt.Errorf("around: %w", err)} }
	for _, tt := range []struct {
		now  auth.Snapshot
		want bool
	}{
		{signedIn, true},
		{failed(auth.ErrLinkReused), true},
		{failed(&auth.Error{Code: "access_denied"}), true},
		{failed(auth.ErrOffline), true}, // the answer came, and the token request failed
		{auth.Snapshot{State: auth.Expired, Err: auth.ErrIDToken}, true},
		{failed(auth.ErrTimeout), false},
		{failed(auth.ErrCancelled), false},
	} {
		p := newPublisher()
		if p.returns(tt.now) {
			t.Errorf("%v: the app comes to the front without a log-in outside", tt.now)
		}
		p.OfferLink("http://127.0.0.1:1/go/once")
		if p.returns(signingIn) || p.returns(signedIn) {
			t.Errorf("%v: the app comes to the front while it waits for the browser", tt.now)
		}
		p.OfferLink("")
		if p.returns(signingIn) || p.returns(auth.Snapshot{State: auth.SigningOut}) {
			t.Errorf("%v: the app comes to the front before the log-in has ended", tt.now)
		}
		if got := p.returns(tt.now); got != tt.want {
			t.Errorf("%v: got %v", tt.now, got)
		}
		if p.returns(signedIn) {
			t.Errorf("%v: the app comes to the front once more, at a renewal", tt.now)
		}
	}
}

// TestOutsideOfTheWindow: only the last log-in counts.
func TestOutsideOfTheWindow(t *testing.T) {
	p := newPublisher()
	p.provider.CanUseBrowser = true
	p.SetLoginVisible(true)
	p.SetLoginVisible(false)
	p.OfferLink("http://127.0.0.1:1/go/once")
	p.OfferLink("")
	if got := current(p, auth.SignedIn); !got.Outside || !got.CanUseBrowser {
		t.Errorf("after a log-in that moved to the browser: %+v", got)
	}
	p.SetLoginVisible(true)
	p.SetLoginVisible(false)
	if current(p, auth.SignedIn).Outside {
		t.Error("Outside is true, although the last log-in was in the window")
	}
}

// pixel is a picture as picture.Fetch returns it; each shade is another one.
func pixel(t *testing.T, shade uint8) picture.Picture {
	t.Helper()
	var out bytes.Buffer
	one := image.NewGray(image.Rect(0, 0, 1, 1))
	one.Pix[0] = shade
	if err := png.Encode(&out, one); err != nil {
		t.Fatal(err)
	}
	return picture.Picture{Type: "image/png", Data: out.Bytes()}
}

// following is a publisher at work. A fetch waits for the test to answer it.
type following struct {
	*Publisher
	t       *testing.T
	session *session
	events  chan bridge.Session
	fetches chan fetch
}

type fetch struct {
	url    string
	answer chan<- picture.Picture // none if it is closed
}

func follow(t *testing.T, pictures map[string][]byte) *following {
	t.Helper()
	s := &session{changes: make(chan auth.Snapshot), pictures: pictures}
	f := &following{Publisher: newPublisher(), t: t, session: s, events: make(chan bridge.Session), fetches: make(chan fetch)}
	fetching := func(ctx context.Context, url string) (picture.Picture, error) {
		answer := make(chan picture.Picture)
		f.fetches <- fetch{url, answer}
		if got, ok := <-answer; ok {
			return got, nil
		}
		return picture.Picture{}, errors.New("no answer")
	}
	f.Use(s, Provider{Fetch: fetching})
	ctx, stop := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { f.Run(ctx, func(s bridge.Session) { f.events <- s }, func() {}) })
	t.Cleanup(func() {
		stop()
		done.Wait()
	})
	return f
}

// become changes the session and returns what the page gets.
func (f *following) become(now auth.Snapshot) bridge.Session {
	go f.session.become(now)
	return f.next()
}

// next returns what the page gets next.
func (f *following) next() bridge.Session {
	f.t.Helper()
	select {
	case got := <-f.events:
		return got
	case <-time.After(30 * time.Second):
		f.t.Fatal("the page gets nothing")
		return bridge.Session{}
	}
}

// TestRememberedPicture: the page gets the picture of an earlier run together with the name, and keeps it while the session
// arrives, unless the provider has another one.
func TestRememberedPicture(t *testing.T) {
	before, after := pixel(t, 0), pixel(t, 255)
	remembered := auth.Profile{Subject: "ada", Name: "Ada Lovelace"}
	profile := auth.Profile{Subject: "ada", Name: "Ada Lovelace", Picture: "https://pictures.example/ada.png"}
	restoring := auth.Snapshot{State: auth.SigningIn, Step: auth.Restoring, Remembered: remembered}
	start := func(t *testing.T) (*following, string) {
		t.Helper()
		f := follow(t, map[string][]byte{"ada": before.Data})
		first := f.become(restoring)
		if first.Profile != nil || first.Remembered == nil || first.Remembered.Picture == "" || first.Step != "restoring" {
			t.Fatalf("the page gets %+v, want the picture with the name", first)
		}
		return f, first.Remembered.Picture
	}
	t.Run("stays until the provider's has come, and is replaced", func(t *testing.T) {
		f, old := start(t)
		if now := f.become(auth.Snapshot{State: auth.SignedIn, Profile: profile, Remembered: remembered}); now.Profile.Picture != old {
			t.Errorf("the picture is %q, want %q", now.Profile.Picture, old)
		}
		(<-f.fetches).answer <- after
		if now := f.next(); now.Profile.Picture == old || now.Profile.Picture == "" {
			t.Error("the new picture is not shown")
		}
		if !bytes.Equal(f.session.RememberedPicture("ada"), after.Data) {
			t.Error("the new picture is not kept")
		}
	})
	t.Run("stays if the provider's does not come", func(t *testing.T) {
		f, old := start(t)
		f.become(auth.Snapshot{State: auth.SignedIn, Profile: profile, Remembered: remembered})
		close((<-f.fetches).answer)
		if now := f.become(auth.Snapshot{State: auth.Offline, Profile: profile}); now.Profile.Picture != old {
			t.Errorf("the picture is %q, want %q", now.Profile.Picture, old)
		}
	})
	t.Run("goes when the provider has none", func(t *testing.T) {
		f, _ := start(t)
		for range 2 {
			if now := f.become(auth.Snapshot{State: auth.SignedIn, Profile: remembered, Remembered: remembered}); now.Profile.Picture == "" {
				t.Error("the picture went before the provider had told the whole profile")
			}
		}
		f.become(auth.Snapshot{State: auth.SignedIn, Profile: remembered})
		if now := f.next(); now.Profile.Picture != "" || f.session.RememberedPicture("ada") != nil {
			t.Errorf("the picture %q is still there", now.Profile.Picture)
		}
	})
	t.Run("is that of nobody else", func(t *testing.T) {
		f, _ := start(t)
		grace := auth.Profile{Subject: "grace", Name: "Grace Hopper", Picture: "https://pictures.example/grace.png"}
		if now := f.become(auth.Snapshot{State: auth.SignedIn, Profile: grace}); now.Profile.Picture != "" {
			t.Error("Grace has Ada's picture")
		}
		first := <-f.fetches
		if now := f.become(auth.Snapshot{State: auth.SignedIn, Profile: profile}); now.Profile.Picture == "" {
			t.Error("Ada has no picture any more")
		}
		second := <-f.fetches
		if !slices.Equal([]string{first.url, second.url}, []string{grace.Picture, profile.Picture}) {
			t.Errorf("fetched %s and %s", first.url, second.url)
		}
		first.answer <- after // late
		f.next()
		if now := f.become(auth.Snapshot{State: auth.SignedOut}); f.session.RememberedPicture("ada") == nil || now.Remembered != nil {
			t.Error("a late picture changed something")
		}
		close(second.answer)
	})
	t.Run("is none after the log-out", func(t *testing.T) {
		f, _ := start(t)
		if now := f.become(auth.Snapshot{State: auth.SigningOut}); now.Profile != nil || now.Remembered != nil || f.Picture.Path() != "" {
			t.Errorf("got %+v with the picture %q", now, f.Picture.Path())
		}
	})
	t.Run("is none if it is damaged", func(t *testing.T) {
		f := follow(t, map[string][]byte{"ada": []byte("<html>")})
		if now := f.become(restoring); now.Remembered.Picture != "" || now.Remembered.Initials != "AL" {
			t.Errorf("got %+v", now.Remembered)
		}
	})
}

// A picture that arrives when the page already shows another one, or another profile, is not shown.
func TestALatePicture(t *testing.T) {
	p := newPublisher()
	s := &session{now: auth.Snapshot{State: auth.SignedIn, Profile: auth.Profile{Subject: "ada"}}, pictures: map[string][]byte{}}
	p.provider.Fetch = func(context.Context, string) (picture.Picture, error) { return pixel(t, 0), nil }
	ada := auth.Profile{Subject: "ada", Picture: "https://pictures.example/ada.png"}
	p.session = s
	p.Current()
	ctx, cancel := context.WithCancel(t.Context())
	p.fetchPicture(ctx, s, ada)
	if p.Picture.Path() == "" {
		t.Fatal("the page does not get the picture")
	}
	p.setPicture(ctx, "ada", picture.Picture{})
	cancel()
	p.fetchPicture(ctx, s, ada)
	if p.Picture.Path() != "" {
		t.Error("an older picture is shown")
	}
	p.fetchPicture(t.Context(), s, auth.Profile{Subject: "grace", Picture: "https://pictures.example/grace.png"})
	if p.Picture.Path() != "" {
		t.Error("the picture of another profile is shown")
	}
}

// slow is a session after whose snapshots others come to run.
type slow struct{ *session }

func (s slow) Snapshot() auth.Snapshot {
	defer runtime.Gosched()
	return s.session.Snapshot()
}

// TestUse: no answer to the page has something of two sessions.
func TestUse(t *testing.T) {
	p := newPublisher()
	use := func(host, name string) {
		profile := auth.Profile{Subject: name, Name: name}
		p.Use(slow{&session{now: auth.Snapshot{State: auth.SignedIn, Profile: profile}}}, Provider{Host: host})
	}
	use("0.example", "0")
	ctx, stop := context.WithCancel(t.Context())
	var swaps sync.WaitGroup
	defer swaps.Wait()
	defer stop()
	swaps.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			name := strconv.Itoa(i % 2)
			use(name+".example", name)
		}
	})
	const enough = 1000
	for seen := map[string]int{}; seen["0"] < enough || seen["1"] < enough; {
		got := p.Current()
		if got.Provider != got.Profile.Name+".example" {
			t.Fatalf("%s is signed in at %s", got.Profile.Name, got.Provider)
		}
		seen[got.Profile.Name]++
	}
}

// TestNothingIsLeft: when another session takes the place of the one before, the page gets neither its picture nor its link.
func TestNothingIsLeft(t *testing.T) {
	p := newPublisher()
	ada := auth.Snapshot{State: auth.SignedIn, Profile: auth.Profile{Subject: "ada"}}
	p.Use(&session{now: ada, pictures: map[string][]byte{"ada": pixel(t, 0).Data}}, Provider{})
	p.OfferLink("http://127.0.0.1:1/go/x")
	if now := p.Current(); now.Profile.Picture == "" || now.LoginLink == "" {
		t.Fatalf("the page gets %+v", now)
	}
	p.Use(&session{now: auth.Snapshot{State: auth.SignedOut}}, Provider{})
	if now := p.Current(); p.Picture.Path() != "" || now.LoginLink != "" || now.Outside {
		t.Errorf("the page gets %+v, and the picture %q", now, p.Picture.Path())
	}
}

// Of two answers to the page, the one with the higher revision is newer.
func TestRevision(t *testing.T) {
	p := newPublisher()
	if first, second := current(p, auth.SignedIn), current(p, auth.SignedIn); first.Revision >= second.Revision {
		t.Errorf("the revision is %d, then %d; want a higher one", first.Revision, second.Revision)
	}
}
