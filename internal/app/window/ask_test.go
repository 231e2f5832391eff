package window

import "testing"

// TestPlain: a host with a percent sign is no format of printf.
func TestPlain(t *testing.T) {
	got, want := plain("100 % of [fe80::1%n]"), "100 % of [fe80::1%n]"
	if formats {
		want = "100 %% of [fe80::1%%n]"
	}
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
