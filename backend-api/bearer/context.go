package bearer

import "context"

// withToken is a request's context that contains its token.
type withToken struct {
	context.Context
	token Token
}

type contextKey struct{}

// Value implements [context.Context].
func (c *withToken) Value(key any) any {
	if key == (contextKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// FromContext returns the verified token of a request that a [Guard] let pass.
func FromContext(ctx context.Context) (Token, bool) {
	c, ok := ctx.Value(contextKey{}).(*withToken)
	if !ok {
		return Token{}, false
	}
	return c.token, true
}
