package auth

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
)

const (
	// skew is how long an ID token is still accepted after its end, and how far the times of two tokens may differ.
	skew = 30 * time.Second
	// maxAge bounds the age of an ID token when it arrives. It comes straight from the provider, so an older one is wrong.
	maxAge = 24 * time.Hour
	// maxSubject bounds "sub", in ASCII characters (OpenID Connect Core, section 2).
	maxSubject = 255
)

// idToken is a verified ID token (OpenID Connect Core, section 2).
type idToken struct {
	profile          Profile
	nonce, acr       string
	issued, authTime time.Time
}

// idTokenCheck holds the values that an ID token must match.
type idTokenCheck struct {
	issuer, clientID string
	// trusted are the audiences that may stand beside clientID.
	trusted []string
	// alg is the only algorithm that is accepted. published are those of the metadata, for the error's words only.
	alg       jose.Algorithm
	published []string
	// refreshed says that the token comes from a refresh, and must be about subject.
	refreshed bool
	subject   string
	keys      jose.KeySource
	access    Secret
	now       time.Time
}

// idTokenCheck returns the check of a token response's ID token against the registration.
func (s *Session) idTokenCheck(got tokens, p *Provider, keys jose.KeySource) idTokenCheck {
	cfg := s.opts.Config
	return idTokenCheck{
		issuer: cfg.Issuer, clientID: cfg.ClientID, trusted: cfg.TrustedAudiences,
		alg: cfg.signingAlg(), published: p.IDTokenAlgs,
		keys: keys, access: got.access, now: s.opts.Now(),
	}
}

// verifyFirst checks the ID token of a log-in. It must be there, have the nonce of the request, and show the
// authentication that the request asked for.
func (s *Session) verifyFirst(ctx context.Context, got tokens, granted authorization) (idToken, error) {
	if got.id.IsZero() {
		return idToken{}, fmt.Errorf("%w: the token response has none", ErrIDToken)
	}
	id, err := s.idTokenCheck(got, granted.provider, granted.keys).verify(ctx, got.id)
	switch {
	case err != nil:
		return id, err
	case !equal(id.nonce, granted.nonce):
		return id, fmt.Errorf("%w: its nonce is not that of the request", ErrIDToken)
	}
	return id, granted.config.checkAuthentication(id, s.opts.Now().Sub(granted.asked))
}

// verify does the checks of OpenID Connect Core, section 3.1.3.7, except the nonce, which the caller checks: a log-in
// requires it, a refresh only compares it.
//
// Every failure is ErrIDToken, with one exception: keys that cannot be had are ErrOffline, or ErrProvider with ErrKeys.
// ErrForeign beside ErrIDToken means that the provider signed the token, and made it for or about another party. Every
// other failure means that the token cannot be used, and says nothing about whose it is. Therefore the order is signature,
// type, parties, and then the rest.
func (c idTokenCheck) verify(ctx context.Context, compact Secret) (idToken, error) {
	token, err := jose.Verify(ctx, compact.Reveal(), jose.MaxIDToken, []jose.Algorithm{c.alg}, c.keys)
	switch {
	case errors.Is(err, jwks.ErrUnavailable), errors.Is(err, jwks.ErrUndecided):
		return idToken{}, noKeys(err, c.alg)
	case errors.Is(err, jose.ErrAlgorithm):
		return idToken{}, fmt.Errorf("%w: %w: %w", ErrIDToken, c.otherAlgorithm(compact), err)
	case err != nil:
		return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, err)
	}
	if err := c.check(token); err != nil {
		return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, clock(err))
	}
	return readIDToken(token.Claims)
}

// otherAlgorithm returns ErrSigningAlg for a token that was refused for its algorithm. It names that algorithm if the
// setting could have it. Otherwise it names those of the metadata.
func (c idTokenCheck) otherAlgorithm(compact Secret) *Detail {
	theirs := "published: " + cmp.Or(printable(strings.Join(c.published, " ")), "nothing")
	if token, err := jose.Parse(compact.Reveal(), jose.MaxIDToken, jose.Algorithms()); err == nil {
		theirs = "received: " + string(token.Header.Alg)
	}
	return compared(ErrSigningAlg, string(c.alg), theirs)
}

func (c idTokenCheck) check(token *jose.Token) error {
	if token.Header.Typ != "" && !strings.EqualFold(token.Header.Typ, "JWT") {
		return errors.New("its type is not JWT")
	}
	if err := c.checkParties(token.Claims); err != nil {
		return err
	}
	if err := c.checkTimes(token.Claims); err != nil {
		return err
	}
	return c.checkAccessTokenHash(token.Claims)
}

// checkParties checks who issued the token, whom it is for, and whom it is about. ErrForeign requires that all four
// claims are well-formed and at least one names another party. A missing or malformed claim names no party, so it is
// not ErrForeign.
func (c idTokenCheck) checkParties(claims jose.Claims) error {
	var foreign error
	for _, err := range []error{c.checkIssuer(claims), c.checkAudience(claims), c.checkAuthorizedParty(claims), c.checkSubject(claims)} {
		claim := new(jose.ClaimError)
		switch {
		case err == nil:
		case errors.As(err, &claim) && claim.Problem == jose.Mismatch:
			foreign = fmt.Errorf("%w: %w", ErrForeign, err)
		default:
			return err
		}
	}
	return foreign
}

