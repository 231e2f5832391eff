package auth_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// refreshedToken is one kind of refreshed ID token that must not be used.
type refreshedToken struct {
	name string
	// make changes the answers of the token endpoint, and perhaps others, from now on.
	make func(p *party)
	// ends says that this token ends the session.
	ends bool
	// knownByLogin says that only the process that logged in can detect it.
	knownByLogin bool
}

// refreshedTokens are every kind of bad refreshed ID token.
func refreshedTokens() []refreshedToken {
	other := strangersKey()
	claims := func(changes map[string]any) func(p *party) {
		return func(p *party) {
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(_, claims map[string]any) {
				for name, value := range changes {
					if claims[name] = value; value == nil {
						delete(claims, name)
					}
				}
			}))
		}
	}
	header := func(name string, value any) func(p *party) {
		return func(p *party) {
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(header, claims map[string]any) {
				header[name], claims["sub"] = value, "somebody else"
			}))
		}
	}
	signed := func(method jwt.SigningMethod, key any) func(p *party) {
		return func(p *party) {
			p.provider.Tamper(idp.PathToken, authtest.ReplaceIDToken(func(header, claims map[string]any) (string, error) {
				header["alg"], claims["sub"] = method.Alg(), "somebody else"
				return authtest.Sign(method, key, header, claims)
			}))
		}
	}
	text := func(edit func(idToken string) any) func(p *party) {
		return func(p *party) {
			p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) {
				idToken, _ := body["id_token"].(string)
				body["id_token"] = edit(idToken)
			}))
		}
	}
	ago := func(d time.Duration) int64 { return time.Now().Add(-d).Unix() }
	type c = map[string]any
	lives := map[string]func(p *party){
		"C-RFIDT-SIG another key": signed(jwt.SigningMethodRS256, other),
		"C-RFIDT-SIG HS256":       signed(jwt.SigningMethodHS256, []byte("shared")),
		"C-RFIDT-SIG none":        signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType),
		"C-RFIDT-SIG unknown key": header("kid", "next"),
		"C-RFIDT-SIG the keys cannot be reached": func(p *party) {
			header("kid", "next")(p)
			p.provider.Inject(idp.Fault{Path: idp.PathJWKS, Status: http.StatusServiceUnavailable})
		},
		"an access token of somebody else": header("typ", "at+jwt"),
		"a critical extension":             header("crit", []string{"exp"}),
		"cut":                              text(func(s string) any { return s[:len(s)-4] }),
		"two parts":                        text(func(s string) any { return s[:strings.LastIndex(s, ".")] }),
		"no JWS":                           text(func(string) any { return "a.b.c" }),
		"over-long":                        text(func(s string) any { return s + strings.Repeat("A", 64<<10) }),
		"a number":                         text(func(string) any { return 7 }),
		"expired":                          claims(c{"exp": 1000}),
		"no exp":                           claims(c{"exp": nil}),
		"exp as text":                      claims(c{"exp": "9999999999"}),
		"not yet valid":                    claims(c{"nbf": ago(-time.Hour)}),
		"no iat":                           claims(c{"iat": nil}),
		"iat as text":                      claims(c{"iat": "now"}),
		"iat to come":                      claims(c{"iat": ago(-time.Hour)}),
		"iat 20 hours back":                claims(c{"iat": ago(20 * time.Hour)}),
		"iat back by more than the skew":   claims(c{"iat": ago(45 * time.Second)}),
		"at_hash of another":               claims(c{"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
		"auth_time as text":                claims(c{"auth_time": "then"}),
		"no iss":                           claims(c{"iss": nil}),
		"an empty iss":                     claims(c{"iss": ""}),
		"iss as a list":                    claims(c{"iss": []string{"http://127.0.0.1:1"}}),
		"no sub":                           claims(c{"sub": nil}),
		"an empty sub":                     claims(c{"sub": ""}),
		"sub as a number":                  claims(c{"sub": 7}),
		"a long sub":                       claims(c{"sub": strings.Repeat("x", 256)}),
		"sub with a line end":              claims(c{"sub": "a\nb"}),
		"no aud":                           claims(c{"aud": nil}),
		"an empty aud":                     claims(c{"aud": ""}),
		"an empty list of aud":             claims(c{"aud": []string{}}),
		"aud as a number":                  claims(c{"aud": 7}),
		"aud with an empty name":           claims(c{"aud": []string{authtest.ClientID, ""}, "azp": authtest.ClientID}),
		"aud twice, no azp":                claims(c{"aud": []string{authtest.ClientID, authtest.ClientID}}),
		"an empty azp":                     claims(c{"azp": ""}),
		"azp as a list":                    claims(c{"azp": []string{"another"}}),
		"another iss, and no sub":          claims(c{"iss": "http://127.0.0.1:1", "sub": nil}),
		"another sub, and aud as a number": claims(c{"aud": 7, "sub": "somebody else"}),
	}
	ends := map[string]func(p *party){
		"C-RFIDT-ISS":            claims(c{"iss": "http://127.0.0.1:1"}),
		"C-RFIDT-SUB":            claims(c{"sub": "somebody else"}),
		"C-RFIDT-AUD":            claims(c{"aud": "another"}),
		"C-RFIDT-AUD in a list":  claims(c{"aud": []string{"another"}}),
		"C-RFIDT-AUD beside us":  claims(c{"aud": []string{authtest.ClientID, "another"}, "azp": authtest.ClientID}),
		"C-RFIDT-AUD and no azp": claims(c{"aud": []string{"another", authtest.ClientID}}),
		"C-RFIDT-AZP":            claims(c{"azp": "another"}),
		"another sub, expired":   claims(c{"sub": "somebody else", "exp": 1000}),
		"another sub, at_hash":   claims(c{"sub": "somebody else", "at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
		"another sub, nonce":     claims(c{"sub": "somebody else", "nonce": "another", "auth_time": 1000}),
		"another sub, long ago":  claims(c{"sub": "somebody else", "iat": 1}),
	}
	var all []refreshedToken
	for name, change := range lives {
		all = append(all, refreshedToken{name: name, make: change})
	}
	for name, change := range ends {
		all = append(all, refreshedToken{name: name, make: change, ends: true})
	}
	return append(all,
		refreshedToken{name: "C-RFIDT-AUTHTIME", make: claims(c{"auth_time": 1000}), knownByLogin: true},
		refreshedToken{name: "C-RFIDT-NONCE", make: claims(c{"nonce": "another"}), knownByLogin: true},
	)
}

// issued records the access and refresh tokens of later answers. Install it before tampers that spoil them.
type issued struct{ access, refresh []string }

func (p *party) noteIssued() *issued {
	noted := &issued{}
	p.provider.Tamper(idp.PathToken, func(r *authtest.Response) {
		var body map[string]any
		_ = json.Unmarshal(r.Body, &body) // an error response has no tokens
		access, _ := body["access_token"].(string)
		refresh, _ := body["refresh_token"].(string)
		noted.access, noted.refresh = append(noted.access, access), append(noted.refresh, refresh)
	})
	return noted
}

// TestTheRefreshedIDToken tries every kind of bad refreshed ID token, while the app runs and at its start.
func TestTheRefreshedIDToken(t *testing.T) {
	for _, bad := range refreshedTokens() {
		t.Run(bad.name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			p.logIn(t)
			access := p.token(t, "")
			noted := p.noteIssued()
			bad.make(p)
			_, err := p.Token(ctx(t), access)
			p.checkRefreshed(t, bad, noted, err)
			if got, _ := p.Token(ctx(t), ""); got != "" && got != access || bad.ends && got != "" {
				t.Error("Token returned an access token that is not the session's own")
			}
		})
		if bad.knownByLogin {
			continue
		}
		t.Run("at the start: "+bad.name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			p.logIn(t)
			noted := p.noteIssued()
			bad.make(p)
			p.reopen(t)
			if err := p.Restore(ctx(t)); bad.ends != errors.Is(err, auth.ErrLoginRequired) {
				t.Errorf("restore: got %v", err)
			}
			p.checkRefreshed(t, bad, noted, p.Snapshot().Err)
			if got, _ := p.Token(ctx(t), ""); got != "" {
				t.Error("Token returned an access token")
			}
		})
	}
}

