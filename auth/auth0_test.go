package auth_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

const customDomain = "login.shop.example"

// newAuth0 is a party at a provider with Auth0's manners.
func newAuth0(t *testing.T, shape authtest.Auth0, edits ...func(*authtest.Options)) *party {
	t.Helper()
	shape.Domain = customDomain
	return newParty(t, append(edits, func(o *authtest.Options) { o.Auth0 = &shape })...)
}

// claimsOf reads a token without a check.
func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// TestAuth0 takes a session from the log-in to the log-out, on a tenant of today and on one from before November 2023.
func TestAuth0(t *testing.T) {
	for path, legacy := range map[string]bool{idp.PathEndSession: false, idp.PathLegacyLogout: true} {
		t.Run(path, func(t *testing.T) {
			p := newAuth0(t, authtest.Auth0{Permissions: []string{"read:messages"}}, func(o *authtest.Options) { o.OmitEndSession = legacy })
			p.logIn(t)
			access := p.token(t, "")
			claims := claimsOf(t, access)
			audience, _ := claims.GetAudience()
			if diff := cmp.Diff(jwt.ClaimStrings{authtest.Audience, "https://" + customDomain + "/userinfo"}, audience); diff != "" {
				t.Error(diff)
			}
			if claims["iss"] != "https://"+customDomain+"/" || claims["permissions"] == nil {
				t.Errorf("the access token has issuer %v and permissions %v", claims["iss"], claims["permissions"])
			}
			if p.token(t, access) == access {
				t.Error("the token was not renewed")
			}
			p.restart(t)
			if err := p.Restore(ctx(t)); err != nil {
				t.Fatal(err)
			}
			p.want(t, auth.SignedIn)
			refresh := p.refreshToken(t)
			if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") || p.provider.RefreshTokenActive(refresh) {
				t.Errorf("log-out: %v, or something is still alive at the provider", err)
			}
			if n := len(p.provider.Requests(path)); n != 1 || p.forgotten.Load() != 0 {
				t.Errorf("%d requests for %s; the browser was asked %d times to forget", n, path, p.forgotten.Load())
			}
		})
	}
}

// TestAuth0WithoutAnAPI: the access token is opaque. It is good for the profile, an API refuses it, and the session goes on.
func TestAuth0WithoutAnAPI(t *testing.T) {
	p := newAuth0(t, authtest.Auth0{})
	p.edit = func(c *auth.Config) { c.AudienceParameter = auth.SendNothing }
	p.restart(t)
	p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("email", nil)))
	p.logIn(t)
	access := p.token(t, "")
	if strings.Contains(access, ".") {
		t.Error("the access token is not opaque")
	}
	snapshots, stop := p.Subscribe()
	defer stop()
	for end := time.After(waitLimit); p.Snapshot().Profile.Email == ""; {
		select {
		case <-snapshots:
		case <-end:
			t.Fatal("the profile stays incomplete")
		}
	}
	if p.token(t, access) == access {
		t.Error("the rejected token came again")
	}
	p.want(t, auth.SignedIn)
}

// TestAuth0Rotation: an answer is lost, and the request is repeated with the previous refresh token. Within the reuse
// interval that works; without one the tenant ends the family, with status 403.
func TestAuth0Rotation(t *testing.T) {
	for name, interval := range map[string]time.Duration{"within the interval": time.Hour, "no interval": 0} {
		t.Run(name, func(t *testing.T) {
			p := newAuth0(t, authtest.Auth0{ReuseInterval: interval})
			p.logIn(t)
			access := p.token(t, "")
			var statuses []int
			p.provider.Tamper(idp.PathToken, func(r *authtest.Response) {
				if statuses = append(statuses, r.Status); len(statuses) == 1 {
					panic(http.ErrAbortHandler)
				}
			})
			_, err := p.Token(ctx(t), access)
			if interval == 0 {
				if !errors.Is(err, auth.ErrLoginRequired) || !slices.Equal(statuses, []int{200, 403}) {
					t.Errorf("got %v after %v, want the end of the session after a 403", err, statuses)
				}
				p.want(t, auth.Expired)
				return
			}
			if err != nil || !slices.Equal(statuses, []int{200, 200}) {
				t.Errorf("got %v after %v", err, statuses)
			}
			p.want(t, auth.SignedIn)
			p.token(t, p.token(t, ""))
		})
	}
}

// TestAuth0Confirms: a person who is known already confirms before the browser goes to the callback.
func TestAuth0Confirms(t *testing.T) {
	p := newAuth0(t, authtest.Auth0{ConfirmCallback: true})
	p.logIn(t)
	p.restart(t)
	p.logIn(t)
	if diff := cmp.Diff([]string{"login", "consent", "confirm"}, p.browser.Pages()); diff != "" {
		t.Error(diff)
	}
}

// answerOf returns a channel that gets the provider's answers for a path.
func answerOf(p *party, path string) <-chan *authtest.Response {
	answers := make(chan *authtest.Response, 8)
	p.provider.Tamper(path, func(r *authtest.Response) { answers <- r })
	return answers
}

// TestAuth0ErrorPage: a callback that is not registered gets no answer. The window shows the page until its user closes it.
func TestAuth0ErrorPage(t *testing.T) {
	p := newAuth0(t, authtest.Auth0{})
	p.edit = func(c *auth.Config) { c.RedirectURI = "http://localhost/another" }
	p.restart(t)
	shown := answerOf(p, idp.PathAuthorize)
	ended := make(chan error, 1)
	go func() { ended <- p.Login(ctx(t)) }()
	if target := (<-shown).Header().Get("Location"); target != "" {
		t.Errorf("the tenant leads to %s, want a page of its own", target)
	}
	p.CancelLogin()
	if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled", err)
	}
}

// TestAuth0AsksAtTheLogout: after a restart without a fresh ID token, the best hint is the subject, which is no session ID.
// So the tenant asks for confirmation on a page that nobody sees, and the next log-in ends that page.
func TestAuth0AsksAtTheLogout(t *testing.T) {
	p := newAuth0(t, authtest.Auth0{})
	p.logIn(t)
	p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") }))
	p.restart(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.provider.ClearTampers()
	asked := answerOf(p, idp.PathEndSession)
	loggedOut := make(chan error, 1)
	go func() { loggedOut <- p.Logout(ctx(t)) }()
	if page := string((<-asked).Body); !strings.Contains(page, "Do you want to log out?") {
		t.Errorf("the tenant does not ask: %s", page)
	}
	p.logIn(t)
	if err := <-loggedOut; err != nil {
		t.Error(err)
	}
	if got := p.lastRequest(t).Get("prompt"); got != "login" {
		t.Errorf("prompt is %q, want login", got)
	}
	p.want(t, auth.SignedIn)
}
