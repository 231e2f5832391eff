//go:build linux && interop

package interop_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/MicahParks/jwkset"

	"wails-openid-oauth/test/driver"
)

// hydra is Ory Hydra with its data in memory, over https. It has no pages, so this test has them: see consentApp.
type hydra struct {
	server
	admin string // URL of the administration interface
	app   *consentApp
}

func newHydra() *hydra { return &hydra{server: server{name: "hydra", secure: true}} }

func (h *hydra) start(ctx context.Context) error {
	if err := h.prepare(); err != nil {
		return err
	}
	address, err := driver.FreeAddress()
	if err != nil {
		return err
	}
	h.admin = "http://" + address
	if h.app, err = startConsentApp(h); err != nil {
		return err
	}
	config, err := filepath.Abs("hydra/hydra.yml")
	if err != nil {
		return err
	}
	err = h.run(ctx, h.url+"/health/ready", h.env(address), os.Getenv("HYDRA"), "serve", "all", "--config", config)
	if err != nil {
		return err
	}
	// Hydra would make its keys, which are large, when somebody asks for them first. If that takes longer than ten seconds, as on a
	// busy machine, Hydra gives up, and begins anew at the next request.
	for _, set := range []string{"hydra.openid.id-token", "hydra.jwt.access-token"} {
		if err := h.importKey(ctx, set); err != nil {
			return err
		}
	}
	return h.register(ctx)
}

// importKey gives Hydra a new key.
func (h *hydra) importKey(ctx context.Context, set string) error {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	key, err := jwkset.NewJWKFromKey(private, jwkset.JWKOptions{
		Marshal:  jwkset.JWKMarshalOptions{Private: true},
		Metadata: jwkset.JWKMetadataOptions{ALG: jwkset.AlgRS256, KID: set, USE: jwkset.UseSig},
	})
	if err != nil {
		return err
	}
	content, err := json.Marshal(jwkset.JWKSMarshal{Keys: []jwkset.JWKMarshal{key.Marshal()}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, h.admin+"/admin/keys/"+set, bytes.NewReader(content))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return answer(req, nil)
}

// env completes hydra.yml.
func (h *hydra) env(admin string) []string {
	_, adminPort, _ := net.SplitHostPort(admin)
	return []string{
		"URLS_SELF_ISSUER=" + h.url, "URLS_LOGIN=" + h.app.url + "/login", "URLS_CONSENT=" + h.app.url + "/consent",
		"URLS_LOGOUT=" + h.app.url + "/logout", "URLS_POST_LOGOUT_REDIRECT=" + h.app.url + "/bye",
		"SERVE_PUBLIC_HOST=127.0.0.1", "SERVE_PUBLIC_PORT=" + h.port(),
		"SERVE_PUBLIC_TLS_ENABLED=true",
		"SERVE_PUBLIC_TLS_CERT_PATH=" + h.file("cert.pem"), "SERVE_PUBLIC_TLS_KEY_PATH=" + h.file("key.pem"),
		"SERVE_ADMIN_HOST=127.0.0.1", "SERVE_ADMIN_PORT=" + adminPort, "SERVE_ADMIN_TLS_ENABLED=false",
		"SECRETS_SYSTEM=" + rand.Text(),
	}
}

// register registers the app.
func (h *hydra) register(ctx context.Context) error {
	client, err := os.Open("hydra/client.json")
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.admin+"/admin/clients", client)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return answer(req, nil)
}

func (h *hydra) stop() error {
	err := h.server.stop()
	if h.app != nil {
		h.app.server.Close()
	}
	return err
}

// settings: there is no postLogoutRedirectUri, because Hydra compares it with its port, and the port is a free one.
func (h *hydra) settings() map[string]string {
	return map[string]string{"CLIENT_ID": clientID, "SCOPE": "openid profile email offline_access read:messages"}
}

func (h *hydra) pages() pages {
	return pages{user: "#user", password: "#password", logIn: "#log-in", allow: "#allow", deny: "#deny"}
}

func (h *hydra) revoke(ctx context.Context, refresh string) error {
	if refresh == "" {
		return errors.New("there is no refresh token")
	}
	return revokeAt(ctx, h.url+"/oauth2/revoke", clientID, "", refresh)
}