// checkRefreshed checks the effect of one bad answer, and the next start.
func (p *party) checkRefreshed(t *testing.T, bad refreshedToken, noted *issued, err error) {
	t.Helper()
	if err == nil || errors.Is(err, auth.ErrForeign) != bad.ends || errors.Is(err, auth.ErrLoginRequired) != bad.ends {
		t.Errorf("got %v", err)
	}
	if len(noted.refresh) != 1 {
		t.Fatalf("%d refreshes, want 1", len(noted.refresh))
	}
	rotated := noted.refresh[0]
	if bad.ends {
		p.checkEnded(t, rotated)
		return
	}
	p.want(t, auth.Offline)
	if p.refreshToken(t) != rotated || !p.provider.RefreshTokenActive(rotated) {
		t.Error("C-RT-ROTATE-STORE: the stored refresh token is not the new one, or not active")
	}
	for range 10 {
		_, _ = p.Token(ctx(t), noted.access[0])
	}
	if len(noted.refresh) != 1 || len(p.provider.Requests(idp.PathRevoke)) != 0 {
		t.Errorf("%d refreshes without a pause, want 1; %d revocations, want 0", len(noted.refresh), len(p.provider.Requests(idp.PathRevoke)))
	}
	p.nextStart(t)
}

// checkEnded: the entry is gone, the new token is revoked, and the next start asks for a log-in.
func (p *party) checkEnded(t *testing.T, rotated string) {
	t.Helper()
	p.want(t, auth.Expired)
	if p.store.Len() != 0 {
		t.Error("the entry is still there")
	}
	if err := p.provider.WaitRequests(ctx(t), idp.PathRevoke, 1); err != nil {
		t.Fatal(err)
	}
	if revoked := p.provider.Requests(idp.PathRevoke)[0].Form.Get("token"); revoked != rotated {
		t.Error("the revoked token is not the one that came with the answer")
	}
	before := p.tokenRequests("refresh_token")
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) || p.tokenRequests("refresh_token") != before {
		t.Errorf("afterwards: got %v, want ErrLoginRequired without a request", err)
	}
}

