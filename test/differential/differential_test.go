package differential

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"testing"
	"time"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	zitadel "github.com/zitadel/oidc/v3/pkg/oidc"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// sent holds what the provider sent in one log-in.
type sent struct{ idToken, accessToken, nonce string }

// logIn lets auth log in at a provider that makes its ID token with edit. It returns what the provider sent, and the error of
// the log-in.
func logIn(t *testing.T, p *authtest.Provider, edit forge) (sent, error) {
	t.Helper()
	var got sent
	defer p.Tamper(idp.PathToken, authtest.ReplaceIDToken(func(header, claims map[string]any) (string, error) {
		return edit(p, header, claims)
	}))()
	defer p.Tamper(idp.PathToken, func(r *authtest.Response) {
		var body map[string]any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Error(err)
		}
		got.idToken, _ = body["id_token"].(string)
		got.accessToken, _ = body["access_token"].(string)
	})()
	browser := p.Browser()
	session, err := auth.New(auth.Options{
		Config:  auth.Config{Issuer: p.Issuer, ClientID: p.ClientID, RedirectURI: authtest.RedirectURI, Scope: "openid profile"},
		Browser: browser, Store: authtest.NewStore(), HTTP: p.Client(), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err = session.Login(ctx)
	if opened := browser.Opened(); len(opened) == 1 {
		asked, parseErr := url.Parse(opened[0].StartURL)
		if parseErr != nil {
			t.Fatal(parseErr)
		}
		got.nonce = asked.Query().Get("nonce")
	}
	if got.idToken == "" || got.nonce == "" {
		t.Fatalf("the provider sent no ID token: %v", err)
	}
	return got, err
}

// byCoreOS verifies the ID token as the documentation of coreos/go-oidc tells a client to do.
func byCoreOS(ctx context.Context, p *authtest.Provider, s sent) error {
	keys := coreos.NewRemoteKeySet(coreos.ClientContext(ctx, p.Client()), p.Issuer+idp.PathJWKS)
	token, err := coreos.NewVerifier(p.Issuer, keys, &coreos.Config{ClientID: p.ClientID}).Verify(ctx, s.idToken)
	switch {
	case err != nil:
		return err
	case token.Nonce != s.nonce:
		return errors.New("the nonce is not the one that was sent")
	case token.AccessTokenHash != "":
		return token.VerifyAccessToken(s.accessToken)
	}
	return nil
}

// byZitadel verifies the ID token as the relying party of zitadel/oidc does.
func byZitadel(ctx context.Context, p *authtest.Provider, s sent) error {
	verifier := rp.NewIDTokenVerifier(p.Issuer, p.ClientID, rp.NewRemoteKeySet(p.Client(), p.Issuer+idp.PathJWKS),
		rp.WithNonce(func(context.Context) string { return s.nonce }), rp.WithIssuedAtOffset(5*time.Second))
	_, err := rp.VerifyTokens[*zitadel.IDTokenClaims](ctx, s.accessToken, s.idToken, verifier)
	return err
}

func TestOursRefusesWhatTheirsRefuse(t *testing.T) {
	keys := strangers(t)
	theirs := map[string]func(context.Context, *authtest.Provider, sent) error{"coreos/go-oidc": byCoreOS, "zitadel/oidc": byZitadel}
	refused := map[string]int{}
	for _, c := range corpus(keys) {
		t.Run(c.name, func(t *testing.T) {
			p := authtest.NewProvider(t)
			if c.keys != nil {
				p.Tamper(idp.PathJWKS, c.keys)
			}
			got, ours := logIn(t, p, c.forge)
			if ours != nil && !errors.Is(ours, auth.ErrIDToken) {
				t.Fatalf("auth failed for another reason than the ID token: %v", ours)
			}
			if c.valid != (ours == nil) && c.lenient == "" {
				t.Errorf("the token is valid: %t, but auth says %v", c.valid, ours)
			}
			for name, verify := range theirs {
				err := verify(t.Context(), p, got)
				if err != nil {
					refused[name]++
				}
				switch {
				case c.valid && err != nil:
					t.Errorf("%s refuses a valid token: %v", name, err)
				case err != nil && ours == nil && c.lenient == "":
					t.Errorf("%s refuses the token, but auth accepts it: %v", name, err)
				}
			}
			if c.lenient != "" && ours != nil {
				t.Errorf("auth refuses the token, too (%v): remove the exception (%s)", ours, c.lenient)
			}
		})
	}
	for name := range theirs {
		if refused[name] < 10 {
			t.Errorf("%s refused only %d tokens: the test does not use it correctly", name, refused[name])
		}
	}
}

// strangers returns keys that no provider publishes.
func strangers(t *testing.T) stranger {
	t.Helper()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return stranger{rsaKey, ecKey}
}
