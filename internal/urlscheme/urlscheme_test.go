package urlscheme

import (
	"errors"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	tests := map[string]error{
		"bankid": nil, "openid-credential-offer": nil, "com.example.app": nil, "web+wallet": nil, "tel": nil, "itsme2": nil,
		"": ErrForm, "BankID": ErrForm, "bankid:": ErrForm, "bank id": ErrForm, "1password": ErrForm, "-x": ErrForm, "bänk": ErrForm,
		"x\n": ErrForm, strings.Repeat("x", 64): ErrForm,
		"javascript": ErrUnsafe, "data": ErrUnsafe, "file": ErrUnsafe, "blob": ErrUnsafe, "about": ErrUnsafe, "http": ErrUnsafe,
		"https": ErrUnsafe, "wails": ErrUnsafe, "ms-msdt": ErrUnsafe, "search-ms": ErrUnsafe, "shell": ErrUnsafe, "ssh": ErrUnsafe,
		"smb": ErrUnsafe, "git+ssh": ErrUnsafe,
	}
	for name, want := range tests {
		if got := Check(name); !errors.Is(got, want) || want == nil && got != nil {
			t.Errorf("Check(%q) = %v, want %v", name, got, want)
		}
	}
}

// FuzzCheck: no spelling of an unsafe scheme passes, because the schemes of URLs count in any case (RFC 3986, section
// 3.1).
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"bankid", "JavaScript", "file:", "ms-x", "https"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if Check(name) != nil {
			return
		}
		if name != strings.ToLower(name) || strings.ContainsAny(name, ":/ \t\r\n\x00%") {
			t.Errorf("%q passes", name)
		}
		for _, bad := range unsafe {
			if strings.EqualFold(name, bad) {
				t.Errorf("%q passes", name)
			}
		}
	})
}
