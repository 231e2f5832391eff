package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
)

const (
	// skew is how far the provider's clock may be from ours.
	skew = 30 * time.Second
	// maxAge is how long ago an ID token may have been issued when it arrives: it comes straight from the provider.
	maxAge = 24 * time.Hour
	// maxSubject is the standard's bound, in ASCII characters (OpenID Connect Core, section 2).
	maxSubject = 255
)

// idToken is a verified ID token (OpenID Connect Core, section 2).
type idToken struct {
	profile  Profile
	nonce    string
	authTime time.Time
}

// idTokenCheck is what an ID token is held against.
type idTokenCheck struct {
	issuer, clientID string
	keys             jose.KeySource
	access           Secret
	now              time.Time
}

// verify holds the ID token of a token response against the registration.
func (s *Session) verify(ctx context.Context, got tokens, keys jose.KeySource) (idToken, error) {
	check := idTokenCheck{
		issuer: s.opts.Config.Issuer, clientID: s.opts.Config.ClientID, keys: keys, access: got.access, now: s.opts.Now(),
	}
	return check.verify(ctx, got.id)
}

// verify does what OpenID Connect Core, section 3.1.3.7, lists, but for the nonce, which is the caller's: a log-in asks
// for it, a refresh only compares. Every failure is ErrIDToken, except that keys which cannot be fetched are ErrOffline.
func (c idTokenCheck) verify(ctx context.Context, compact Secret) (idToken, error) {
	token, err := jose.Verify(ctx, compact.Reveal(), jose.MaxIDToken, c.keys)
	if errors.Is(err, jwks.ErrUnavailable) || errors.Is(err, jwks.ErrUndecided) {
		return idToken{}, fmt.Errorf("%w: %w", ErrOffline, err)
	}
	if err != nil {
		return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, err)
	}
	if err := c.check(token); err != nil {
		return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, clock(err))
	}
	return readIDToken(token.Claims)
}

func (c idTokenCheck) check(token *jose.Token) error {
	if token.Header.Typ != "" && !strings.EqualFold(token.Header.Typ, "JWT") {
		return errors.New("its type is another one")
	}
	if err := token.Claims.CheckIssuer(c.issuer); err != nil {
		return err
	}
	if err := c.checkAudience(token.Claims); err != nil {
		return err
	}
	if err := c.checkTimes(token.Claims); err != nil {
		return err
	}
	return c.checkAccessTokenHash(token.Claims)
}

// checkAudience takes our client_id and nothing else: we trust no second audience. A list of several, all of them ours,
// has to say whom it was made for (OpenID Connect Core, section 2, "azp").
func (c idTokenCheck) checkAudience(claims jose.Claims) error {
	audience, err := claims.Audience()
	if err != nil {
		return err
	}
	if len(audience) == 0 {
		return &jose.ClaimError{Claim: "aud", Problem: jose.Missing}
	}
	for _, one := range audience {
		if one != c.clientID {
			return &jose.ClaimError{Claim: "aud", Problem: jose.Mismatch}
		}
	}
	if !claims.Has("azp") && len(audience) == 1 {
		return nil
	}
	if azp, err := claims.String("azp"); err != nil || azp != c.clientID {
		return &jose.ClaimError{Claim: "azp", Problem: jose.Mismatch}
	}
	return nil
}

func (c idTokenCheck) checkTimes(claims jose.Claims) error {
	issued, err := claims.Time("iat")
	if err != nil {
		return err
	}
	if issued.Before(c.now.Add(-maxAge)) {
		return &jose.ClaimError{Claim: "iat", Problem: jose.Expired}
	}
	return claims.CheckTime(c.now, skew)
}

// checkAccessTokenHash compares at_hash where there is one (OpenID Connect Core, section 3.1.3.8): the left half of the
// access token's SHA-256, since RS256 is the one algorithm that is taken.
func (c idTokenCheck) checkAccessTokenHash(claims jose.Claims) error {
	if !claims.Has("at_hash") {
		return nil
	}
	sum := sha256.Sum256([]byte(c.access.Reveal()))
	want := NewSecret(base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2]))
	if got, err := claims.String("at_hash"); err != nil || !equal(got, want) {
		return &jose.ClaimError{Claim: "at_hash", Problem: jose.Mismatch}
	}
	return nil
}

// clock marks the claims that only a wrong clock makes fail: the token comes straight from the provider.
func clock(err error) error {
	claim := new(jose.ClaimError)
	if errors.As(err, &claim) && (claim.Problem == jose.Expired || claim.Problem == jose.Early) {
		return fmt.Errorf("%w: %w", ErrClock, err)
	}
	return err
}

func readIDToken(claims jose.Claims) (idToken, error) {
	token := idToken{profile: readProfile(claims)}
	if !isSubject(token.profile.Subject) {
		return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, &jose.ClaimError{Claim: "sub", Problem: jose.Invalid})
	}
	token.nonce, _ = claims.String("nonce")
	if claims.Has("auth_time") {
		var err error
		if token.authTime, err = claims.Time("auth_time"); err != nil {
			return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, err)
		}
	}
	return token, nil
}

func isSubject(sub string) bool {
	return sub != "" && len(sub) <= maxSubject && strings.IndexFunc(sub, func(r rune) bool { return r > 0x7e || r < 0x20 }) < 0
}
