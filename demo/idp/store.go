package idp

import (
	"context"
	"crypto/rand"
	"maps"
	"sync"
	"time"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// session is a person's session at the provider itself. The browser has a cookie for it.
type session struct {
	subject  string
	authTime int // seconds since the epoch
}

// store is the provider's memory, and the protocol library's storage. It gives out copies only. A grant is what a
// person gave the client at one log-in. It stays the same when its refresh token is rotated, so it identifies the
// family of refresh tokens.
type store struct {
	mu       sync.Mutex
	grants   map[string]*goidc.Grant
	spent    map[string]string // used refresh token → grant
	requests map[string]*goidc.AuthnSession
	sessions map[string]session
	consents map[string]bool // by subject: there is one client
	disabled map[string]bool // by subject
}

func newStore() *store {
	return &store{
		grants: map[string]*goidc.Grant{}, spent: map[string]string{}, requests: map[string]*goidc.AuthnSession{},
		sessions: map[string]session{}, consents: map[string]bool{}, disabled: map[string]bool{},
	}
}

// SaveGrant implements [goidc.GrantManager]. A refresh token that it replaces is spent.
func (s *store) SaveGrant(_ context.Context, grant *goidc.Grant) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.grants[grant.ID]
	if old != nil && old.RefreshToken != "" && old.RefreshToken != grant.RefreshToken {
		s.spent[old.RefreshToken] = grant.ID
	}
	saved := *grant
	if old != nil && old.RevokedAt != 0 {
		saved.RevokedAt = old.RevokedAt // a revocation that came in between is final
	}
	s.grants[grant.ID] = &saved
	return nil
}

// Grant implements [goidc.GrantManager].
func (s *store) Grant(_ context.Context, id string) (*goidc.Grant, error) {
	return s.find(func(grant *goidc.Grant) bool { return grant.ID == id })
}

// GrantByAuthCode implements [goidc.AuthManager]. A revoked grant is not found: the library would answer with an
// error code that the token endpoint does not have.
func (s *store) GrantByAuthCode(_ context.Context, code string) (*goidc.Grant, error) {
	return s.find(func(grant *goidc.Grant) bool { return grant.AuthCode == code && grant.RevokedAt == 0 })
}

// GrantByRefreshToken implements [goidc.RefreshTokenManager]. A spent token means that two parties hold the family:
// it ends here (RFC 9700, section 4.14.2).
func (s *store) GrantByRefreshToken(_ context.Context, token string) (*goidc.Grant, error) {
	s.mu.Lock()
	if id, reused := s.spent[token]; reused {
		revoke(s.grants[id])
	}
	s.mu.Unlock()
	return s.find(func(grant *goidc.Grant) bool { return grant.RefreshToken == token && !s.disabled[grant.Subject] })
}

func (s *store) find(matches func(*goidc.Grant) bool) (*goidc.Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, grant := range s.grants {
		if matches(grant) {
			found := *grant
			return &found, nil
		}
	}
	return nil, goidc.ErrNotFound
}

// SaveSession implements [goidc.AuthManager]. An authorization request that is answered is forgotten, so that no
// button on an old page can answer it again.
func (s *store) SaveSession(_ context.Context, request *goidc.AuthnSession) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := int(time.Now().Unix())
	maps.DeleteFunc(s.requests, func(_ string, old *goidc.AuthnSession) bool { return old.ExpiresAt <= now })
	if request.Status != goidc.StatusPending {
		delete(s.requests, request.ID)
		return nil
	}
	s.requests[request.ID] = copyRequest(request)
	return nil
}

// Session implements [goidc.AuthManager].
func (s *store) Session(_ context.Context, id string) (*goidc.AuthnSession, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if request, ok := s.requests[id]; ok {
		return copyRequest(request), nil
	}
	return nil, goidc.ErrNotFound
}

func copyRequest(request *goidc.AuthnSession) *goidc.AuthnSession {
	copied := *request
	copied.Store = maps.Clone(request.Store)
	return &copied
}

// startSession logs a person in and returns the cookie's value.
func (s *store) startSession(subject string, now time.Time) (id string, started session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, started = rand.Text(), session{subject: subject, authTime: int(now.Unix())}
	s.sessions[id] = started
	return id, started
}

// session returns a session of a person who may still log in.
func (s *store) session(id string) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.sessions[id]
	return found, ok && !s.disabled[found.subject]
}

// endSessions forgets the sessions that match.
func (s *store) endSessions(matches func(id string, session session) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.sessions, matches)
}

func revoke(grant *goidc.Grant) {
	if grant.RevokedAt == 0 {
		grant.RevokedAt = int(time.Now().Unix())
	}
}
