package idp

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/luikyv/go-oidc/pkg/goidc"
	"github.com/luikyv/go-oidc/pkg/provider"
)

// protocolOptions sets the library up: one public client, code with PKCE, rotated refresh tokens, JWT access tokens.
func (p *Provider) protocolOptions() []provider.Option {
	scopes := []goidc.Scope{goidc.ScopeOpenID, goidc.ScopeProfile, goidc.ScopeEmail, goidc.ScopeOfflineAccess}
	for _, scope := range p.opts.APIScopes {
		scopes = append(scopes, goidc.NewScope(scope))
	}
	return []provider.Option{
		provider.WithAuthorizeEndpoint(PathAuthorize),
		provider.WithTokenEndpoint(PathToken),
		provider.WithTokenRevocationEndpoint(PathRevoke),
		provider.WithUserInfoEndpoint(PathUserInfo),
		provider.WithJWKSEndpoint(PathJWKS),

		provider.WithStaticClients(p.client(scopes)),
		provider.WithNoneAuthn(),
		provider.WithScopes(scopes...),
		provider.WithOpenIDScopeRequired(),
		provider.WithResourceIndicators(p.opts.APIIdentifiers[0], p.opts.APIIdentifiers[1:]...),
		provider.WithClaims("name", "picture", "email", "email_verified", "auth_time"),
		provider.WithPKCERequired(goidc.CodeChallengeMethodSHA256),
		provider.WithIssuerResponseParameter(),
		provider.WithAuthCodeGrant(p.store, goidc.ResponseTypeCode),
		provider.WithPolicies(goidc.NewPolicy("login", setUpLogin, p.authenticate)),

		provider.WithRefreshTokenGrant(p.store),
		provider.WithRefreshTokenRotation(),
		provider.WithRefreshTokenLifetime(seconds(p.opts.RefreshTokenLifetime)),
		provider.WithRefreshTokenShouldIssue(offlineAccessGranted),
		provider.WithTokenRevocation(func(context.Context, *goidc.Client) bool { return true }),
		provider.WithTokenOptions(p.accessTokenOptions),
		provider.WithTokenClaims(p.accessTokenClaims),
		provider.WithIDTokenLifetime(seconds(p.opts.IDTokenLifetime)),
		provider.WithIDTokenClaims(p.idTokenClaims),
		provider.WithUserInfoClaims(p.userInfoClaims),

		// No client assertions or DPoP proofs are accepted, so that no jti is ever consumed; unset, it logs a warning.
		provider.WithJTIConsumer(func(context.Context, string) error { return errors.ErrUnsupported }),
		provider.WithErrorRenderer(p.renderError),
		provider.WithErrorHandler(p.logError),
	}
}

// client is the one registration: a native application without a secret.
func (p *Provider) client(scopes []goidc.Scope) *goidc.Client {
	ids := make([]string, len(scopes))
	for i, scope := range scopes {
		ids[i] = scope.ID
	}
	redirects := make([]string, len(p.opts.RedirectURIs))
	for i, uri := range p.opts.RedirectURIs {
		redirects[i] = withoutLoopbackPort(uri)
	}
	return &goidc.Client{ID: p.opts.ClientID, ClientMeta: goidc.ClientMeta{
		Name:             p.opts.ClientName,
		ApplicationType:  goidc.ApplicationTypeNative,
		RedirectURIs:     redirects,
		GrantTypes:       []goidc.GrantType{goidc.GrantAuthorizationCode, goidc.GrantRefreshToken},
		ResponseTypes:    []goidc.ResponseType{goidc.ResponseTypeCode},
		ScopeIDs:         strings.Join(ids, " "),
		TokenAuthnMethod: goidc.AuthnMethodNone,
	}}
}

// offlineAccessGranted gates the refresh token (OpenID Connect Core, section 11).
func offlineAccessGranted(_ context.Context, _ *goidc.Client, grant *goidc.Grant) bool {
	return hasScope(grant.Scopes, goidc.ScopeOfflineAccess.ID)
}

func (p *Provider) accessTokenOptions(context.Context, *goidc.Grant, *goidc.Client) goidc.TokenOptions {
	return goidc.NewJWTTokenOptions(goidc.RS256, int(p.accessLifetime.Load()))
}

// accessTokenClaims names an audience where none was asked for, because a JWT access token must have one (RFC 9068,
// section 2.2). Such a token is good for the UserInfo endpoint only.
func (p *Provider) accessTokenClaims(_ context.Context, token *goidc.Token, _ *goidc.Grant) map[string]any {
	if len(token.Resources) > 0 {
		return nil
	}
	return map[string]any{goidc.ClaimAudience: p.opts.Issuer + PathUserInfo}
}

// logError writes the code and nothing else: the library's texts may quote the request.
func (p *Provider) logError(ctx context.Context, err error) {
	code := goidc.ErrorCodeInternalError
	if known, ok := errors.AsType[goidc.Error](err); ok {
		code = known.Code
	}
	p.opts.Log.DebugContext(ctx, "request refused", slog.String("error", string(code)))
}

// renderError shows what cannot be sent back to the client, because the client or its redirect URI is in doubt.
func (p *Provider) renderError(w http.ResponseWriter, _ *http.Request, err error) error {
	known, ok := errors.AsType[goidc.Error](err)
	if !ok {
		known = goidc.NewError(goidc.ErrorCodeInternalError, "internal error")
	}
	p.showMessage(w, known.StatusCode(), "This request cannot be completed",
		"The application sent what this provider does not accept: "+known.Description+" ("+string(known.Code)+").")
	return nil
}

func hasScope(scopes, scope string) bool { return slices.Contains(strings.Fields(scopes), scope) }

func seconds(d time.Duration) int { return int(d / time.Second) }
