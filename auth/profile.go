package auth

import (
	"context"
	"errors"
	"fmt"

	"wails-openid-oauth/internal/jose"
)

// Profile is what the ID token (or the UserInfo endpoint) says of the user: the standard claims of the "profile" and
// "email" scopes (OpenID Connect Core, section 5.1) that an application shows. Every field but Subject may be empty.
type Profile struct {
	Subject string
	Name    string
	Email   string
	// Picture is the URL that the provider names. It is the provider's word: fetch it with care, never from a page.
	Picture string
}

// readProfile takes the first name there is: providers without the "name" claim often send one of the others.
func readProfile(claims jose.Claims) Profile {
	text := func(names ...string) string {
		for _, name := range names {
			if value, err := claims.String(name); err == nil && value != "" {
				return value
			}
		}
		return ""
	}
	return Profile{
		Subject: text("sub"),
		Name:    text("name", "nickname", "preferred_username", "email"),
		Email:   text("email"),
		Picture: text("picture"),
	}
}

// errOtherSubject: the answer is about somebody else and "MUST NOT be used" (OpenID Connect Core, section 5.3.2).
var errOtherSubject = errors.New("the UserInfo response is of another subject")

// userinfo asks the UserInfo endpoint about subject (OpenID Connect Core, section 5.3).
func (c client) userinfo(ctx context.Context, endpoint string, access Secret, subject string) (Profile, error) {
	claims := jose.Claims{}
	if err := c.getJSON(ctx, endpoint, access, &claims); err != nil {
		return Profile{}, fmt.Errorf("userinfo: %w", err)
	}
	profile := readProfile(claims)
	if profile.Subject != subject {
		return Profile{}, fmt.Errorf("userinfo: %w: %w", ErrProvider, errOtherSubject)
	}
	return profile, nil
}

// completeProfile asks the UserInfo endpoint where a refresh brought no ID token. If that fails, the name stays unknown.
func (s *Session) completeProfile(ctx context.Context, epoch int) {
	s.mu.Lock()
	provider, known, current := s.provider, s.snapshot.Profile, s.held
	s.mu.Unlock()
	if known.Name != "" || provider.UserinfoEndpoint == "" || current.access.IsZero() {
		return
	}
	profile, err := s.client.userinfo(ctx, provider.UserinfoEndpoint, current.access, current.grant.Subject)
	if err != nil {
		s.opts.Log.Warn("the profile is not known", "err", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch == epoch && s.snapshot.State == SignedIn {
		next := s.snapshot
		next.Profile = profile
		s.publish(next)
	}
}
