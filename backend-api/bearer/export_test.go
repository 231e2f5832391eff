package bearer

// IssuerKeys are what a guard verifies with.
type IssuerKeys = issuerKeys

// NewWithKeys is New with keys that no issuer has to publish. Nothing goes on behind such a guard, and it has no Close,
// Ready or Stats.
func NewWithKeys(options Options, keys IssuerKeys) (*Guard, error) {
	options = options.withDefaults()
	if err := options.check(); err != nil {
		return nil, err
	}
	return &Guard{options: options, keys: keys}, nil
}
