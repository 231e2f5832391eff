package bearer

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/test/josetest"
)

// heldKeys is a key source that can withdraw its key, and counts how often it is asked for one.
type heldKeys struct {
	keySource
	withdrawn bool
	asked     int
}

func (k *heldKeys) Holds(key jwt.VerificationKey) bool {
	return !k.withdrawn && key == &josetest.Key().PublicKey
}

func (k *heldKeys) KeyfuncCtx(ctx context.Context) jwt.Keyfunc {
	k.asked++
	if k.withdrawn {
		return func(*jwt.Token) (any, error) { return nil, jwks.ErrUnknownKey }
	}
	return k.keySource.KeyfuncCtx(ctx)
}

// remembering returns a guard that remembers tokens, its keys, and its clock, which the test can move.
func remembering(tb testing.TB) (guard *Guard, keys *heldKeys, clock *time.Time) {
	tb.Helper()
	keys, clock = &heldKeys{}, new(time.Time)
	*clock = time.Unix(now, 0)
	o := options()
	o.keys, o.Now = keys, func() time.Time { return *clock }
	return o.guard(tb), keys, clock
}

func TestASecondRequestCostsNoSignature(t *testing.T) {
	guard, keys, _ := remembering(t)
	for range 3 {
		verified, err := guard.Verify(t.Context(), token(claims()))
		if err != nil {
			t.Fatal(err)
		}
		if subject := verified.Claims().Subject; subject != "user|1" {
			t.Errorf("the subject is %q, want user|1", subject)
		}
	}
	if keys.asked != 1 || guard.remembered.count() != 1 {
		t.Errorf("asked for %d keys, %d tokens remembered, want 1 and 1", keys.asked, guard.remembered.count())
	}
}

// The times of a remembered token are checked again, even if the clock was set back.
func TestA_EXP_NBF_IAT_remembered(t *testing.T) {
	guard, _, clock := remembering(t)
	for early, compact := range map[string]string{
		"iat_early": token(claims("exp", now+600, "iat", now)),
		"nbf_early": token(claims("exp", now+600, "nbf", now, "iat", now-60)),
	} {
		for _, step := range []struct {
			at   int64
			want string
		}{
			{now, ""}, {now + 629, ""}, {now + 630, "exp_expired"}, {now + 600, ""}, {now - 29, ""}, {now - 301, early},
			{now - 361, early}, {now, ""},
		} {
			*clock = time.Unix(step.at, 0)
			_, err := guard.Verify(t.Context(), compact)
			if got := claimCode(err); got != step.want {
				t.Errorf("at %+d: %q, want %q", step.at-now, got, step.want)
			}
		}
	}
}

// slowKeys is a key source that a token has to wait for.
type slowKeys struct {
	keySource
	wait func()
}

func (k slowKeys) KeyfuncCtx(ctx context.Context) jwt.Keyfunc {
	k.wait()
	return k.keySource.KeyfuncCtx(ctx)
}

// A token that expires while its key is fetched is refused.
func TestA_EXP_while_waiting(t *testing.T) {
	clock := time.Unix(now, 0)
	o := options()
	o.keys = slowKeys{wait: func() { clock = clock.Add(15 * time.Second) }}
	o.Now = func() time.Time { return clock }
	guard := o.guard(t)
	if _, err := guard.Verify(t.Context(), token(claims("exp", now-20))); claimCode(err) != "exp_expired" {
		t.Error(err)
	}
}

