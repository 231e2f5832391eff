#!/usr/bin/env bash
# "make run" runs the demo provider, the API and the app. On a machine without a display, a program drives the app.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/webkit.sh

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  scripts/packages.sh build drive
  tags=$(webkit_tags)
  echo "There is no display, so a program drives the app under a virtual one."
  exec go run -tags "e2e,$tags" ./test/journey -pictures artifacts/run
fi

scripts/packages.sh build
echo "Building the app ..."
go build -tags "desktop,production,demo,$(webkit_tags)" -o build/bin/demo .
go build -o build/bin/demo-server ./demo/server

# The provider keeps its sessions in memory, so it must run while the app is closed and opened again.
logs=artifacts/run
mkdir -p "$logs"
build/bin/demo-server 2>"$logs/servers.log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
until (exec 3<>/dev/tcp/127.0.0.1/9096) 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || { cat "$logs/servers.log"; exit 1; }
  sleep 0.1
done

while true; do
  echo "The app is open. Log in as one of the demo users, get the private message, then close the app. (Logs: $logs)"
  build/bin/demo 2>"$logs/app.log" || { tail "$logs/app.log"; exit 1; }
  echo
  read -rp "Press Enter to open the app again: it restores the session without a log-in. Ctrl+C ends the demo. " || break
done
