//go:build linux && interop

package interop_test

import (
	"context"
	"os"
	"path/filepath"
)

// oidcProvider is the npm package oidc-provider, over https. Its pages take any password.
type oidcProvider struct{ server }

func newOIDCProvider() *oidcProvider {
	return &oidcProvider{server{name: "oidc-provider", secure: true}}
}

func (o *oidcProvider) start(ctx context.Context) error {
	if err := o.prepare(); err != nil {
		return err
	}
	// A module looks for packages in the folders above it.
	script, err := os.ReadFile("oidcprovider/server.js")
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.file("server.mjs"), script, 0o600); err != nil {
		return err
	}
	if err := os.Symlink(filepath.Join(os.Getenv("OIDC_PROVIDER"), "node_modules"), o.file("node_modules")); err != nil {
		return err
	}
	env := []string{
		"ISSUER=" + o.url, "CERT=" + o.file("cert.pem"), "KEY=" + o.file("key.pem"),
		"PICTURE_URL=" + pictureURL, "AUDIENCE=" + audience,
	}
	return o.run(ctx, o.url+"/.well-known/openid-configuration", env, os.Getenv("NODE"), o.file("server.mjs"))
}

// settings: "offline_access" needs prompt=consent (OpenID Connect Core, section 11), and the API is a resource (RFC 8707).
func (o *oidcProvider) settings() map[string]string {
	return map[string]string{
		"CLIENT_ID": clientID, "SCOPE": "openid profile email offline_access read:messages",
		"AUTHORIZATION_PARAMETERS": "prompt=consent", "AUDIENCE_PARAMETER": "resource",
	}
}

func (o *oidcProvider) pages() pages {
	return pages{
		user: "[name=login]", password: "[name=password]", logIn: ".login-submit",
		allow: "form:has([name=prompt][value=consent]) .login-submit", deny: `a[href$="/abort"]`,
		leave: `[name=logout][value=yes]`,
	}
}

func (o *oidcProvider) revoke(ctx context.Context, refresh string) error {
	return revokeAt(ctx, o.url+"/token/revocation", clientID, "", refresh)
}
