package keyring

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/overlay"
	"wails-openid-oauth/test/sessionbus"
)

// waitLimit bounds every wait of these tests.
var waitLimit = overlay.WaitLimit

// newLock returns a lock on a bus, which looks only when it is told to.
func newLock(t *testing.T, address string) *secretService {
	t.Helper()
	conn := sessionbus.Connect(t, address)
	return &secretService{
		service: "app", again: time.Hour,
		shared:  func() (*dbus.Conn, error) { return conn, nil },
		private: func(options ...dbus.ConnOption) (*dbus.Conn, error) { return dbus.Connect(address, options...) },
	}
}

func await(t *testing.T, otherwise string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(waitLimit); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(otherwise)
		}
	}
}

// isNamed reports whether err is target with a detail.
func isNamed(err, target error, text string) bool {
	detail := new(auth.Detail)
	return errors.Is(err, target) && errors.As(err, &detail) && detail.Text == text
}

// receive returns what comes on a channel within waitLimit.
func receive(t *testing.T, c <-chan error) error {
	t.Helper()
	select {
	case err := <-c:
		return err
	case <-time.After(waitLimit):
		t.Fatal("it does not end")
		return nil
	}
}

// unlocking runs unlock in the background until the prompt is on the screen for the nth time.
func unlocking(ctx context.Context, t *testing.T, l *secretService, s *service, nth int) <-chan error {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- l.unlock(ctx) }()
	await(t, "no prompt was shown", func() bool { prompted, _ := s.counts(); return prompted >= nth })
	return ended
}

func TestK_LOCKED(t *testing.T) {
	t.Run("every call says so, and asks nobody", func(t *testing.T) {
		bus := sessionbus.New(t)
		s := newService(t, bus, "org.gnome.keyring")
		s.change(func(s *service) { s.collectionLocked = true })
		f := newFake()
		store := newStore("app", f, waitLimit)
		store.lock = newLock(t, bus)
		_, loaded := store.Load(t.Context(), grant.Account)
		for call, err := range map[string]error{
			"load": loaded, "save": store.Save(t.Context(), grant), "delete": store.Delete(t.Context(), grant.Account),
		} {
			if !errors.Is(err, auth.ErrStore) || !isNamed(err, auth.ErrKeyringLocked, "“Login” (GNOME Keyring)") {
				t.Errorf("%s: got %v, want ErrKeyringLocked with the name", call, err)
			}
		}
		if prompted, _ := s.counts(); prompted != 0 || len(f.calls) != 0 {
			t.Errorf("%d prompts, %d calls of the library", prompted, len(f.calls))
		}
		s.set(func(s *service) { s.collectionLocked = false })
		save(t, store, grant)
	})
	t.Run("the person answers", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus), newLock(t, bus)
		s.change(func(s *service) { s.collectionLocked = true })
		ended := unlocking(t.Context(), t, l, s, 1)
		s.change(func(s *service) { s.collectionLocked = false }) // await gets no signal
		s.answer(false)
		if err := receive(t, ended); err != nil || !slices.Equal(s.first(), []dbus.ObjectPath{loginCollection}) {
			t.Errorf("got %v, asked for %v", err, s.first())
		}
	})
	t.Run("the person closes the prompt", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus), newLock(t, bus)
		s.change(func(s *service) { s.collectionLocked = true })
		for n, dismissed := range []bool{true, false} { // some keyrings report no dismissal
			ended := unlocking(t.Context(), t, l, s, n+1)
			s.answer(dismissed)
			if err := receive(t, ended); !errors.Is(err, auth.ErrDismissed) {
				t.Errorf("dismissed %t: got %v, want ErrDismissed", dismissed, err)
			}
		}
	})
	t.Run("another program unlocks it", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus), newLock(t, bus)
		s.change(func(s *service) { s.collectionLocked = true })
		ended := unlocking(t.Context(), t, l, s, 1)
		awaited := make(chan error, 1)
		go func() { awaited <- l.await(t.Context()) }()
		s.awaitLooks(t, 3) // before the prompt, beside it, and in await
		s.set(func(s *service) { s.collectionLocked = false })
		if err := errors.Join(receive(t, ended), receive(t, awaited)); err != nil {
			t.Error(err)
		}
		if _, dismissals := s.counts(); dismissals != 1 {
			t.Errorf("the prompt was dismissed %d times, want once", dismissals)
		}
	})
	t.Run("it is unlocked without a word", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus), newLock(t, bus)
		l.again = time.Millisecond
		s.change(func(s *service) { s.collectionLocked = true })
		awaited := make(chan error, 1)
		go func() { awaited <- l.await(t.Context()) }()
		s.awaitLooks(t, 1)
		s.change(func(s *service) { s.collectionLocked = false })
		if err := receive(t, awaited); err != nil {
			t.Error(err)
		}
	})
	t.Run("nobody needs the answer any more", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus, "org.keepassxc.KeePassXC.MainWindow"), newLock(t, bus)
		s.change(func(s *service) { s.collectionLocked = true })
		ctx, cancel := context.WithCancelCause(t.Context())
		ended := unlocking(ctx, t, l, s, 1)
		why := errors.New("a log-in has begun")
		cancel(why)
		if err := receive(t, ended); !errors.Is(err, why) {
			t.Errorf("got %v, want the cause", err)
		}
		if _, dismissals := s.counts(); dismissals != 1 {
			t.Errorf("the prompt was dismissed %d times, want once", dismissals)
		}
	})
	t.Run("GNOME Keyring's prompt is left, and waited for again", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus, "org.gnome.keyring"), newLock(t, bus)
		s.change(func(s *service) { s.collectionLocked = true })
		waits, private := make(chan error, 2), l.private // unlock waits for the prompt before it connects
		l.private = func(options ...dbus.ConnOption) (*dbus.Conn, error) {
			waits <- nil
			return private(options...)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := unlocking(ctx, t, l, s, 1)
		_ = receive(t, waits)
		cancel()
		_ = receive(t, ended)
		ended = unlocking(t.Context(), t, l, s, 1)
		_ = receive(t, waits)
		s.answer(true)
		if err := receive(t, ended); !errors.Is(err, auth.ErrDismissed) {
			t.Errorf("got %v, want ErrDismissed", err)
		}
		if prompted, dismissals := s.counts(); prompted != 1 || dismissals != 0 {
			t.Errorf("%d prompts, dismissed %d times; want one that stays", prompted, dismissals)
		}
	})
	t.Run("a keyring with a long name, of a program that nobody knows", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus), newLock(t, bus)
		s.change(func(s *service) { s.collectionLocked, s.label = true, strings.Repeat("é", 300) })
		if reply, err := sessionbus.Connect(t, bus).RequestName("org.kde.kwalletd6", dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
			t.Fatal(reply, err)
		}
		if err := l.check(t.Context()); !isNamed(err, auth.ErrKeyringLocked, "“"+strings.Repeat("é", 60)+"”") {
			t.Errorf("got %v, want a name that fits a line", err)
		}
	})
	t.Run("an item of the app is locked", func(t *testing.T) {
		bus := sessionbus.New(t)
		s, l := newService(t, bus, "org.kde.kwalletd6"), newLock(t, bus)
		s.change(func(s *service) { s.itemLocked = true })
		if err := l.check(t.Context()); !isNamed(err, auth.ErrKeyringLocked, "“Login” (KWallet)") {
			t.Errorf("got %v, want ErrKeyringLocked", err)
		}
		ended := unlocking(t.Context(), t, l, s, 1)
		s.awaitLooks(t, 3) // check, before the prompt, and beside it
		s.set(func(s *service) { s.itemLocked = false })
		if err := receive(t, ended); err != nil || !slices.Equal(s.first(), []dbus.ObjectPath{loginCollection + "/1"}) {
			t.Errorf("got %v, asked for %v", err, s.first())
		}
	})
}

