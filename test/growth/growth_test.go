package growth_test

import (
	"strings"
	"testing"

	"wails-openid-oauth/test/growth"
)

// TestCompare compares two hours of made-up rounds: their noise is no growth, and a small leak in each round is.
func TestCompare(t *testing.T) {
	t.Parallel()
	memory := func(from int64) int64 { return max(8<<10, from/20) }
	few := func(int64) int64 { return 8 }
	for name, tt := range map[string]struct {
		may   func(int64) int64
		value func(round int64) int64
		grows bool
	}{
		"noise of 16 MiB of memory":          {memory, func(i int64) int64 { return 200<<10 + i*7919%(16<<10) }, false},
		"64 KiB of memory leak":              {memory, func(i int64) int64 { return 200<<10 + i*7919%(16<<10) + i*64 }, true},
		"a process sometimes ends late":      {growth.None, func(i int64) int64 { return 3 + i%5/4 }, false},
		"a process in a hundred rounds":      {growth.None, func(i int64) int64 { return 3 + i/100 }, true},
		"descriptors come and go":            {few, func(i int64) int64 { return 100 + i*17%11 }, false},
		"a descriptor leaks":                 {few, func(i int64) int64 { return 100 + i*17%11 + i }, true},
		"a descriptor in ten rounds":         {few, func(i int64) int64 { return 100 + i*17%11 + i/10 }, true},
		"caches fill in the first quarter":   {growth.None, func(i int64) int64 { return min(i, 100) }, false},
		"one measurement is far too high":    {growth.None, func(i int64) int64 { return 3 + i/399*100 }, false},
		"what is only shown may be anything": {nil, func(i int64) int64 { return i }, false},
	} {
		row := growth.Row{Name: "it", May: tt.may}
		for round := range int64(400) {
			row.Values = append(row.Values, tt.value(round))
		}
		grown, table := growth.Compare([]growth.Row{row})
		if len(grown) > 0 != tt.grows || !strings.Contains(table, "it") {
			t.Errorf("%s: %q\n%s", name, grown, table)
		}
	}
}
