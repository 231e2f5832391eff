package auth

import (
	"crypto/rand"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

// transaction holds what belongs to one authorization request until its answer comes (RFC 9700, section 2.1.1). It is
// new for each request and used once.
type transaction struct {
	state, nonce, verifier Secret
	provider               *Provider
	config                 Config
	oauth                  *oauth2.Config
	// asked is when the request was made, by our clock.
	asked time.Time
	// blank is set when a URL without any parameter reaches the redirect URI.
	blank *atomic.Bool
}

// newTransaction makes the transaction of a request that is made at the time asked.
func newTransaction(cfg Config, p *Provider, asked time.Time) transaction {
	return transaction{
		state:    NewSecret(rand.Text()),
		nonce:    NewSecret(rand.Text()),
		verifier: NewSecret(oauth2.GenerateVerifier()),
		provider: p,
		config:   cfg,
		oauth:    oauthConfig(cfg, p),
		asked:    asked,
		blank:    new(atomic.Bool),
	}
}

// oauthConfig fixes the authentication style. Otherwise x/oauth2 would try both, and send a public client's code twice.
func oauthConfig(cfg Config, p *Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     cfg.ClientID,
		ClientSecret: cfg.ClientSecret.Reveal(),
		RedirectURL:  cfg.RedirectURI,
		Scopes:       []string{cfg.Scope},
		Endpoint: oauth2.Endpoint{
			AuthURL: p.AuthorizationEndpoint, TokenURL: p.TokenEndpoint, AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// url returns the authentication request (OpenID Connect Core, section 3.1.2.1). again may be empty, or a prompt to add.
func (t transaction) url(again string) string {
	var params []oauth2.AuthCodeOption
	for name, value := range t.config.AuthorizationParameters { // first, so that ours win
		params = append(params, oauth2.SetAuthURLParam(name, value))
	}
	params = append(params,
		oauth2.S256ChallengeOption(t.verifier.Reveal()),
		oauth2.SetAuthURLParam("nonce", t.nonce.Reveal()),
	)
	set := func(name, value string) {
		if value != "" {
			params = append(params, oauth2.SetAuthURLParam(name, value))
		}
	}
	set(parameterPrompt, t.config.promptWith(again))
	set("resource", t.config.resource())
	if t.config.AudienceParameter == "" || t.config.AudienceParameter == SendAudience {
		set("audience", t.config.Audience)
	}
	return t.oauth.AuthCodeURL(t.state.Reveal(), params...)
}

// isBlank reports whether a URL without any parameter has reached the redirect URI.
func (t transaction) isBlank() bool { return t.blank != nil && t.blank.Load() }
