//go:build linux && interop

package interop_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// consentApp has the pages that Hydra leaves to others (its "login and consent app"): a log-in page, a consent page, and a page for
// after the log-out. It knows Ada alone. It remembers her log-in, and asks for consent each time.
type consentApp struct {
	hydra  *hydra
	url    string
	server *httptest.Server
}

func startConsentApp(h *hydra) (*consentApp, error) {
	certificate, err := tls.LoadX509KeyPair(h.file("cert.pem"), h.file("key.pem"))
	if err != nil {
		return nil, err
	}
	c := &consentApp{hydra: h}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", c.showLogin)
	mux.HandleFunc("POST /login", c.login)
	mux.HandleFunc("GET /consent", c.showConsent)
	mux.HandleFunc("POST /consent", c.consent)
	mux.HandleFunc("GET /logout", c.logout)
	mux.HandleFunc("GET /bye", func(w http.ResponseWriter, _ *http.Request) { show(w, byePage, "") })
	c.server = httptest.NewUnstartedServer(mux)
	c.server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	c.server.StartTLS()
	c.url = c.server.URL
	return c, nil
}

var (
	loginPage = template.Must(template.New("").Parse(`<!DOCTYPE html><title>Log in</title><h1>Log in</h1>
<form method="post"><input type="hidden" name="challenge" value="{{.}}">
<p><label>User <input id="user" name="user"></label><p><label>Password <input id="password" name="password" type="password"></label>
<p><button id="log-in">Log in</button></form>`))
	consentPage = template.Must(template.New("").Parse(`<!DOCTYPE html><title>Consent</title><h1>Let this app know who you are?</h1>
<form method="post"><input type="hidden" name="challenge" value="{{.}}">
<p><button id="allow" name="allow" value="yes">Allow</button> <button id="deny">Deny</button></form>`))
	byePage = template.Must(template.New("").Parse(`<!DOCTYPE html><title>Bye</title><h1>You are logged out.</h1>`))
)

func show(w http.ResponseWriter, page *template.Template, challenge string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, challenge)
}

// ada is what the ID token says about her.
func ada() map[string]any {
	return map[string]any{"name": "Ada Lovelace", "email": "ada@example.com", "email_verified": true, "picture": pictureURL}
}

// showLogin asks who it is, unless Hydra knows it from before.
func (c *consentApp) showLogin(w http.ResponseWriter, r *http.Request) {
	challenge := r.FormValue("login_challenge")
	var request struct {
		Skip    bool   `json:"skip"`
		Subject string `json:"subject"`
	}
	switch err := c.ask(r.Context(), http.MethodGet, "login", challenge, nil, &request); {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadGateway)
	case request.Skip:
		c.decide(w, r, "login", challenge, "accept", map[string]any{"subject": request.Subject})
	default:
		show(w, loginPage, challenge)
	}
}

func (c *consentApp) login(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("user") != "ada" || r.FormValue("password") != c.hydra.password {
		http.Error(w, "wrong user or password", http.StatusForbidden)
		return
	}
	c.decide(w, r, "login", r.FormValue("challenge"), "accept", map[string]any{
		"subject": "ada", "remember": true, "remember_for": 3600,
	})
}

func (c *consentApp) showConsent(w http.ResponseWriter, r *http.Request) {
	show(w, consentPage, r.FormValue("consent_challenge"))
}

// consent grants what the app asked for, or nothing.
func (c *consentApp) consent(w http.ResponseWriter, r *http.Request) {
	challenge := r.FormValue("challenge")
	var request struct {
		Scope    []string `json:"requested_scope"`
		Audience []string `json:"requested_access_token_audience"`
	}
	switch err := c.ask(r.Context(), http.MethodGet, "consent", challenge, nil, &request); {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadGateway)
	case r.FormValue("allow") == "":
		c.decide(w, r, "consent", challenge, "reject", map[string]any{"error": "access_denied"})
	default:
		c.decide(w, r, "consent", challenge, "accept", map[string]any{
			"grant_scope": request.Scope, "grant_access_token_audience": request.Audience,
			"session": map[string]any{"id_token": ada()},
		})
	}
}

// logout confirms the log-out: the request came with a valid ID token, so nobody has to be asked.
func (c *consentApp) logout(w http.ResponseWriter, r *http.Request) {
	c.decide(w, r, "logout", r.FormValue("logout_challenge"), "accept", nil)
}

// decide tells Hydra the decision, and goes where Hydra says.
func (c *consentApp) decide(w http.ResponseWriter, r *http.Request, kind, challenge, decision string, body map[string]any) {
	var next struct {
		URL string `json:"redirect_to"`
	}
	err := c.ask(r.Context(), http.MethodPut, kind+"/"+decision, challenge, body, &next)
	if err == nil && next.URL == "" {
		err = errors.New("Hydra named no page to go on")
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	http.Redirect(w, r, next.URL, http.StatusSeeOther)
}

// ask sends a request to Hydra about a log-in, a consent or a log-out. path begins with the kind.
func (c *consentApp) ask(ctx context.Context, method, path, challenge string, in map[string]any, out any) error {
	content, err := json.Marshal(in)
	if err != nil {
		return err
	}
	kind, _, _ := strings.Cut(path, "/")
	target := c.hydra.admin + "/admin/oauth2/auth/requests/" + path + "?" + url.Values{kind + "_challenge": {challenge}}.Encode()
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(content))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return answer(req, out)
}
