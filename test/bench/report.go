//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
)

// The aims for the API.
const (
	leastOfUnprotected = 92 // percent of the requests a second, for tokens that were seen before
	mostAbove          = 2  // microseconds of the core, for the same
	leastOfAllowed     = 90 // percent of what the unprotected route and one verification allow, for all others
	leastInFlood       = 50 // percent
	mostMemory         = 32 // megabytes
)

// print writes the table of the rows and that of the aims.
func (r *results) print(w io.Writer) {
	fmt.Fprintln(w, "| | requests | a second | of (1) | µs each | above (1) |\n|---|---|---|---|---|---|")
	for row := range rows {
		c := r.of(row)
		rate := estimateOf(c[row]).median
		if math.IsNaN(rate) {
			continue
		}
		fmt.Fprintf(w, "| (%d) | %s | %s | %s | %.1f | %s |\n", row, r.name(row), thousands(rate),
			percent(estimateOf(c.each(row, unprotected, share))), 1e6/rate,
			microseconds(estimateOf(c.each(row, unprotected, above))))
	}
	rsa := estimateOf(r.rsa).median
	fmt.Fprintf(w, "\nOne RSA-2048 verification with its SHA-256, and nothing but that: %.1f µs.\n", rsa)
	fmt.Fprintf(w, "The servers had %.0f %% of their core, and the generator nothing to do in %.0f %% of its looks.\n\n",
		100*estimateOf(r.busy).median, 100*estimateOf(r.idle).median)
	fmt.Fprintln(w, "| aim | measured | |\n|---|---|---|")
	for _, a := range r.aims(rsa) {
		fmt.Fprintf(w, "| %s | %s | %s |\n", a.text, a.measured, a.verdict)
	}
}

// of returns the comparison that a row belongs to.
func (r *results) of(row row) comparison {
	for _, c := range []comparison{r.seen, r.first, r.flood, r.memory} {
		if len(c[row]) > 0 {
			return c
		}
	}
	return nil
}

func (r *results) name(row row) string {
	if row == flooded {
		return fmt.Sprintf("%s, %s a second", names[row], thousands(estimateOf(r.beside).median))
	}
	return names[row]
}

// aim is a measured aim.
type aim struct{ text, measured, verdict string }

// aims returns the aims for which all figures exist.
func (r *results) aims(rsa float64) (list []aim) {
	add := func(text, measured string, met bool) {
		verdict := "**missed**"
		if met {
			verdict = "met"
		}
		list = append(list, aim{text, measured, verdict})
	}
	least := func(text string, values []float64, least float64) {
		if e := estimateOf(values); len(values) > 0 {
			add(fmt.Sprintf("%s: at least %.0f %%", text, least), percent(e), e.median >= least)
		}
	}
	for _, row := range []row{sameToken, manyTokens} {
		least(fmt.Sprintf("(%d) of (1)", row), r.seen.each(row, unprotected, share), leastOfUnprotected)
		if values := r.seen.each(row, unprotected, above); len(values) > 0 {
			e := estimateOf(values)
			add(fmt.Sprintf("(%d) above (1): at most %d µs", row, mostAbove), microseconds(e), e.median <= mostAbove)
		}
	}
	for _, row := range []row{firstSeen, badSignature} {
		least(fmt.Sprintf("(%d) of (%d)", row, reference), r.first.each(row, reference, share), leastOfAllowed)
		least(fmt.Sprintf("(%d) of what (1) and a verification that is all there is to do add up to", row),
			r.first.each(row, unprotected, allowed(rsa)), leastOfAllowed)
	}
	least(fmt.Sprintf("(%d) of (%d)", flooded, manyTokens), r.flood.each(flooded, manyTokens, share), leastInFlood)
	if r.peak > 0 {
		add(fmt.Sprintf("memory: at most %d MB", mostMemory), fmt.Sprintf("%.1f MB", r.peak), r.peak <= mostMemory)
	}
	return list
}

func percent(e estimate) string      { return interval(e, "%.1f %%", "%.1f") }
func microseconds(e estimate) string { return interval(e, "%+.1f µs", "%+.1f") }

// interval writes an estimate, or that there is none.
func interval(e estimate, format, bound string) string {
	if math.IsNaN(e.median) {
		return "–"
	}
	if e.low == e.high {
		return fmt.Sprintf(format, e.median)
	}
	return fmt.Sprintf(format+" ("+bound+" to "+bound+")", e.median, e.low, e.high)
}

func thousands(value float64) string {
	digits := strconv.Itoa(int(value + .5))
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
