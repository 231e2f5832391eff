#!/usr/bin/env bash
# Runs each fuzz target for the given time, such as 60s, or for the given number of inputs, such as 20000x. The time for
# minimising is short: otherwise it would use up the time of the run, and a run that ends while it minimises fails.
set -euo pipefail
cd "$(dirname "$0")/.."
output=$(mktemp)
trap 'rm -f "$output"' EXIT
git ls-files -co --exclude-standard '*_test.go' | xargs grep -Ho '^func Fuzz[A-Za-z0-9_]*' | while IFS=: read -r file declaration; do
  target=${declaration#func }
  echo "$(dirname "$file") $target"
  go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-60s}" -fuzzminimizetime 10x "./$(dirname "$file")" >"$output" 2>&1 || { cat "$output"; exit 1; }
done
