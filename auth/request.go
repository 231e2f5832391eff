package auth

import (
	"crypto/rand"

	"golang.org/x/oauth2"
)

// transaction holds what belongs to one authorization request until its answer comes (RFC 9700, section 2.1.1). It is
// new for each request and used once.
type transaction struct {
	state, nonce, verifier Secret
	provider               *Provider
	oauth                  *oauth2.Config
}

func newTransaction(cfg Config, p *Provider) transaction {
	return transaction{
		state:    NewSecret(rand.Text()),
		nonce:    NewSecret(rand.Text()),
		verifier: NewSecret(oauth2.GenerateVerifier()),
		provider: p,
		oauth:    oauthConfig(cfg, p),
	}
}

// oauthConfig fixes the authentication style. Otherwise x/oauth2 would try both, and send a public client's code twice.
func oauthConfig(cfg Config, p *Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID:    cfg.ClientID,
		RedirectURL: cfg.RedirectURI,
		Scopes:      []string{cfg.Scope},
		Endpoint: oauth2.Endpoint{
			AuthURL: p.AuthorizationEndpoint, TokenURL: p.TokenEndpoint, AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// url returns the authentication request (OpenID Connect Core, section 3.1.2.1). prompt may be empty.
func (t transaction) url(audience, prompt string) string {
	params := append(apiParameter(audience),
		oauth2.S256ChallengeOption(t.verifier.Reveal()),
		oauth2.SetAuthURLParam("nonce", t.nonce.Reveal()),
	)
	if prompt != "" {
		params = append(params, oauth2.SetAuthURLParam("prompt", prompt))
	}
	return t.oauth.AuthCodeURL(t.state.Reveal(), params...)
}