func claimCode(err error) string {
	var claim *ClaimError
	if errors.As(err, &claim) {
		return claim.Claim + "_" + claim.Problem
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestAWithdrawnKeyTakesItsTokensAlong(t *testing.T) {
	guard, keys, _ := remembering(t)
	compact := token(claims())
	if _, err := guard.Verify(t.Context(), compact); err != nil {
		t.Fatal(err)
	}
	keys.withdrawn = true
	if _, err := guard.Verify(t.Context(), compact); !errors.Is(err, jwks.ErrUnknownKey) {
		t.Errorf("got %v, want ErrUnknownKey", err)
	}
	if guard.remembered.count() != 0 {
		t.Error("the token of the withdrawn key is still remembered")
	}
}

// The guard remembers no refused token, and no token whose key is withdrawn while it is verified. If a token is invalid
// whoever signed it, the guard does not look for its key.
func TestWhatIsNotRemembered(t *testing.T) {
	guard, keys, _ := remembering(t)
	for compact, asked := range map[string]int{
		token(claims("exp", now-31)): 0, token(claims("aud", "other")): 0, token(claims("at_hash", "h")): 0, token(`{}`): 0, "junk": 0,
		josetest.Compact(josetest.Other(), header, claims()): 2, strings.Replace(token(claims()), ".", "..", 1): 0,
		token(claims("iss", "https://evil.example/")): 0, token(claims("nbf", now+31)): 0, token(claims("cnf", "x")): 0,
		josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1","typ":"dpop+jwt"}`, claims()): 0,
	} {
		keys.asked = 0
		for range 2 {
			if _, err := guard.Verify(t.Context(), compact); err == nil {
				t.Error("a bad token was accepted")
			}
		}
		if guard.remembered.count() != 0 || keys.asked != asked {
			t.Errorf("%.60s: %d tokens remembered, the guard asked for %d keys", compact, guard.remembered.count(), keys.asked)
		}
	}
	guard = options().guard(t)
	if _, err := guard.Verify(t.Context(), token(claims())); err != nil || guard.remembered.count() != 0 {
		t.Errorf("%v, %d tokens remembered, want none", err, guard.remembered.count())
	}
}

// other returns another character of base64url.
func other(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

// The guard remembers the hash of the whole text. With another signature, or one more character, it is another token.
func TestANeighbourIsAnotherToken(t *testing.T) {
	guard, _, _ := remembering(t)
	compact := token(claims())
	if _, err := guard.Verify(t.Context(), compact); err != nil {
		t.Fatal(err)
	}
	dot := strings.LastIndex(compact, ".")
	for _, neighbour := range []string{
		compact + "A", compact[:len(compact)-1], compact[:dot+1] + "AAAA", compact[:dot], strings.ToUpper(compact), " " + compact,
		compact[:dot-1] + other(compact[dot-1]) + compact[dot:], compact[:dot+100] + other(compact[dot+100]) + compact[dot+101:],
	} {
		if _, err := guard.Verify(t.Context(), neighbour); err == nil {
			t.Errorf("a changed token was accepted: %d characters, the original has %d", len(neighbour), len(compact))
		}
	}
}

// The number of remembered tokens is bounded, whatever tokens arrive. A token that is in use stays remembered.
func TestMemoryIsBounded(t *testing.T) {
	var r remembered
	key := &josetest.Key().PublicKey
	name := strconv.Itoa
	used := "used"
	r.remember(used, verdict{scopes: 5}, key)
	for i := range 5 * generation {
		r.remember(name(i), verdict{}, key)
		if v, _, ok := r.recall(used); !ok || v.scopes != 5 {
			t.Fatalf("the token in use was dropped after %d others", i)
		}
		if _, _, ok := r.recall(name(max(0, i-generation/3))); !ok {
			t.Fatalf("one of the last tokens was dropped after %d", i)
		}
		if r.count() > 2*generation {
			t.Fatalf("%d tokens are remembered, more than the bound", r.count())
		}
	}
	if _, _, ok := r.recall(name(0)); ok {
		t.Error("the token that is unused for the longest time is still remembered")
	}
}

// Who looks while others remember, forget and move tokens finds a token's own verdict, or none.
func TestLookingTakesNoLock(t *testing.T) {
	var r remembered
	key := &josetest.Key().PublicKey
	name := strconv.Itoa
	var looking sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	for range 2 {
		looking.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if v, found, ok := r.recall(name(i % 1000)); ok && (v.scopes != scopeSet(i%1000) || found != key) {
					t.Errorf("the token %d is known with the verdict of %d", i%1000, v.scopes)
					return
				}
			}
		})
	}
	for i := range 100_000 {
		r.remember(name(i%1000), verdict{scopes: scopeSet(i % 1000)}, key)
		r.forget(name((i + 500) % 1000))
	}
	stop()
	looking.Wait()
	if taken := r.generations.Load().young.taken; taken > 1000 {
		t.Errorf("1,000 tokens took %d places", taken)
	}
}

// The last verdict on a token counts, also after the token has moved. A token that is forgotten is so in both generations.
func TestTheLastVerdictCounts(t *testing.T) {
	var r remembered
	key := &josetest.Key().PublicKey
	token := "a token"
	for _, scopes := range []scopeSet{1, 2, 1, 3} {
		r.remember(token, verdict{scopes: scopes}, key)
		if v, _, ok := r.recall(token); !ok || v.scopes != scopes || r.count() != 1 {
			t.Fatalf("%d, %t, and %d tokens are remembered, want %d", v.scopes, ok, r.count(), scopes)
		}
	}
	for i := range generation {
		r.remember(strconv.Itoa(i), verdict{}, key)
	}
	if v, _, ok := r.recall(token); !ok || v.scopes != 3 {
		t.Fatalf("the token of the old generation: %d, %t", v.scopes, ok)
	}
	r.forget(token)
	if _, _, ok := r.recall(token); ok {
		t.Error("the token is still known")
	}
}

