#!/usr/bin/env bash
# "make test-windows" tests the Windows build on Linux: the tests of every package under Wine, those of the login window with a stand-in
# for the WebView2 runtime (test/standin/webview2). It says nothing about a real Windows or a real WebView2.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh drive windows
# shellcheck source=scripts/windows-tools.sh
. scripts/windows-tools.sh

step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }

# The rest runs on one display.
if [ -z "${WINE_DISPLAY:-}" ]; then
  exec scripts/wine.sh --display "$0" "$@"
fi

step "Wine, and the stand-in for WebView2"
windows_tools

export GOOS=windows GOARCH=amd64 CGO_ENABLED=0 GOFLAGS=
# The others look at the source by programs of Linux, drive the app on Linux, or are made of C for GTK.
mapfile -t packages < <(go list ./... | grep -vE '/test/(architecture|bench|driver|e2e|interop|licences|mutants|replicas|supply)(/|$)|/(gtkloop|cocoaloop)$')

step "vet, lint"
staticcheck=$(GOOS='' GOARCH='' go tool -modfile=tools/go.mod -n staticcheck)
for arch in amd64 arm64; do GOARCH=$arch go vet "${packages[@]}"; done
go vet -tags desktop,production .
"$staticcheck" "${packages[@]}"

step "unit tests"
# Only one program at a time can be in front, so those with windows run by themselves.
windowed=(./auth/loginwindow ./internal/mainwindow)
mapfile -t others < <(printf '%s\n' "${packages[@]}" | grep -vxF "$(go list "${windowed[@]}")")
run() { GOFLAGS="-overlay=$PWD/artifacts/windows/overlay.json" go test -exec "$PWD/scripts/wine.sh" -timeout 15m "$@"; }
run -p 2 "${others[@]}"

step "the windows"
run -p 1 "${windowed[@]}"

step "the app, linked"
for arch in amd64 arm64; do
  GOARCH=$arch go build -tags desktop,production -ldflags "-w -s -H windowsgui" -o "artifacts/windows/app-$arch.exe" .
done

step "the app that ships, up to the window for which Wails needs the WebView2 Runtime"
timeout 120 scripts/wine.sh "$PWD/artifacts/windows/app-amd64.exe" >artifacts/windows/app.log 2>&1 &
asked=
for _ in $(seq 200); do
  ! xdotool search --name '^Missing Requirements$' >/dev/null 2>&1 || { asked=1; break; }
  sleep 0.3
done
kill $! 2>/dev/null || true
[ -n "$asked" ] || { cat artifacts/windows/app.log >&2; exit 1; }

step "everything passed"
