package authtest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/demo/idp"
)

// Auth0 gives the provider the manners of an Auth0 tenant, beside Auth0's paths, which it has anyway. No tenant was asked:
// what is known comes from Auth0's documentation, as of 2026, and each manner names its page and section.
//
//   - The issuer is a custom domain, and ends with a slash. "Custom Domains", Token issuance: the iss claim is the domain that
//     was used for the request. "Multiple Custom Domains: SDK configuration", Token issuer: "https://login.example.com/".
//   - Without an API, the access token is opaque; with one, it is a JWT whose aud lists the API and the UserInfo endpoint.
//     "Access Token Formats": depends on audience, and openid adds the UserInfo endpoint.
//   - permissions in the access token. "Enable Role-Based Access Control for APIs", Add Permissions in the Access Token.
//   - Refresh tokens rotate, and the previous one may be used again within an interval; an older one ends the family.
//     "Configure Refresh Token Rotation", Configure in the Dashboard, step 5.
//   - A refused refresh token is answered 403 with invalid_grant. Support article "Troubleshoot Refresh Token Unknown or Invalid
//     Before Expiry".
//   - Without end_session_endpoint, which tenants from before 14 November 2023 lack unless it was turned on: "Log Users Out of
//     Auth0 with OIDC Endpoint", Enable endpoint discovery. Such a tenant is idp.Options.OmitEndSession. /v2/logout has
//     returnTo: "Authentication API", Auth0 Logout.
//   - Without a URL to return to, both log-out pages go to the first Allowed Logout URL of the application. "Authentication
//     API", Auth0 Logout and OIDC Logout.
//   - A log-out without a hint that fits the session asks for confirmation. "Log Users Out of Auth0 with OIDC Endpoint",
//     logout_hint parameter (which has to be the sid claim) and the consent prompt.
//   - A person who does not have to do anything at the log-in confirms before the browser goes to a loopback callback. "Measures
//     Against Application Impersonation", User confirmation prompt; support article "Understanding and Testing the
//     Non-Verifiable Callback URI Consent Screen".
//   - An error goes to a valid callback, and otherwise onto a page of Auth0. "Default Auth0 Error Page". The provider in demo/idp
//     does so by itself.
type Auth0 struct {
	// Domain is the custom domain. The issuer is https://Domain/, and [Provider.Client] finds it at this provider.
	Domain string
	// ReuseInterval is how long the previous refresh token may be used again; 0 for not at all.
	ReuseInterval time.Duration
	// Permissions are in the access tokens for an API.
	Permissions []string
	// ConfirmCallback asks for confirmation before a loopback callback.
	ConfirmCallback bool
}

// tenant answers as Auth0 does. It translates between the custom domain and the loopback origin of the provider behind it.
type tenant struct {
	Auth0
	op            *idp.Provider
	local, public string // the origins
	firstLogout   string // the first Allowed Logout URL

	mu sync.Mutex
	// inner has the provider's own access token for each that was given out.
	inner map[string]string
	// spent has what replaced a refresh token, and when.
	spent map[string]rotation
	// held are the callbacks that wait for a confirmation.
	held map[string]string
}

type rotation struct {
	successor string
	at        time.Time
}

const pathConfirm = "/u/confirm/"

func newTenant(shape Auth0, op *idp.Provider, firstLogout string) *tenant {
	return &tenant{
		Auth0: shape, op: op, local: op.Issuer(), public: "https://" + shape.Domain, firstLogout: firstLogout,
		inner: map[string]string{}, spent: map[string]rotation{}, held: map[string]string{},
	}
}

// ServeHTTP implements [http.Handler].
func (t *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Host != t.Domain {
		http.Error(w, "this tenant answers for "+t.Domain+" only", http.StatusMisdirectedRequest)
		return
	}
	r.Host = strings.TrimPrefix(t.local, "https://")
	var response *idp.Response
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, pathConfirm):
		response = t.confirm(path)
	case path == idp.PathToken:
		response = t.token(r)
	case path == idp.PathUserInfo:
		response = t.userInfo(r)
	case path == idp.PathEndSession || path == idp.PathLegacyLogout:
		response = t.logOut(r)
	default:
		response = idp.Buffer(t.op, r)
	}
	if r.URL.Path == idp.PathAuthorize && t.ConfirmCallback {
		t.ask(response)
	}
	t.publish(r.URL.Path, response)
	response.Send(w)
}

// publish gives an answer the custom domain.
func (t *tenant) publish(path string, response *idp.Response) {
	response.Body = bytes.ReplaceAll(response.Body, []byte(t.local), []byte(t.public))
	if path == idp.PathDiscovery {
		_ = response.EditJSON(func(metadata map[string]any) {
			metadata["issuer"] = t.public + "/"
			delete(metadata, "authorization_response_iss_parameter_supported")
		})
	}
	location, err := url.Parse(response.Header().Get("Location"))
	if err != nil || location.String() == "" {
		return
	}
	query := location.Query()
	query.Del("iss") // RFC 9207 is not in the metadata
	location.RawQuery = query.Encode()
	response.Header().Set("Location", strings.Replace(location.String(), t.local, t.public, 1))
}

