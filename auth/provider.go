package auth

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Provider is the provider's metadata (OpenID Connect Discovery, section 3), checked.
type Provider struct {
	Issuer                string `json:"issuer"`
	AuthorizationEndpoint string `json:"authorization_endpoint"`
	TokenEndpoint         string `json:"token_endpoint"`
	JWKSURI               string `json:"jwks_uri"`
	// UserinfoEndpoint, EndSessionEndpoint and RevocationEndpoint are empty if the provider has none.
	UserinfoEndpoint   string `json:"userinfo_endpoint"`
	EndSessionEndpoint string `json:"end_session_endpoint"`
	RevocationEndpoint string `json:"revocation_endpoint"`

	CodeChallengeMethods []string `json:"code_challenge_methods_supported"`
	IDTokenAlgs          []string `json:"id_token_signing_alg_values_supported"`
	// IssInResponse promises "iss" in every authorization response (RFC 9207, section 3).
	IssInResponse bool `json:"authorization_response_iss_parameter_supported"`
}

// Discover fetches and checks the metadata of the issuer in cfg, for a look before there is a session. It sends one request with
// the client, whose redirect policy and cookie jar are not used. Of cfg it uses Issuer and IDTokenSigningAlg.
//
// Errors: ErrOffline and ErrProvider, with what stands beside them.
func Discover(ctx context.Context, with *http.Client, cfg Config) (*Provider, error) {
	return discover(ctx, newClient(with), cfg)
}

// discover fetches and checks the metadata of the configured issuer (OpenID Connect Discovery, section 4).
func discover(ctx context.Context, c client, cfg Config) (*Provider, error) {
	p := new(Provider)
	url := strings.TrimSuffix(cfg.Issuer, "/") + "/.well-known/openid-configuration"
	err := c.getJSON(ctx, url, Secret{}, p)
	answer, known := new(statusError), new(Detail)
	if errors.As(err, &answer) && !errors.As(err, &known) {
		return nil, fmt.Errorf("discovery: %w: %w", ErrProvider, &Detail{ErrDiscovery, answer.Error() + "\nasked for: " + url, answer})
	}
	if err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	if err := p.check(cfg); err != nil {
		return nil, fmt.Errorf("discovery: %w", invalid(err))
	}
	return p, nil
}

// maxEndpoint bounds a URL of the metadata, in bytes, because its host goes into errors and the log.
const maxEndpoint = 2 << 10

// nameCharacters are the characters that occur in names of provider metadata.
const nameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_"

// UnmarshalJSON implements [json.Unmarshaler]. It takes only names as the standard spells them. By default,
// encoding/json takes "ISSUER" for "issuer", and another reader of the same document would not.
func (p *Provider) UnmarshalJSON(text []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	maps.DeleteFunc(members, func(name string, _ json.RawMessage) bool { return strings.Trim(name, nameCharacters) != "" })
	exact, err := json.Marshal(members)
	if err != nil {
		return err
	}
	type plain Provider // without this method
	return json.Unmarshal(exact, (*plain)(p))
}

func (p *Provider) check(cfg Config) error {
	if p.Issuer != cfg.Issuer {
		return compared(ErrIssuer, cfg.Issuer, "published: "+cmp.Or(printable(p.Issuer), "none"))
	}
	required := [][2]string{
		{"authorization_endpoint", p.AuthorizationEndpoint}, {"token_endpoint", p.TokenEndpoint}, {"jwks_uri", p.JWKSURI},
	}
	optional := [][2]string{
		{"userinfo_endpoint", p.UserinfoEndpoint}, {"end_session_endpoint", p.EndSessionEndpoint},
		{"revocation_endpoint", p.RevocationEndpoint},
	}
	for _, e := range optional {
		if e[1] != "" {
			required = append(required, e)
		}
	}
	for _, e := range required {
		if len(e[1]) > maxEndpoint {
			return fmt.Errorf("%s is too long", e[0])
		}
		if err := checkURL(e[0], e[1], cfg.onThisMachine()); err != nil {
			return err
		}
	}
	// A provider that lists methods without S256 would accept "plain", which protects nothing (RFC 7636, section 7.2).
	if len(p.CodeChallengeMethods) > 0 && !slices.Contains(p.CodeChallengeMethods, "S256") {
		return fmt.Errorf("the provider does not support PKCE with S256")
	}
	if alg := cfg.signingAlg(); len(p.IDTokenAlgs) > 0 && !slices.Contains(p.IDTokenAlgs, string(alg)) {
		return compared(ErrSigningAlg, string(alg), "published: "+printable(strings.Join(p.IDTokenAlgs, " ")))
	}
	return nil
}
