#!/usr/bin/env bash
# "make test-macos" tests the macOS build on Linux, as far as that goes: the login window is checked by a compiler for macOS, against
# headers of ours, and runs on GNUstep's AppKit with a stand-in for WKWebView. It says nothing about a real Mac or a real WKWebView.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh drive check macos
# shellcheck source=scripts/node.sh
. scripts/node.sh
# shellcheck source=scripts/gnustep.sh
. scripts/gnustep.sh

step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }

fetch_zig() { python_packages "$1" tools/zig/zig.txt; }
zig=$tools_cache/zig-$(version tools/zig/zig.txt)
as_needed "$zig" "Zig" fetch_zig

step "the login window and the question for a proxy, by a compiler for macOS"
standin=$PWD/test/standin/macos
for arch in arm64:aarch64 amd64:x86_64; do
  CGO_ENABLED=1 GOOS=darwin GOARCH=${arch%:*} GOFLAGS='' PYTHONPATH=$zig CC="python3 -m ziglang cc -target ${arch#*:}-macos" \
    CGO_CFLAGS="-fno-sanitize=undefined -Werror -I$standin/appkit -I$standin/webkit" go vet ./auth/loginwindow/... ./internal/desktopproxy
done

step "the packages without a window"
GOOS=darwin CGO_ENABLED=0 GOFLAGS='' go vet ./auth/... ./apiclient/... ./backend-api/... ./examples/... ./demo/... ./internal/...

step "the methods of Apple's classes"
go test ./test/standin/macos/...

step "the login window on GNUstep"
gnustep
GOFLAGS='' xvfb-run -a -s "-r -screen 0 1280x800x24" go test -asan -count=1 -tags gnustep -timeout 15m -exec "$GNUSTEP_EXEC" ./auth/loginwindow

step "everything passed"
