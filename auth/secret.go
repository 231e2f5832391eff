package auth

import "log/slog"

// redacted replaces every secret that is printed.
const redacted = "[REDACTED]"

// Secret holds a token, a code or a verifier. Printing, logging and encoding it give "[REDACTED]"; only Reveal returns
// the text. The text is behind a pointer because fmt does not call String on unexported fields: a struct that embeds a
// Secret prints an address, never the secret. The zero value is the empty secret.
type Secret struct{ text *string }

// NewSecret wraps text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the text. Call it only where the secret leaves the process for its one destination.
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

// MarshalText implements [encoding.TextMarshaler], which keeps the text out of JSON.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
