package endpoint

import "testing"

func TestParse(t *testing.T) {
	tests := []struct {
		raw  string
		want error
	}{
		{"https://op.example", nil},
		{"https://op.example:8443/realms/a?b=c", nil},
		{"http://localhost:3000", nil},
		{"http://127.0.0.1:1", nil},
		{"http://127.9.9.9", nil},
		{"http://[::1]:1", nil},
		{"http://[::ffff:127.0.0.1]", nil},
		{"", ErrForm},
		{"localhost:3000", ErrForm},
		{"/path", ErrForm},
		{"https://", ErrForm},
		{"https://:443", ErrForm},
		{"https://user@op.example", ErrForm},
		{"https://op.example#", ErrForm},
		{"https://op.example#fragment", ErrForm},
		{"https://op example", ErrForm},
		{"http://op.example", ErrScheme},
		{"http://127.0.0.1.example", ErrScheme},
		{"http://localhost.example", ErrScheme},
		{"http://0.0.0.0", ErrScheme},
		{"http://10.0.0.1", ErrScheme},
		{"ftp://localhost", ErrScheme},
		{"ws://localhost", ErrScheme},
	}
	for _, tt := range tests {
		u, err := Parse(tt.raw)
		if err != tt.want || (u == nil) == (err == nil) {
			t.Errorf("%q: got %v, want %v", tt.raw, err, tt.want)
		}
	}
}