// An issuer that makes new keys without end does not fill the memory. No token is remembered with another token's key.
func TestKeysAreBounded(t *testing.T) {
	var r remembered
	for i := range 1000 {
		key := &rsa.PublicKey{E: i}
		r.remember(strconv.Itoa(i), verdict{}, key)
		if _, got, ok := r.recall(strconv.Itoa(i)); !ok || got != key {
			t.Fatalf("the token of key %d is remembered with the key %v", i, got)
		}
		if _, got, ok := r.recall("0"); ok && got.(*rsa.PublicKey).E != 0 {
			t.Fatalf("the first token is remembered with the key %v", got)
		}
	}
}

// A route may require a scope that the guard did not look for when it remembered the token. Then it looks again.
func TestA_ERR_SCOPE_of_a_later_route(t *testing.T) {
	guard, keys, _ := remembering(t)
	ask := func(compact string, scopes ...string) string {
		_, refused := guard.admit(get("Bearer "+compact), guard.scopes.add(scopes))
		if refused != nil {
			return refused.reason
		}
		return ""
	}
	compact := token(claims("scope", "b c"))
	for _, step := range []struct {
		scopes []string
		want   string
		asked  int
	}{
		{nil, "", 1}, {[]string{"a"}, "insufficient_scope", 2}, {[]string{"a"}, "insufficient_scope", 2}, {[]string{"b"}, "", 3},
		{[]string{"b", "c"}, "", 4}, {[]string{"c", "b"}, "", 4}, {[]string{"a", "b"}, "insufficient_scope", 4}, {nil, "", 4},
	} {
		if got := ask(compact, step.scopes...); got != step.want || keys.asked != step.asked {
			t.Errorf("scopes %v: got %q, and the guard has asked for %d keys", step.scopes, got, keys.asked)
		}
	}
	// A claim that is not a list of scopes is wrong only for a route that requires a scope.
	odd := token(claims("scope", []any{"a", 7}))
	for range 2 {
		if ask(odd) != "" || ask(odd, "a") != "scope_invalid" {
			t.Error("a scope claim that is malformed must be refused only by a route that requires a scope")
		}
	}
}

func TestMaxScopes(t *testing.T) {
	guard, _, _ := remembering(t)
	for i := range maxScopes {
		guard.Require(http.NotFoundHandler(), fmt.Sprint("scope", i), "scope0")
	}
	last := token(claims("scope", "scope63"))
	if _, refused := guard.admit(get("Bearer "+last), guard.scopes.add([]string{"scope63"})); refused != nil {
		t.Error(refused.reason)
	}
	if _, refused := guard.admit(get("Bearer "+last), guard.scopes.add([]string{"scope62"})); refused != insufficientScope {
		t.Error("a token without the scope was accepted")
	}
	defer func() {
		if recover() == nil {
			t.Error("Require accepted more than maxScopes scopes")
		}
	}()
	guard.Require(http.NotFoundHandler(), "one-more")
}

// The check of a token that was seen before allocates nothing, with scopes and without.
func TestASeenTokenAllocatesNothing(t *testing.T) {
	guard, _, _ := remembering(t)
	r := get("Bearer " + token(claims()))
	required := guard.scopes.add([]string{"read:messages"})
	check := func() {
		if _, refused := guard.admit(r, required); refused != nil {
			t.Fatal(refused.reason)
		}
	}
	check()
	if got := testing.AllocsPerRun(100, check); got != 0 {
		t.Errorf("%.0f allocations, want none", got)
	}
}

func benchmark(b *testing.B, tokens []string) {
	guard, _, _ := remembering(b)
	handler := guard.Require(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	requests := make([]*http.Request, len(tokens))
	for i, compact := range tokens {
		requests[i] = get("Bearer " + compact)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		handler.ServeHTTP(httptest.NewRecorder(), requests[i%len(requests)])
		i++
	}
}

// BenchmarkSeenBefore measures only the check of a token that was seen before.
func BenchmarkSeenBefore(b *testing.B) {
	guard, _, _ := remembering(b)
	r := get("Bearer " + token(claims()))
	b.ReportAllocs()
	for b.Loop() {
		if _, refused := guard.admit(r, 0); refused != nil {
			b.Fatal(refused.reason)
		}
	}
}

// BenchmarkMiddleware measures the same check inside the middleware, with a handler and a recorder for its answer.
func BenchmarkMiddleware(b *testing.B) { benchmark(b, []string{token(claims())}) }

func BenchmarkBadSignature(b *testing.B) {
	benchmark(b, []string{josetest.Compact(josetest.Other(), header, claims())})
}

// BenchmarkFirstSeen measures the check of a new token: the guard forgets the token after each check.
func BenchmarkFirstSeen(b *testing.B) {
	guard, _, _ := remembering(b)
	compact := token(claims())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := guard.Verify(b.Context(), compact); err != nil {
			b.Fatal(err)
		}
		guard.remembered.forget(compact)
	}
}
