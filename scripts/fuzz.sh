#!/usr/bin/env bash
# Runs each fuzz target for the given number of inputs, such as 5000x. A time, such as 1h, 30m or 90s, is divided among all
# targets. Prints for each target how many inputs it ran, and how many of them reached new code. The time for minimising is short:
# otherwise it would use up the time of the run, and a run that ends while it minimises fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/webkit.sh
output=$(mktemp)
trap 'rm -f "$output"' EXIT
mapfile -t targets < <(git ls-files -co --exclude-standard '*_test.go' | xargs grep -Ho '^func Fuzz[A-Za-z0-9_]*')
each=${1:-1h}
number=${each%[hms]}
case $each in
  *h) each=$((number * 3600 / ${#targets[@]}))s ;;
  *m) each=$((number * 60 / ${#targets[@]}))s ;;
  *s) each=$((number / ${#targets[@]}))s ;;
esac
echo "${#targets[@]} targets, $each each"
for found in "${targets[@]}"; do
  folder=./$(dirname "${found%%:*}")
  target=${found##* }
  go test -tags "$(webkit_tags)" -run '^$' -fuzz "^$target\$" -fuzztime "$each" -fuzzminimizetime 10x "$folder" >"$output" 2>&1 || { cat "$output"; exit 1; }
  # The last line of the figures is: fuzz: elapsed: 3s, execs: 5000 (1600/sec), new interesting: 4 (total: 60)
  echo "$folder $target: $(grep '^fuzz: elapsed: .*execs: ' "$output" | tail -n 1 | sed 's/^fuzz: elapsed: [^,]*, execs: \([0-9]*\) [^,]*,/\1 inputs,/')"
done
