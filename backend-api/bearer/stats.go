package bearer

import "time"

// Stats are figures for metrics.
type Stats struct {
	// KeysAge is how old the issuer's keys are; a day, if there are none.
	KeysAge time.Duration
	// Fetches and FailedFetches are how often the keys were fetched since the start, with success and without.
	Fetches, FailedFetches uint64
	// Remembered is about how many good tokens are remembered now.
	Remembered int
}

// Stats returns the figures of now.
func (g *Guard) Stats() Stats {
	counts := g.fetched.Counts()
	return Stats{
		KeysAge: g.fetched.Age(), Fetches: counts.OK, FailedFetches: counts.Failed, Remembered: g.remembered.count(),
	}
}