// token answers a token request.
func (t *tenant) token(r *http.Request) *idp.Response {
	if err := r.ParseForm(); err != nil {
		return &idp.Response{Status: http.StatusBadRequest, Fields: http.Header{}}
	}
	sent := r.PostForm.Get("refresh_token")
	setForm(r, "refresh_token", t.usable(sent))
	response := idp.Buffer(t.op, r)
	_ = response.EditJSON(func(body map[string]any) {
		if body["error"] == "invalid_grant" {
			response.Status, body["error_description"] = http.StatusForbidden, "Unknown or invalid refresh token."
		}
		t.rotated(sent, r.PostForm.Get("refresh_token"), body)
		t.dress(body)
	})
	return response
}

// usable returns the refresh token that stands for the one that was sent: its successor, if it is the previous one and within
// the interval.
func (t *tenant) usable(sent string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	last, spent := t.spent[sent]
	if _, older := t.spent[last.successor]; !spent || older || time.Since(last.at) >= t.ReuseInterval {
		return sent
	}
	return last.successor
}

func (t *tenant) rotated(sent, used string, body map[string]any) {
	next, _ := body["refresh_token"].(string)
	if sent == "" || next == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.spent[sent], t.spent[used] = rotation{next, time.Now()}, rotation{next, time.Now()}
}

// dress gives the tokens of an answer Auth0's form.
func (t *tenant) dress(body map[string]any) {
	if id, ok := body["id_token"].(string); ok {
		body["id_token"] = t.reissue(id, func(claims jwt.MapClaims) {
			claims["sid"] = "the session"
			delete(claims, "at_hash")
		})
	}
	access, ok := body["access_token"].(string)
	if !ok {
		return
	}
	public := t.reissue(access, func(claims jwt.MapClaims) {
		audience, _ := claims.GetAudience()
		claims["aud"], claims["azp"] = append(audience, t.public+idp.PathUserInfo), claims["client_id"]
		if t.Permissions != nil {
			claims["permissions"] = t.Permissions
		}
	})
	if claims := unverified(access); claims != nil {
		if audience, _ := claims.GetAudience(); slices.Equal(audience, jwt.ClaimStrings{t.local + idp.PathUserInfo}) {
			public = rand.Text() // no API was asked for
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inner[public] = access
	body["access_token"] = public
}

// reissue signs a token of the provider again, with the custom domain as issuer.
func (t *tenant) reissue(token string, edit func(jwt.MapClaims)) string {
	claims := unverified(token)
	if claims == nil {
		return token
	}
	claims["iss"] = t.public + "/"
	edit(claims)
	signed, err := t.op.SignJWT(nil, claims)
	if err != nil {
		return token
	}
	return signed
}

func unverified(token string) jwt.MapClaims {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(token, claims); err != nil {
		return nil
	}
	return claims
}

func (t *tenant) userInfo(r *http.Request) *idp.Response {
	t.mu.Lock()
	access := t.inner[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	t.mu.Unlock()
	r.Header.Set("Authorization", "Bearer "+access)
	return idp.Buffer(t.op, r)
}

// logOut answers a log-out. The provider behind it gets a hint of its own.
func (t *tenant) logOut(r *http.Request) *idp.Response {
	query := r.URL.Query()
	back := "post_logout_redirect_uri"
	if r.URL.Path == idp.PathLegacyLogout {
		back = "returnTo"
	} else if claims := unverified(query.Get("id_token_hint")); claims != nil {
		claims["iss"] = t.local
		hint, _ := t.op.SignJWT(nil, claims)
		query.Set("id_token_hint", hint)
	} else if query.Get("logout_hint") != "the session" {
		return page("Do you want to log out?", idp.PathEndSession, logoutButton)
	}
	if query.Get(back) == "" {
		query.Set(back, t.firstLogout)
	}
	r.URL.RawQuery = query.Encode()
	return idp.Buffer(t.op, r)
}

// ask holds back a callback that was reached without a question.
func (t *tenant) ask(response *idp.Response) {
	location, err := url.Parse(response.Header().Get("Location"))
	if err != nil || !location.Query().Has("code") {
		return
	}
	id := rand.Text()
	t.mu.Lock()
	t.held[id] = location.String()
	t.mu.Unlock()
	*response = *page("Do you want to log in to this application?", pathConfirm+id, confirmButton)
}

func (t *tenant) confirm(path string) *idp.Response {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &idp.Response{
		Status: http.StatusFound, Fields: http.Header{"Location": {t.held[strings.TrimPrefix(path, pathConfirm)]}},
	}
}

// page is a page with one button.
func page(question, action, button string) *idp.Response {
	body := fmt.Sprintf(`<!doctype html><title>%[1]s</title><h1>%[1]s</h1>`+
		`<form method="post" action="%[2]s"><button id="%[3]s" name="action" value="yes">Continue</button></form>`, question, action, button)
	return &idp.Response{Status: http.StatusOK, Fields: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte(body)}
}

// setForm replaces a field of a form that has it.
func setForm(r *http.Request, name, value string) {
	if r.PostForm.Has(name) {
		r.PostForm.Set(name, value)
	}
	r.Form = r.PostForm
	text := r.PostForm.Encode()
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
}
