#!/usr/bin/env bash
# The part of "make test" that needs no window. scripts/test.sh has set the environment, and runs it beside the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }

step "page tests"
mkdir -p artifacts/page
# They are first, because "wails generate" soon writes a file of the page anew. -count=1: these tests are a module of their own, so
# Go does not see that a script of the page has changed.
# shellcheck source=scripts/node-tools.sh
. scripts/node-tools.sh
# No -race: the code under test is JavaScript, and the race detector would have all of chromedp compiled once more.
(cd frontend/test && AXE="$node_tools/axe-core/axe.min.js" PAGE_PICTURES="$PWD/../../artifacts/page" go test -count=1 -timeout 30m ./...)

step "the image and the Kubernetes manifests"
(cd deploy/test && go vet ./... && go tool -modfile=../../tools/go.mod staticcheck ./... && go test ./...)

step "ID tokens, compared with other libraries"
(cd test/differential && go vet ./... && go tool -modfile=../../tools/go.mod staticcheck ./... && go test -race ./...)

step "fuzzing, a few seconds each"
scripts/fuzz.sh 5000x

step "done"
