package auth

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"wails-openid-oauth/internal/jose"
)

// Profile is what the ID token (or the UserInfo endpoint) says about the user: the standard claims of the "profile" and
// "email" scopes (OpenID Connect Core, section 5.1) that an application shows. Every field but Subject may be empty.
type Profile struct {
	Subject string `json:"subject"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	// Picture is a URL that the provider chose. Do not trust it: never load it from a page.
	Picture string `json:"picture"`
}

// readProfile takes the first name claim that is not empty: providers without "name" often send one of the others.
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

// errOtherSubject: the UserInfo response is about another user and "MUST NOT be used" (OpenID Connect Core, section
// 5.3.2).
var errOtherSubject = errors.New("the UserInfo response is of another subject")

// userinfo asks the UserInfo endpoint about subject (OpenID Connect Core, section 5.3).
func (c client) userinfo(ctx context.Context, endpoint string, access Secret, subject string) (Profile, error) {
	claims := jose.Claims{}
	err := c.getJSON(ctx, endpoint, access, &claims)
	if errors.Is(err, errJWT) {
		err = fmt.Errorf("%w: %w", err, ErrUserinfo)
	}
	if err != nil {
		return Profile{}, fmt.Errorf("userinfo: %w", err)
	}
	profile := readProfile(claims)
	if profile.Subject != subject {
		return Profile{}, fmt.Errorf("userinfo: %w: %w", ErrProvider, errOtherSubject)
	}
	return profile, nil
}

// or fills the empty fields of p from known, if both are about the same person.
func (p Profile) or(known Profile) Profile {
	if p.Subject != "" && p.Subject != known.Subject {
		return p
	}
	return Profile{
		Subject: known.Subject, Name: cmp.Or(p.Name, known.Name), Email: cmp.Or(p.Email, known.Email),
		Picture: cmp.Or(p.Picture, known.Picture),
	}
}

// completeProfile asks the UserInfo endpoint, once a session, for the claims that the ID token lacks. Providers may put
// them only there (OpenID Connect Core, section 5.4). On a failure the profile stays incomplete.
func (s *Session) completeProfile(epoch int) {
	s.mu.Lock()
	provider, known, current := s.provider, s.snapshot.Profile, s.held
	open := known.Name == "" || known.Email == "" || known.Picture == ""
	if !open || s.asked == epoch || provider == nil || provider.UserinfoEndpoint == "" || current.access.IsZero() {
		s.mu.Unlock()
		return
	}
	s.asked = epoch
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(s.ctx, requestTimeout)
	defer cancel()
	profile, err := s.client.userinfo(ctx, provider.UserinfoEndpoint, current.access, current.grant.Subject)
	if err != nil {
		s.opts.Log.Warn("the profile is not complete", "err", err)
		if !errors.Is(err, ErrUserinfo) {
			return // it may work the next time
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != epoch || s.snapshot.State != SignedIn {
		return
	}
	next := s.snapshot
	next.Profile = next.Profile.or(profile)
	if err == nil {
		next.Remembered = Profile{} // what the provider does not tell is no longer so
	}
	if err != nil && next.Notice == nil {
		next.Notice = err
	}
	s.publish(next)
}