// TestK_NOFALLBACK_Missing: the words say what is missing.
func TestK_NOFALLBACK_Missing(t *testing.T) {
	bus := sessionbus.New(t)
	l := newLock(t, bus)
	if err := l.check(t.Context()); !isNamed(err, auth.ErrNoKeyring, "no program offers org.freedesktop.secrets") {
		t.Errorf("K-NOFALLBACK: no service: got %v", err)
	}
	f := newFake()
	store := newStore("app", f, waitLimit)
	store.lock = l
	save(t, store, grant) // what go-keyring can do counts
	f.fault = func(call) fault { return fails }
	if _, err := store.Load(t.Context(), grant.Account); !errors.Is(err, auth.ErrStore) ||
		!isNamed(err, auth.ErrNoKeyring, "no program offers org.freedesktop.secrets") {
		t.Errorf("K-NOFALLBACK: load: got %v", err)
	}
	s := newService(t, bus, "org.gnome.keyring")
	s.change(func(s *service) { s.loginCollectionMissing, s.noDefault = true, true })
	if err := l.check(t.Context()); !isNamed(err, auth.ErrNoKeyring, "GNOME Keyring has no default keyring") {
		t.Errorf("K-NOFALLBACK: no collection: got %v", err)
	}
	s.set(func(s *service) { s.noDefault = false })
	if err := l.check(t.Context()); err != nil {
		t.Errorf("the default collection: got %v", err)
	}
	l.shared = func() (*dbus.Conn, error) { return nil, errors.New("no bus") }
	if err := l.check(t.Context()); !isNamed(err, auth.ErrNoKeyring, "there is no session bus") {
		t.Errorf("K-NOFALLBACK: no bus: got %v", err)
	}
}

// TestK_TIMEOUT_Lock: a keyring or a bus that does not answer is neither locked nor missing.
func TestK_TIMEOUT_Lock(t *testing.T) {
	hangs := make(chan struct{})
	defer close(hangs)
	for name, hang := range map[string]func(*service, *secretService){
		"the keyring": func(s *service, _ *secretService) { s.change(func(s *service) { s.hangs = hangs }) },
		"the bus": func(_ *service, l *secretService) {
			l.shared = func() (*dbus.Conn, error) { <-hangs; return nil, errBusLost }
		},
	} {
		t.Run(name, func(t *testing.T) {
			bus := sessionbus.New(t)
			l := newLock(t, bus)
			hang(newService(t, bus), l)
			store := newStore("app", newFake(), 10*time.Millisecond)
			store.lock = l
			loaded := make(chan error, 1)
			go func() {
				_, err := store.Load(t.Context(), grant.Account)
				loaded <- err
			}()
			err := receive(t, loaded)
			if !errors.Is(err, auth.ErrStore) || errors.Is(err, auth.ErrKeyringLocked) || errors.Is(err, auth.ErrNoKeyring) {
				t.Errorf("K-TIMEOUT: got %v, want ErrStore alone", err)
			}
		})
	}
}