// nameIn returns a claim that must be a non-empty string.
func nameIn(claims jose.Claims, claim string) (string, error) {
	name, err := claims.String(claim)
	switch {
	case !claims.Has(claim):
		return "", &jose.ClaimError{Claim: claim, Problem: jose.Missing}
	case err == nil && name == "":
		return "", &jose.ClaimError{Claim: claim, Problem: jose.Invalid}
	}
	return name, err
}

func (c idTokenCheck) checkIssuer(claims jose.Claims) error {
	issuer, err := nameIn(claims, "iss")
	if err == nil && issuer != c.issuer {
		err = &jose.ClaimError{Claim: "iss", Problem: jose.Mismatch}
	}
	return err
}

// checkAudience accepts our client_id, beside which there may be only trusted audiences (OpenID Connect Core, section
// 3.1.3.7, step 3).
func (c idTokenCheck) checkAudience(claims jose.Claims) error {
	audience, err := claims.Audience()
	switch {
	case err != nil:
		return err
	case len(audience) == 0 || slices.Contains(audience, ""):
		return &jose.ClaimError{Claim: "aud", Problem: jose.Invalid}
	case !slices.Contains(audience, c.clientID):
		return &jose.ClaimError{Claim: "aud", Problem: jose.Mismatch}
	}
	untrusted := slices.DeleteFunc(slices.Clone(audience), c.mayBeAudience)
	if len(untrusted) > 0 {
		text := "not in trustedAudiences: " + printable(strings.Join(untrusted, " "))
		return &Detail{ErrAudience, text, &jose.ClaimError{Claim: "aud", Problem: jose.Mismatch}}
	}
	return nil
}

// mayBeAudience reports whether an audience is ours or trusted.
func (c idTokenCheck) mayBeAudience(audience string) bool {
	return audience == c.clientID || slices.Contains(c.trusted, audience)
}

// checkAuthorizedParty accepts our client_id, or no azp. A list of several audiences must have azp (OpenID Connect Core,
// section 2, "azp"), unless the others are trusted: ZITADEL lists its project there.
func (c idTokenCheck) checkAuthorizedParty(claims jose.Claims) error {
	if !claims.Has("azp") {
		audience, _ := claims.Audience()
		beside := slices.ContainsFunc(audience, func(one string) bool { return one != c.clientID })
		if len(audience) > 1 && !beside {
			return &jose.ClaimError{Claim: "azp", Problem: jose.Missing}
		}
		return nil
	}
	party, err := nameIn(claims, "azp")
	if err == nil && party != c.clientID {
		err = &jose.ClaimError{Claim: "azp", Problem: jose.Mismatch}
	}
	return err
}

func (c idTokenCheck) checkSubject(claims jose.Claims) error {
	subject, err := nameIn(claims, "sub")
	switch {
	case err != nil:
		return err
	case !isSubject(subject):
		return &jose.ClaimError{Claim: "sub", Problem: jose.Invalid}
	case c.refreshed && subject != c.subject:
		return &jose.ClaimError{Claim: "sub", Problem: jose.Mismatch}
	}
	return nil
}

// checkTimes checks "exp", "iat" and "nbf" (OpenID Connect Core, section 3.1.3.7, steps 9 and 10).
//
// A token that has just come from the provider, in the answer to our own request and with its nonce, was issued a moment
// ago. So a time of issue in the future only shows that the clock of this computer is behind, as many are by a minute or
// two: a refusal would keep people out, and protect nothing. The end of a token limits how long a stolen one is of use, so
// there only seconds are tolerated. See [jose.Leeway].
func (c idTokenCheck) checkTimes(claims jose.Claims) error {
	issued, err := claims.Time("iat")
	if err != nil {
		return err
	}
	if issued.Before(c.now.Add(-maxAge)) {
		return &jose.ClaimError{Claim: "iat", Problem: jose.Expired}
	}
	return claims.CheckTime(c.now, jose.Leeway{Exp: skew, Nbf: jose.MaxAhead, Iat: jose.MaxAhead})
}

// checkAccessTokenHash compares at_hash, if there is one (OpenID Connect Core, section 3.1.3.8), with the left half of
// the access token's SHA-256, which is the hash of each algorithm that is supported.
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

// clock adds ErrClock to the failures that only a wrong clock can cause, since the token comes straight from the
// provider.
func clock(err error) error {
	claim := new(jose.ClaimError)
	if errors.As(err, &claim) && (claim.Problem == jose.Expired || claim.Problem == jose.Early) {
		return fmt.Errorf("%w: %w", ErrClock, err)
	}
	return err
}

// readIDToken returns the claims that are used of a checked token.
func readIDToken(claims jose.Claims) (token idToken, err error) {
	token.profile = readProfile(claims)
	token.nonce, _ = claims.String("nonce")
	token.acr, _ = claims.String("acr")
	if token.issued, err = claims.Time("iat"); err == nil && claims.Has("auth_time") {
		token.authTime, err = claims.Time("auth_time")
	}
	if err != nil {
		return idToken{}, fmt.Errorf("%w: %w", ErrIDToken, err)
	}
	return token, nil
}

func isSubject(sub string) bool {
	return len(sub) <= maxSubject && strings.IndexFunc(sub, func(r rune) bool { return r > 0x7e || r < 0x20 }) < 0
}
