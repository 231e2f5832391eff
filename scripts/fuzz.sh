#!/usr/bin/env bash
# Runs every fuzz target for the given time each, such as 60s, or the given number of inputs, such as 20000x. Minimising
# is kept short: it would use up the time, and a run that ends within it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
output=$(mktemp)
trap 'rm -f "$output"' EXIT
git ls-files -co --exclude-standard '*_test.go' | xargs grep -Ho '^func Fuzz[A-Za-z0-9_]*' | while IFS=: read -r file declaration; do
  target=${declaration#func }
  echo "$(dirname "$file") $target"
  go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-60s}" -fuzzminimizetime 10x "./$(dirname "$file")" >"$output" 2>&1 || { cat "$output"; exit 1; }
done
