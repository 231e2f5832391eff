package auth

import "log/slog"

// redacted stands in for every secret wherever one would be printed.
const redacted = "[REDACTED]"

// Secret holds a token, a code or a verifier. Printing, logging and encoding it give "[REDACTED]"; only Reveal
// gives the text. The text sits behind a pointer because fmt does not call String on unexported fields: a struct
// that embeds a Secret prints an address, never the secret. The zero value is the empty secret.
type Secret struct{ text *string }

// NewSecret wraps text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the text. Call it where the secret leaves the process for its one destination, and nowhere else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.text == nil }

// String implements [fmt.Stringer].
func (Secret) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (Secret) GoString() string { return redacted }

// LogValue implements [slog.LogValuer].
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler], and with it keeps JSON from seeing the text.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
