package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// share is a part of the mutants that runs beside the others, on a display of its own: 1/2 is the first of two.
type share struct{ number, of int }

func parseShare(text string) (s share, err error) {
	if _, err := fmt.Sscanf(text, "%d/%d", &s.number, &s.of); err != nil || s.number < 1 || s.number > s.of {
		return s, fmt.Errorf("-share %q is not like 1/2", text)
	}
	return s, nil
}

// seconds is about how long a mutant takes on one core, where it takes longer than the others' three.
var seconds = map[string]int{"auth/loginwindow": 8, windowsPrefix: 8, macosPrefix: 8, "test/e2e": 30}

// group names the mutants that cannot run beside each other, because their tests share a screen or files.
func (m mutant) group() string {
	switch {
	case !m.namesTest():
		return "" // the API
	case strings.HasPrefix(m.id, windowsPrefix), strings.HasPrefix(m.id, "test/packaging."): // both use Wine
		return windowsPrefix
	case strings.HasPrefix(m.id, macosPrefix):
		return macosPrefix
	}
	return m.id[:strings.LastIndex(m.id, ".Test")]
}

// pick returns the mutants of the share. Each group is in one share, and all shares take about as long.
func (s share) pick(all []mutant) []mutant {
	cost := map[string]int{}
	for _, m := range all {
		cost[m.group()] += cmp.Or(seconds[m.group()], 3)
	}
	groups := slices.SortedFunc(maps.Keys(cost), func(a, b string) int {
		return cmp.Or(cmp.Compare(cost[b], cost[a]), cmp.Compare(a, b))
	})
	total, mine := make([]int, s.of), map[string]bool{}
	for _, g := range groups {
		least := slices.Index(total, slices.Min(total))
		total[least] += cost[g]
		mine[g] = least == s.number-1
	}
	return slices.DeleteFunc(slices.Clone(all), func(m mutant) bool { return !mine[m.group()] })
}
