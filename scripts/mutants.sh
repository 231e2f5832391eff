#!/usr/bin/env bash
# "make mutants": half of the mutants run beside the other half, each half on a display of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build drive check package windows macos
# shellcheck source=scripts/node.sh
. scripts/node.sh
mkdir -p artifacts

# Each mutant leaves what was compiled for it in Go's build cache, and no other build can use it. So the run has a cache of its own.
GOCACHE=$PWD/artifacts/mutants-cache
export GOCACHE

half() { # NUMBER
  LOGINWINDOW_NATIVE=1 xvfb-run -a -n "$((100 * $1))" -s "-r -screen 0 1280x800x24" go run ./test/mutants -share "$1/2" -write
}

half 2 >artifacts/mutants-2.log 2>&1 &
other=$!
trap 'kill "$other" 2>/dev/null || true; rm -rf "$GOCACHE"' EXIT
half 1 || failed=true
wait "$other" || failed=true
cat artifacts/mutants-2.log
[ -z "${failed:-}" ]