// nextStart restarts the app with a provider that works.
func (p *party) nextStart(t *testing.T) {
	t.Helper()
	other := &party{
		provider: p.provider, browser: p.provider.Browser(), store: p.store, clock: p.clock, log: p.log, account: p.account,
	}
	p.Session.Close()
	p.provider.ClearFaults()
	p.provider.ClearTampers()
	other.reopen(t)
	if err := other.Restore(ctx(t)); err != nil {
		t.Errorf("the next start: %v", err)
	}
	other.want(t, auth.SignedIn)
	other.token(t, "")
}

// TestARefreshWithoutRotation: the provider does not rotate the refresh token, and sends an ID token for another party.
// Then the refresh token that was used is revoked.
func TestARefreshWithoutRotation(t *testing.T) {
	for name, edit := range map[string]func(body map[string]any, sent string){
		"no refresh token": func(body map[string]any, _ string) { delete(body, "refresh_token") },
		"the same one":     func(body map[string]any, sent string) { body["refresh_token"] = sent },
		"an empty one":     func(body map[string]any, _ string) { body["refresh_token"] = "" },
		"null":             func(body map[string]any, _ string) { body["refresh_token"] = nil },
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			access, stored := p.token(t, ""), p.refreshToken(t)
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("sub", "somebody else")))
			p.provider.Tamper(idp.PathToken, func(r *authtest.Response) {
				_ = r.EditJSON(func(body map[string]any) { edit(body, r.Request.Form.Get("refresh_token")) })
			})
			if _, err := p.Token(ctx(t), access); !errors.Is(err, auth.ErrForeign) {
				t.Errorf("got %v, want ErrForeign", err)
			}
			p.checkEnded(t, stored)
		})
	}
}

