package settings

import (
	"context"
	"sync"

	"wails-openid-oauth/auth"
)

// Memory is an [auth.TokenStore] for a log-in that is only tried: what it holds ends with it. The zero value is empty. It is safe for
// use by several goroutines.
type Memory struct {
	mu    sync.Mutex
	grant *auth.Grant
}

// Load implements [auth.TokenStore].
func (m *Memory) Load(_ context.Context, account auth.Account) (auth.Grant, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.grant == nil || m.grant.Account != account {
		return auth.Grant{}, auth.ErrNotFound
	}
	return *m.grant, nil
}

// Save implements [auth.TokenStore].
func (m *Memory) Save(_ context.Context, grant auth.Grant) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.grant = &grant
	return nil
}

// Delete implements [auth.TokenStore].
func (m *Memory) Delete(_ context.Context, account auth.Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.grant != nil && m.grant.Account == account {
		m.grant = nil
	}
	return nil
}
