package bearer

// IssuerKeys are the keys with which a guard verifies tokens.
type IssuerKeys = issuerKeys

// NewWithKeys is New with the given keys, which no issuer has to publish. Such a guard runs nothing in the background, and
// has no Close, Ready or Stats.
func NewWithKeys(options Options, keys IssuerKeys) (*Guard, error) {
	options = options.withDefaults()
	if err := options.check(); err != nil {
		return nil, err
	}
	return newGuard(options, keys), nil
}
