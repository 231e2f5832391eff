package bearer

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
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

// remembering is a guard with a clock that can be moved, its keys, and a way to ask it.
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
			t.Errorf("the subject is %q", subject)
		}
	}
	if keys.asked != 1 || guard.remembered.count() != 1 {
		t.Errorf("asked for %d keys, %d tokens remembered", keys.asked, guard.remembered.count())
	}
}

// What is remembered is asked again for its times, also when the clock has been set back.
func TestA_EXP_NBF_IAT_remembered(t *testing.T) {
	guard, _, clock := remembering(t)
	for early, compact := range map[string]string{
		"iat_early": token(claims("exp", now+600, "nbf", now-60, "iat", now)),
		"nbf_early": token(claims("exp", now+600, "nbf", now, "iat", now-60)),
	} {
		for _, step := range []struct {
			at   int64
			want string
		}{
			{now, ""}, {now + 629, ""}, {now + 630, "exp_expired"}, {now + 600, ""}, {now - 29, ""}, {now - 31, early},
			{now - 91, early}, {now, ""},
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

// A token that ends while its key is fetched has ended.
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
		t.Errorf("got %v", err)
	}
	if guard.remembered.count() != 0 {
		t.Error("it is remembered still")
	}
}

// Nothing that was refused is remembered, nor a token whose key is withdrawn while it is verified. And
// what is wrong whoever signed it makes nobody look for a key.
func TestWhatIsNotRemembered(t *testing.T) {
	guard, keys, _ := remembering(t)
	for compact, asked := range map[string]int{
		token(claims("exp", now-31)): 0, token(claims("aud", "other")): 0, token(claims("nonce", "n")): 0, token(`{}`): 0, "junk": 0,
		josetest.Compact(josetest.Other(), header, claims()): 2, strings.Replace(token(claims()), ".", "..", 1): 0,
		token(claims("iss", "https://evil.example/")): 0, token(claims("nbf", now+31)): 0, token(claims("cnf", "x")): 0,
		josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1","typ":"dpop+jwt"}`, claims()): 0,
	} {
		keys.asked = 0
		for range 2 {
			if _, err := guard.Verify(t.Context(), compact); err == nil {
				t.Error("accepted")
			}
		}
		if guard.remembered.count() != 0 || keys.asked != asked {
			t.Errorf("%.60s: %d tokens remembered, asked for %d keys", compact, guard.remembered.count(), keys.asked)
		}
	}
	guard = options().guard(t)
	if _, err := guard.Verify(t.Context(), token(claims())); err != nil || guard.remembered.count() != 0 {
		t.Errorf("%v, %d remembered", err, guard.remembered.count())
	}
}

// The hash is that of the whole text: another signature, or one more character, is another token.
func TestANeighbourIsAnotherToken(t *testing.T) {
	guard, _, _ := remembering(t)
	compact := token(claims())
	if _, err := guard.Verify(t.Context(), compact); err != nil {
		t.Fatal(err)
	}
	dot := strings.LastIndex(compact, ".")
	for _, neighbour := range []string{
		compact + "A", compact[:len(compact)-1], compact[:dot+1] + "AAAA", compact[:dot], strings.ToUpper(compact), " " + compact,
	} {
		if _, err := guard.Verify(t.Context(), neighbour); err == nil {
			t.Errorf("accepted %d characters of %d", len(neighbour), len(compact))
		}
	}
}

// Whatever tokens arrive, what is remembered has a bound, and what is in use stays.
func TestMemoryIsBounded(t *testing.T) {
	var r remembered
	key := &josetest.Key().PublicKey
	hash := func(i int) digest { return digest{byte(i), byte(i >> 8), byte(i >> 16)} }
	used := hash(1 << 20)
	r.remember(used, verdict{scopes: 5}, key)
	for i := range 5 * generation {
		r.remember(hash(i), verdict{}, key)
		if v, _, ok := r.recall(used); !ok || v.scopes != 5 {
			t.Fatalf("the one in use was dropped after %d", i)
		}
		if _, _, ok := r.recall(hash(max(0, i-generation/3))); !ok {
			t.Fatalf("one of the last was dropped after %d", i)
		}
		if r.count() > 2*generation {
			t.Fatalf("%d are remembered", r.count())
		}
	}
	if _, _, ok := r.recall(hash(0)); ok {
		t.Error("the longest unused is there still")
	}
}

// An issuer that makes keys without end does not fill the memory, and no verdict gets another key.
func TestKeysAreBounded(t *testing.T) {
	var r remembered
	for i := range 1000 {
		key := &rsa.PublicKey{E: i}
		r.remember(digest{byte(i), byte(i >> 8)}, verdict{}, key)
		if _, got, ok := r.recall(digest{byte(i), byte(i >> 8)}); !ok || got != key {
			t.Fatalf("key %d: %v", i, got)
		}
		if _, got, ok := r.recall(digest{}); ok && got.(*rsa.PublicKey).E != 0 {
			t.Fatalf("the first key is now %v", got)
		}
	}
	if len(r.keys) > 256 {
		t.Errorf("%d keys", len(r.keys))
	}
}

// A scope that a route asks for only later was not looked for when the token was remembered.
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
			t.Errorf("%v: %q after %d keys", step.scopes, got, keys.asked)
		}
	}
	// What is no list of scopes is wrong only for a route that asks for one.
	odd := token(claims("scope", []string{"a"}))
	for range 2 {
		if ask(odd) != "" || ask(odd, "a") != "scope_invalid" {
			t.Error("a list in JSON")
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
		t.Error("another scope was granted")
	}
	defer func() {
		if recover() == nil {
			t.Error("one more was taken")
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
		t.Errorf("%.0f allocations", got)
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

// BenchmarkSeenBefore is the check alone.
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

// BenchmarkMiddleware is the same with a request of its own for the handler, and a recorder for its answer.
func BenchmarkMiddleware(b *testing.B) { benchmark(b, []string{token(claims())}) }

func BenchmarkBadSignature(b *testing.B) {
	benchmark(b, []string{josetest.Compact(josetest.Other(), header, claims())})
}

// BenchmarkFirstSeen forgets what it has seen.
func BenchmarkFirstSeen(b *testing.B) {
	guard, _, _ := remembering(b)
	compact := token(claims())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := guard.Verify(b.Context(), compact); err != nil {
			b.Fatal(err)
		}
		guard.remembered.forget(digestOf(compact))
	}
}
