package keyring

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"

	"wails-openid-oauth/auth"
)

var errBusLost = errors.New("the connection to the session bus has ended")

// shownPrompt is a prompt that is on the screen until done is closed.
type shownPrompt struct {
	conn *dbus.Conn
	path dbus.ObjectPath
	done chan struct{}
}

// unlock implements lock. It is the Unlock of the Secret Service API with its prompt.
//
// The end of ctx dismisses the prompt, except that of GNOME Keyring: its Dismiss leaves the prompt on the screen, and crashes
// the keyring. There the prompt stays until the person closes it, and the next unlock waits for it instead of showing another.
func (s *secretService) unlock(ctx context.Context) error {
	shown, err := s.show(ctx)
	if err != nil || shown == nil {
		return err
	}
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	unlocked := make(chan error, 1)
	go func() { unlocked <- s.await(waiting) }()
	for {
		select {
		case <-shown.done:
			return s.afterPrompt(ctx)
		case err := <-unlocked:
			if err == nil {
				shown.dismiss(ctx)
				return nil
			}
			unlocked = nil
		case <-ctx.Done():
			shown.dismiss(ctx)
			return context.Cause(ctx)
		}
	}
}

// afterPrompt says what came of a prompt that has ended. The keyring's state decides, because some keyrings report no dismissal.
func (s *secretService) afterPrompt(ctx context.Context) error {
	now, err := s.lookBriefly(ctx)
	if err == nil && len(now.locked) > 0 {
		err = auth.ErrDismissed
	}
	return err
}

// show returns the prompt that is on the screen, or shows one. It returns nil if none is needed. The end of ctx does not stop it
// halfway, because then nobody would know whether there is a prompt.
func (s *secretService) show(ctx context.Context) (*shownPrompt, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown != nil {
		return s.shown, nil
	}
	now, err := s.look(ctx)
	if err != nil || len(now.locked) == 0 {
		return nil, err
	}
	var done []dbus.ObjectPath
	p := &shownPrompt{conn: now.conn, done: make(chan struct{})}
	err = now.conn.Object(secretsName, secretsPath).CallWithContext(ctx, serviceAPI+".Unlock", 0, now.locked).Store(&done, &p.path)
	if err != nil || p.path == nothing {
		return nil, err
	}
	signals := make(chan *dbus.Signal, 16)
	now.conn.Signal(signals)
	if err = now.conn.AddMatchSignalContext(ctx, p.completed()...); err == nil {
		err = p.object().CallWithContext(ctx, promptAPI+".Prompt", 0, "").Err
	}
	if err != nil {
		now.conn.RemoveSignal(signals)
		return nil, err
	}
	s.shown = p
	go func() {
		p.wait(signals)
		now.conn.RemoveSignal(signals)
		_ = now.conn.RemoveMatchSignal(p.completed()...)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.shown = nil
		close(p.done)
	}()
	return p, nil
}

func (p *shownPrompt) object() dbus.BusObject { return p.conn.Object(secretsName, p.path) }

// completed matches the prompt's one signal.
func (p *shownPrompt) completed() []dbus.MatchOption {
	return []dbus.MatchOption{dbus.WithMatchObjectPath(p.path), dbus.WithMatchInterface(promptAPI)}
}

// wait returns when the prompt has ended, or the connection to the bus.
func (p *shownPrompt) wait(signals <-chan *dbus.Signal) {
	for signal := range signals {
		if signal.Path == p.path && signal.Name == promptAPI+".Completed" {
			return
		}
	}
}

// dismiss takes the prompt off the screen, where the keyring can do that.
func (p *shownPrompt) dismiss(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	if product(ctx, p.conn) == gnomeKeyring {
		return
	}
	_ = p.object().CallWithContext(ctx, promptAPI+".Dismiss", 0).Err // no such prompt, once it is completed
	select {
	case <-p.done:
	case <-ctx.Done():
	}
}

func (s *secretService) lookBriefly(ctx context.Context) (collection, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return s.look(ctx)
}

// await implements lock.
func (s *secretService) await(ctx context.Context) error {
	conn, err := s.private(dbus.WithContext(ctx))
	if err != nil {
		return missing("there is no session bus", err)
	}
	defer func() { _ = conn.Close() }()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, changes := range [][]dbus.MatchOption{
		{dbus.WithMatchPathNamespace(secretsPath)},
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretsName)},
	} {
		if err := conn.AddMatchSignalContext(ctx, changes...); err != nil {
			return err
		}
	}
	for {
		if now, err := s.lookBriefly(ctx); err == nil && len(now.locked) == 0 {
			return nil
		}
		select {
		case _, ok := <-signals:
			if !ok && ctx.Err() == nil {
				return errBusLost
			}
		case <-time.After(s.again):
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}
