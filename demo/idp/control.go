package idp

import (
	"time"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// The methods of this file let a test or a demonstration act as the provider's administrator.

// SetAccessTokenLifetime changes the lifetime of the access tokens from now on; it counts in whole seconds, at least one.
func (p *Provider) SetAccessTokenLifetime(lifetime time.Duration) {
	p.accessLifetime.Store(int64(max(1, seconds(lifetime))))
}

// RotateKeys signs with a new key from now on. The old ones stay published until [Provider.WithdrawOldKeys].
func (p *Provider) RotateKeys() error { return p.keys.rotate() }

// WithdrawOldKeys leaves only the newest key in the JWKS.
func (p *Provider) WithdrawOldKeys() { p.keys.withdraw() }

// SignJWT signs claims with the current key. The header has alg, kid and typ "JWT"; values given replace them, nil
// removes one.
func (p *Provider) SignJWT(header, claims map[string]any) (string, error) {
	return p.keys.sign(header, claims)
}

// RevokeRefreshTokens ends every grant of a person: the next refresh is answered with invalid_grant.
func (p *Provider) RevokeRefreshTokens(person string) {
	p.store.edit(person, func(grant *goidc.Grant) { revoke(grant) })
}

// WithdrawConsent ends every grant of a person as well, and asks for consent at the next log-in.
func (p *Provider) WithdrawConsent(person string) {
	p.RevokeRefreshTokens(person)
	p.store.mu.Lock()
	defer p.store.mu.Unlock()
	delete(p.store.consents, Person{Key: person}.Subject())
}

// DisablePerson bars a person from logging in and from refreshing, until [Provider.EnablePerson].
func (p *Provider) DisablePerson(person string) { p.setDisabled(person, true) }

// EnablePerson undoes [Provider.DisablePerson].
func (p *Provider) EnablePerson(person string) { p.setDisabled(person, false) }

func (p *Provider) setDisabled(person string, disabled bool) {
	p.store.mu.Lock()
	defer p.store.mu.Unlock()
	p.store.disabled[Person{Key: person}.Subject()] = disabled
}

// EndSessions logs a person out at the provider itself, in every browser. Grants stay.
func (p *Provider) EndSessions(person string) {
	p.store.endSessions(func(_ string, s session) bool { return s.subject == Person{Key: person}.Subject() })
}

// SessionActive reports whether a person is logged in at the provider itself, in any browser.
func (p *Provider) SessionActive(person string) bool {
	p.store.mu.Lock()
	defer p.store.mu.Unlock()
	for _, s := range p.store.sessions {
		if s.subject == (Person{Key: person}).Subject() {
			return true
		}
	}
	return false
}

// RefreshTokenActive reports whether a refresh token would be accepted now. Asking changes nothing.
func (p *Provider) RefreshTokenActive(token string) bool {
	now := int(time.Now().Unix())
	grant, err := p.store.find(func(grant *goidc.Grant) bool {
		return token != "" && grant.RefreshToken == token && !p.store.disabled[grant.Subject]
	})
	return err == nil && grant.RevokedAt == 0 && (grant.RefreshTokenExpiresAt == 0 || now < grant.RefreshTokenExpiresAt)
}

// edit changes every grant of a person.
func (s *store) edit(person string, change func(*goidc.Grant)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, grant := range s.grants {
		if grant.Subject == (Person{Key: person}).Subject() {
			change(grant)
		}
	}
}
