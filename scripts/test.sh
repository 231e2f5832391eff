#!/usr/bin/env bash
# "make test" runs all checks that can run on Linux. The checks that fail fastest come first.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build drive check replicas package windows macos
. scripts/webkit.sh
# shellcheck source=scripts/node.sh
. scripts/node.sh
tags=$(webkit_tags)
export GOFLAGS="${GOFLAGS:-} -tags=$tags"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }

tree() { git -c core.fileMode=false diff; git ls-files -o --exclude-standard; }

# unchanged runs a command that writes generated files, and fails if the command changed them.
unchanged() {
  local before
  before=$(tree)
  "$@"
  if [ "$(tree)" != "$before" ]; then
    git --no-pager diff --stat
    echo "This command changed generated files. Check them and commit them: $*" >&2
    return 1
  fi
}

step "format, vet, lint"
unformatted=$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l)
[ -z "$unformatted" ] || { echo "not formatted: $unformatted" >&2; exit 1; }
shellcheck -x scripts/*.sh .ci/run
go tool -modfile=tools/go.mod actionlint
look() { # TAGS PACKAGE...
  go vet -tags "$tags,$1" "${@:2}"
  go tool -modfile=tools/go.mod staticcheck -tags "$tags,$1" "${@:2}"
}
look "" ./...
# The other tags concern only packages that name them. "dev" includes "demo".
mapfile -t tagged < <(git grep -lE '^//go:build .*\b(dev|demo|e2e|interop|packages|replicas|supply)\b' -- '*.go' | xargs dirname | sort -u | sed 's|^|./|')
for extra in dev "e2e,interop,packages,replicas,supply" "desktop,production"; do look "$extra" "${tagged[@]}"; done
(cd frontend/test && go vet ./... && go tool -modfile=../../tools/go.mod staticcheck ./...)
(cd tools && go vet ./... && go tool staticcheck ./...)
# Modules that use the project by "replace" become outdated when the project's requirements change.
for module in . deploy/test frontend/test test/differential; do
  (cd "$module" && go mod tidy -diff)
done

step "types and unit tests of the pages' scripts"
scripts/check-scripts.sh

# Windows wait more than they work, so what needs none is tested beside them, and three packages or journeys run at a time.
mkdir -p artifacts
setsid scripts/test-beside.sh >artifacts/beside.log 2>&1 &
beside=$!
trap 'kill -- "-$beside" 2>/dev/null || true' EXIT

step "unit tests"
# "-r": where a busy machine delays the release of a key, the display would repeat the key.
LOGINWINDOW_NATIVE=1 xvfb-run -a -s "-r -screen 0 1280x800x24" go test -race -p 3 -timeout 20m ./...

step "three replicas of the API behind HAProxy"
go test -count=1 -tags "replicas,$tags" ./test/replicas

step "generated code"
unchanged make icons
unchanged go tool -modfile=tools/go.mod wails generate module -tags "$tags" >/dev/null

step "make build, which names the commit"
unchanged make build
grep -aq "$(git rev-parse --short=12 HEAD)" build/bin/wails-openid-oauth

step "a production build holds no demo provider"
grep -aq 'wails-openid-oauth/auth' build/bin/wails-openid-oauth # this shows that the search below can find something
if grep -aqE 'wails-openid-oauth/demo|luikyv/go-oidc' build/bin/wails-openid-oauth; then
  echo "the demo provider is in the production build" >&2
  exit 1
fi

step "wails dev"
scripts/dev-check.sh

step "the Windows build, under Wine"
unchanged env GOFLAGS= go tool -modfile=tools/go.mod wails build -platform windows/amd64 -skipbindings >/dev/null
scripts/test-windows.sh

step "macOS"
scripts/test-macos.sh

step "the installer for Windows, under Wine"
go test -count=1 -tags "packages,$tags" -run '^TestInstaller$' ./test/packaging

step "journeys in the real app"
go test -race -count=1 -parallel 3 -timeout 20m -tags "e2e,$tags" ./test/driver ./test/e2e

step "what ran beside these"
wait "$beside" || failed=true
cat artifacts/beside.log
[ -z "${failed:-}" ] || exit 1

step "everything passed"
