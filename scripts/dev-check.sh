#!/usr/bin/env bash
# Runs "wails dev" without settings under a virtual display, and opens its browser port in Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
home=$(mktemp -d)
chmod 700 "$home"
mkdir -m 700 "$home/run"

env -u DBUS_SESSION_BUS_ADDRESS GOCACHE="$(go env GOCACHE)" GOMODCACHE="$(go env GOMODCACHE)" GOPATH="$(go env GOPATH)" \
  HOME="$home" XDG_RUNTIME_DIR="$home/run" \
  setsid xvfb-run -a dbus-run-session -- go tool -modfile=tools/go.mod wails dev >"$log" 2>&1 &
dev=$!
# After SIGTERM, "wails dev" ends the app. Then the session bus and the display end by themselves.
stop() {
  pkill -TERM -s "$dev" -x wails || true
  timeout 20 tail --pid="$dev" -f /dev/null || pkill -KILL -s "$dev"
  rm -rf "$home" "$log"
}
trap stop EXIT

(cd frontend/test && WAILS_DEV_URL=http://localhost:34115 go test -count=1 -timeout 20m -tags wailsdev -run '^TestWailsDev' .) || {
  tail -n 50 "$log"
  exit 1
}
