package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/overlay"
)

// TestShutdown: closing the window right after a click on Logout does not undo the log-out.
func TestShutdown(t *testing.T) {
	waitLimit := overlay.WaitLimit
	for range 8 { // a call during the shutdown may get lost only sometimes
		provider, store := authtest.NewProvider(t), authtest.NewStore()
		a := newApp(slog.New(slog.DiscardHandler))
		session, err := auth.New(auth.Options{
			Config:  auth.Config{Issuer: provider.Issuer, ClientID: provider.ClientID, RedirectURI: authtest.RedirectURI, Scope: "openid offline_access"},
			Browser: provider.Browser(), Store: store, HTTP: provider.Client(), Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		a.parts.Store(&parts{session: session})
		close(a.ready)
		if err := session.Login(t.Context()); err != nil || store.Len() != 1 {
			t.Fatal(err, store.Len())
		}
		clicked, removed := make(chan struct{}), atomic.Bool{}
		store.Before(func(_ context.Context, call authtest.Call) error {
			if call.Op == authtest.Delete {
				close(clicked)
				time.Sleep(50 * time.Millisecond) // a slow keyring
				removed.Store(true)
			}
			return nil
		})
		go func() { _ = a.LogOut() }()
		<-clicked
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			a.shutdown(context.Background())
		}()
		select {
		case <-ended:
		case <-time.After(waitLimit):
			t.Fatal("the shutdown does not end")
		}
		if !removed.Load() || store.Len() != 0 {
			t.Fatal("the app ended before it had removed the stored session")
		}
		store.Before(nil)
		if err := a.LogOut(); err != nil {
			t.Fatalf("a click on Logout while the app ends: %v", err)
		}
	}
}
