#!/usr/bin/env bash
# Looks in Go's vulnerability database for every package that the app, the API, their tests and the tools are made of, and for the
# Go that runs this. Another database than Go's own can be named, such as a copy for machines without a network:
#
#   GOVULNDB=file:///a/folder scripts/vulnerabilities.sh
#
# Two things are not looked at; SECURITY.md says why: what only "wails dev" has, and the provider that test/interop/hydra builds.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
go build -modfile=tools/go.mod -o "$work/govulncheck" golang.org/x/vuln/cmd/govulncheck

# Packages, and not the functions that are called: nothing here depends on how well calls can be followed. The packages are listed one
# by one, because govulncheck does not follow what only tests import.
check() { # FOLDER SYSTEM TAGS PATTERN
  export GOOS=$2 CGO_ENABLED=1 GOFLAGS=-tags=$3
  local packages=(tool)
  [ "$4" = tool ] || mapfile -t packages < <(cd "$1" && go list -deps -test -f '{{if and .Module (not .ForTest)}}{{.ImportPath}}{{end}}' "$4" | grep -v '\.test$')
  printf '%s (%s, %s): ' "$1" "$2" "$4"
  [ "${#packages[@]}" -gt 0 ] && "$work/govulncheck" -C "$1" ${GOVULNDB:+-db "$GOVULNDB"} -scan package "${packages[@]}" || failed=true
}
# The app and the API, for all systems; then everything beside them.
for system in linux windows darwin; do
  for program in . ./backend-api; do check . "$system" desktop,production,webkit2_41 "$program"; done
done
check . linux e2e,interop,packages,replicas,webkit2_41 ./...
check tools linux "" tool
check tools linux "" ./...
check tools/packages linux "" tool
for module in frontend/test deploy/test test/differential; do check "$module" linux "" ./...; done
[ -z "${failed:-}" ]
