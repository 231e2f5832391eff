package bearer

import "time"

// Stats are figures for metrics.
type Stats struct {
	// KeysAge is the age of the issuer's keys. It is a day if there are none.
	KeysAge time.Duration
	// Fetches and FailedFetches are how many fetches of keys succeeded and failed since the start.
	Fetches, FailedFetches uint64
	// Remembered is approximately how many good tokens are remembered now.
	Remembered int
}

// Stats returns the current figures.
func (g *Guard) Stats() Stats {
	counts := g.fetched.Counts()
	return Stats{
		KeysAge: g.fetched.Age(), Fetches: counts.OK, FailedFetches: counts.Failed, Remembered: g.remembered.count(),
	}
}