// TestASessionThatIsRefusedAgainAndAgain: the provider is asked only when a retry is due. When its answers are good
// again, the session recovers.
func TestASessionThatIsRefusedAgainAndAgain(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	noted := p.noteIssued()
	stop := p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")))
	p.clock.Advance(10 * time.Minute) // the ID tokens of this provider last an hour of its own clock
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrIDToken) {
		t.Fatal(err)
	}
	for want := time.Second; want < 3*time.Minute; want *= 2 {
		pause := <-p.clock.asked
		if limit := min(want, time.Minute); pause > limit || pause < limit/2 {
			t.Errorf("waits %v, want %v to %v", pause, limit/2, limit)
		}
		asked := p.tokenRequests("refresh_token")
		for range 20 {
			if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrIDToken) {
				t.Errorf("got %v, want ErrIDToken", err)
			}
		}
		if n := p.tokenRequests("refresh_token"); n != asked {
			t.Errorf("%d refreshes that no retry made", n-asked)
		}
		p.clock.Advance(pause)
		if err := p.provider.WaitRequests(ctx(t), idp.PathToken, asked+1); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	p.recover(t)
	p.token(t, "")
	if p.refreshToken(t) != noted.refresh[len(noted.refresh)-1] || p.tokenRequests("refresh_token") != len(noted.refresh) {
		t.Error("the stored refresh token is not the newest")
	}
}

// TestIssuedDoesNotCreepBack: each answer is compared with the newest before it, so that small steps back do not add
// up.
func TestIssuedDoesNotCreepBack(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	access := p.token(t, "")
	first := p.clock.Now().Add(time.Minute)
	issue := func(iat time.Time) (stop func()) {
		return p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("iat", iat.Unix())))
	}
	p.clock.Advance(time.Minute)
	for _, step := range []struct {
		back time.Duration
		good bool
	}{{0, true}, {20 * time.Second, true}, {29 * time.Second, true}, {40 * time.Second, false}} {
		stop := issue(first.Add(-step.back))
		got, err := p.Token(ctx(t), access)
		if (err == nil) != step.good {
			t.Errorf("issued %v earlier than the one before: %v", step.back, err)
		}
		if err == nil {
			access = got
		}
		stop()
	}
	if grant, _ := p.store.Grant(p.account); grant.Issued.Unix() != first.Unix() {
		t.Errorf("stored is %v, want %v", grant.Issued, first)
	}
}

// TestIssuedOfAnEarlierVersion: if an entry has no issue time of its ID token, the time of the log-in replaces it.
func TestIssuedOfAnEarlierVersion(t *testing.T) {
	for name, back := range map[string]time.Duration{"good": 0, "before the log-in": time.Hour} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			grant, _ := p.store.Grant(p.account)
			grant.Issued = time.Time{}
			if err := p.store.Save(ctx(t), grant); err != nil {
				t.Fatal(err)
			}
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(setClaim("iat", p.clock.Now().Add(-back).Unix())))
			p.reopen(t)
			if err := p.Restore(ctx(t)); err != nil {
				t.Fatal(err)
			}
			p.want(t, map[bool]auth.State{true: auth.SignedIn, false: auth.Offline}[back == 0])
		})
	}
}

// TestASpentTokenInTheStore: the store failed when the rotated token came. The session uses the new token, which is in
// memory, and not the spent one.
func TestASpentTokenInTheStore(t *testing.T) {
	p := newParty(t)
	p.locker = newLocker()
	p.reopen(t)
	p.logIn(t)
	spent := p.refreshToken(t)
	p.store.Before(authtest.Fail(errors.New("locked"), authtest.Save))
	access := p.token(t, p.token(t, ""))
	p.store.Before(nil)
	if p.refreshToken(t) != spent {
		t.Fatal("the store did not fail")
	}
	p.token(t, access)
	p.want(t, auth.SignedIn)
	if now := p.refreshToken(t); now == spent || !p.provider.RefreshTokenActive(now) {
		t.Error("the stored refresh token is the used one, or not active")
	}
}

// TestAnEntryAboutNobody: an entry without a subject is not used, because no refreshed ID token could be compared with it.
func TestAnEntryAboutNobody(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	grant, _ := p.store.Grant(p.account)
	grant.Subject = ""
	if err := p.store.Save(ctx(t), grant); err != nil {
		t.Fatal(err)
	}
	p.reopen(t)
	p.provider.ForgetRequests()
	if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) || len(p.provider.Requests("")) != 0 {
		t.Errorf("got %v after %d requests, want ErrLoginRequired after none", err, len(p.provider.Requests("")))
	}
}
