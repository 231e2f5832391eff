// Package growth decides whether a program grows, from what it used again and again at the same point of its work.
package growth

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// Fewest is the number of values from which two parts can be compared.
const Fewest = 8

// Row is one measure of the program.
type Row struct {
	Name   string
	Values []int64 // in their order, as many as in the other rows
	// May returns how much the measure may grow from a value. If it is nil, the row is only shown.
	May func(from int64) int64
}

// None is for what may not grow at all.
func None(int64) int64 { return 0 }

// Compare leaves out the first quarter, in which caches fill, and compares the medians of the first and the last third of the rest.
// So no single measurement counts. It returns what has grown, and a table of all rows.
func Compare(rows []Row) (grown []string, table string) {
	var text strings.Builder
	out := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for i, row := range rows {
		all := len(row.Values)
		begin := all / 4
		third := (all - begin) / 3
		if i == 0 {
			fmt.Fprintf(out, "\tround 1\tmedian of %d to %d\tof %d to %d\tmay grow by\n", begin+1, begin+third, all-third+1, all)
		}
		before, after := median(row.Values[begin:begin+third]), median(row.Values[all-third:])
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\t", row.Name, row.Values[0], before, after)
		if row.May != nil {
			may := row.May(before)
			fmt.Fprint(out, may)
			if after > before+may {
				grown = append(grown, fmt.Sprintf("%s: grew from %d to %d", row.Name, before, after))
			}
		}
		fmt.Fprintln(out)
	}
	_ = out.Flush() // a strings.Builder takes everything
	return grown, text.String()
}

func median(values []int64) int64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
