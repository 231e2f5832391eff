//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// row is one of the table of what happens in a flood.
type row int

const (
	beforeFlood row = iota
	inFlood
	longTokens
	longestTokens
	rows
)

// table says what each row is, and with which it is compared: one that is measured in turn with it.
var table = [rows]struct {
	name string
	base row
}{
	beforeFlood:   {"`/private`, 10,000 tokens in turn, before a flood", beforeFlood},
	inFlood:       {"the same beside 3,000 tokens of unknown keys a second", beforeFlood},
	longTokens:    {"`/private`, 10,000 tokens of 8 KiB in turn, beside the same", longTokens},
	longestTokens: {"`/private`, 2,000 tokens of 24 KiB in turn, beside the same", longestTokens},
}

// print writes the table.
func (b *bench) print(w io.Writer) {
	share := func(base, rate float64) float64 { return 100 * rate / base }
	longer := func(base, rate float64) float64 { return 1e6/rate - 1e6/base }
	fmt.Fprintln(w, "| | requests | a second | compared | takes longer by |\n|---|---|---|---|---|")
	for i, about := range table {
		rates, compared, more := b.rates[row(i)], "–", "–"
		if base := b.rates[about.base]; about.base != row(i) {
			compared = fmt.Sprintf("%s of (%d)", each(base, rates, share).text("%.0f", "%%"), about.base+1)
			more = each(base, rates, longer).text("%.1f", "µs")
		}
		fmt.Fprintf(w, "| (%d) | %s | %.0f | %s | %s |\n", i+1, about.name, estimateOf(rates).median, compared, more)
	}
	fmt.Fprintf(w, "\nbackend-api never had more than %.1f MB resident with tokens of up to 8 KiB, and %.1f MB with longer ones.\n",
		b.peak, b.longestPeak)
}

// estimate is a median, and the interval that holds the true one with 95 % confidence.
type estimate struct{ low, median, high float64 }

// each estimates what f says of two rows in every cycle.
func each(base, rates []float64, f func(base, rate float64) float64) estimate {
	var values []float64
	for i := range min(len(base), len(rates)) {
		values = append(values, f(base[i], rates[i]))
	}
	return estimateOf(values)
}

// estimateOf takes the interval from the order of the values (the sign test), so it assumes nothing about their distribution.
func estimateOf(values []float64) estimate {
	if len(values) == 0 {
		return estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	sorted := slices.Sorted(slices.Values(values))
	n := float64(len(sorted))
	at := func(place float64) float64 { return sorted[int(min(max(math.Round(place), 0), n-1))] }
	half := .98 * math.Sqrt(n)
	return estimate{at((n-1)/2 - half), (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2, at((n-1)/2 + half)}
}

func (e estimate) text(format, unit string) string {
	return fmt.Sprintf(format+" "+unit+" ("+format+" to "+format+")", e.median, e.low, e.high)
}
