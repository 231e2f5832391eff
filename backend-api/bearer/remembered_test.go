package bearer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jose/josetest"
	"wails-openid-oauth/internal/jwks"
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
	o.Keys, o.Now = keys, func() time.Time { return *clock }
	guard, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return guard, keys, clock
}

func TestASecondRequestCostsNoSignature(t *testing.T) {
	guard, keys, _ := remembering(t)
	for range 3 {
		verified, err := guard.Verify(t.Context(), token(claims()))
		if err != nil {
			t.Fatal(err)
		}
		if subject, _ := verified.Claims.String("sub"); subject != "user|1" {
			t.Errorf("the subject is %q", subject)
		}
	}
	if keys.asked != 1 || guard.Remembered() != 1 {
		t.Errorf("asked for %d keys, %d tokens remembered", keys.asked, guard.Remembered())
	}
}

// What is remembered is asked again for its times, also when the clock has been set back.
func TestA_EXP_NBF_IAT_remembered(t *testing.T) {
	guard, _, clock := remembering(t)
	compact := token(claims("exp", now+600, "nbf", now-60, "iat", now))
	for _, step := range []struct {
		at   int64
		want string
	}{
		{now, ""}, {now + 629, ""}, {now + 630, "exp_expired"}, {now + 600, ""}, {now - 29, ""}, {now - 31, "iat_early"},
		{now - 91, "nbf_early"}, {now, ""},
	} {
		*clock = time.Unix(step.at, 0)
		_, err := guard.Verify(t.Context(), compact)
		if got := claimCode(err); got != step.want {
			t.Errorf("at %+d: %q, want %q", step.at-now, got, step.want)
		}
	}
}

func claimCode(err error) string {
	var claim *jose.ClaimError
	if errors.As(err, &claim) {
		return claim.Code()
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
	if guard.Remembered() != 0 {
		t.Error("it is remembered still")
	}
}

// Nothing that was refused is remembered, nor anything of a key source that cannot say whether a key is still there.
func TestWhatIsNotRemembered(t *testing.T) {
	guard, keys, _ := remembering(t)
	for _, compact := range []string{
		token(claims("exp", now-31)), token(claims("aud", "other")), token(claims("nonce", "n")), token(`{}`), "junk",
		josetest.Compact(josetest.Other(), header, claims()), strings.Replace(token(claims()), ".", "..", 1),
	} {
		for range 2 {
			if _, err := guard.Verify(t.Context(), compact); err == nil {
				t.Error("accepted")
			}
		}
	}
	if guard.Remembered() != 0 || keys.asked < 10 {
		t.Errorf("%d tokens remembered, asked for %d keys", guard.Remembered(), keys.asked)
	}
	guard, err := New(options())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := guard.Verify(t.Context(), token(claims())); err != nil || guard.Remembered() != 0 {
		t.Errorf("%v, %d remembered", err, guard.Remembered())
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

// Whatever tokens arrive, what is remembered has a bound in bytes, and the longest unused goes first.
func TestMemoryIsBounded(t *testing.T) {
	guard, _, _ := remembering(t)
	r := guard.remembered
	one := func(i int, payload string) *jose.Token {
		verified, err := jose.Verify(t.Context(), token(payload), jose.MaxAccessToken, keySource{})
		if err != nil {
			t.Fatal(err)
		}
		r.remember(digest{byte(i), byte(i >> 8), byte(i >> 16)}, verified)
		return verified
	}
	first := one(0, claims())
	big := one(1, claims("x", strings.Repeat("x", 4000)))
	for i := range 2 * maxRemembered / size(big) {
		r.remember(digest{byte(i), byte(i >> 8), byte(i >> 16), 1}, big)
		if r.bytes > maxRemembered {
			t.Fatalf("%d bytes", r.bytes)
		}
		if r.recall(digest{0}) != first {
			t.Fatal("the one in use was dropped")
		}
	}
	if r.recall(digest{1}) != nil {
		t.Error("the longest unused is there still")
	}
	if got := r.count(); got < 1000 {
		t.Errorf("%d tokens", got)
	}
	before := r.bytes
	r.remember(digest{0}, first) // Once more.
	r.forget(digest{0})
	if before-r.bytes != size(first) {
		t.Error("the sum is wrong")
	}
	// A payload of many short members costs more than its text.
	many := "{"
	for i := range 500 {
		many += fmt.Sprintf(`"%d":0,`, i)
	}
	if got := size(one(2, many+`"z":0}`)); got < 8000 {
		t.Errorf("500 members are counted as %d bytes", got)
	}
}

// The check of a token that was seen before allocates nothing, with scopes and without.
func TestASeenTokenAllocatesNothing(t *testing.T) {
	guard, _, _ := remembering(t)
	r := get("Bearer " + token(claims()))
	scopes := []string{"read:messages"}
	check := func() {
		if _, refused := guard.admit(r, scopes); refused != nil {
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

func BenchmarkSeenBefore(b *testing.B) { benchmark(b, []string{token(claims())}) }

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
