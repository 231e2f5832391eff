//go:build linux && interop

package interop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// realm is the name of the realm in realm.json.
const realm = "interop"

// admin sends a request of the administrator to Keycloak's administration interface (Admin REST API). path is below the realm.
// in and out are JSON, and each may be nil.
func (k *keycloak) admin(ctx context.Context, method, path string, in, out any) error {
	access, err := k.adminToken(ctx)
	if err != nil {
		return err
	}
	var body io.Reader
	if in != nil {
		content, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(content)
	}
	req, err := http.NewRequestWithContext(ctx, method, k.url+"/admin/realms/"+realm+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+access)
	req.Header.Set("Content-Type", "application/json")
	return answer(req, out)
}

// adminToken logs the administrator in. The tokens are valid for a minute, so each request gets its own.
func (k *keycloak) adminToken(ctx context.Context) (string, error) {
	form := url.Values{
		"grant_type": {"password"}, "client_id": {"admin-cli"}, "username": {"admin"}, "password": {k.password},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost,
		k.url+"/realms/master/protocol/openid-connect/token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var token struct {
		Access string `json:"access_token"`
	}
	err = answer(req, &token)
	return token.Access, err
}

// user returns Ada's account as Keycloak represents it.
func (k *keycloak) user(ctx context.Context) (map[string]any, error) {
	var users []map[string]any
	err := k.admin(ctx, http.MethodGet, "/users?exact=true&username=ada", nil, &users)
	if err == nil && len(users) != 1 {
		err = fmt.Errorf("Keycloak has %d accounts of Ada, want 1", len(users))
	}
	if err != nil {
		return nil, err
	}
	return users[0], nil
}

// ada sends a request to a path below Ada's account.
func (k *keycloak) ada(ctx context.Context, method, path string, out any) error {
	user, err := k.user(ctx)
	if err != nil {
		return err
	}
	return k.admin(ctx, method, fmt.Sprintf("/users/%s%s", user["id"], path), nil, out)
}

// endSessions ends all of Ada's sessions, as "Sign out" in the administration console does. After it, all earlier tokens are
// invalid.
func (k *keycloak) endSessions(ctx context.Context) error {
	return k.ada(ctx, http.MethodPost, "/logout", nil)
}

// sessions lists Ada's sessions.
func (k *keycloak) sessions(ctx context.Context) (sessions []any, err error) {
	err = k.ada(ctx, http.MethodGet, "/sessions", &sessions)
	return sessions, err
}

// offlineSessions lists the sessions that began with the scope offline_access. They outlive the others.
func (k *keycloak) offlineSessions(ctx context.Context) (sessions []any, err error) {
	id, err := k.client(ctx, clientID)
	if err != nil {
		return nil, err
	}
	err = k.ada(ctx, http.MethodGet, "/offline-sessions/"+id, &sessions)
	return sessions, err
}

// client returns Keycloak's own ID of a client.
func (k *keycloak) client(ctx context.Context, clientID string) (string, error) {
	var clients []named
	if err := k.admin(ctx, http.MethodGet, "/clients?clientId="+clientID, nil, &clients); err != nil {
		return "", err
	}
	if len(clients) != 1 {
		return "", fmt.Errorf("Keycloak has %d clients %s, want 1", len(clients), clientID)
	}
	return clients[0].ID, nil
}

// enable enables or disables Ada's account.
func (k *keycloak) enable(ctx context.Context, enabled bool) error {
	user, err := k.user(ctx)
	if err != nil {
		return err
	}
	user["enabled"] = enabled
	return k.admin(ctx, http.MethodPut, fmt.Sprintf("/users/%s", user["id"]), user, nil)
}

// events lists the realm's events since the last call of forgetEvents, the oldest first: "LOGIN", "REFRESH_TOKEN_ERROR" ...
func (k *keycloak) events(ctx context.Context) ([]string, error) {
	var events []struct {
		Type  string `json:"type"`
		Error string `json:"error"`
	}
	if err := k.admin(ctx, http.MethodGet, "/events?direction=asc", nil, &events); err != nil {
		return nil, err
	}
	var names []string
	for _, e := range events {
		names = append(names, strings.TrimSuffix(e.Type+" "+e.Error, " "))
	}
	return names, nil
}

// forgetEvents empties the list of events.
func (k *keycloak) forgetEvents(ctx context.Context) error {
	return k.admin(ctx, http.MethodDelete, "/events", nil, nil)
}

// component is a part of the realm's configuration.
type component struct {
	ID       string              `json:"id,omitempty"`
	Name     string              `json:"name"`
	Parent   string              `json:"parentId,omitempty"`
	Provider string              `json:"providerId"`
	Type     string              `json:"providerType"`
	Config   map[string][]string `json:"config"`
}

// keyProvider is the type of the components that hold keys.
const keyProvider = "org.keycloak.keys.KeyProvider"

// addKey makes the realm sign with a new RSA key from now on. The old keys are still published.
func (k *keycloak) addKey(ctx context.Context, name string) error {
	var r struct {
		ID string `json:"id"`
	}
	if err := k.admin(ctx, http.MethodGet, "", nil, &r); err != nil {
		return err
	}
	return k.admin(ctx, http.MethodPost, "/components", component{
		Name: name, Parent: r.ID, Provider: "rsa-generated", Type: keyProvider, Config: map[string][]string{
			"priority": {"1000"}, "enabled": {"true"}, "active": {"true"}, "algorithm": {"RS256"}, "keySize": {"2048"},
		},
	}, nil)
}

// removeOtherKeys withdraws every key for RS256 except the one with the given name.
func (k *keycloak) removeOtherKeys(ctx context.Context, name string) error {
	var keys []component
	if err := k.admin(ctx, http.MethodGet, "/components?type="+keyProvider, nil, &keys); err != nil {
		return err
	}
	for _, key := range keys {
		if slices.Contains(key.Config["algorithm"], "RS256") && key.Name != name {
			if err := k.admin(ctx, http.MethodDelete, "/components/"+key.ID, nil, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
