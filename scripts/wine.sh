#!/usr/bin/env bash
# Runs a Windows program under Wine, for "go test -exec": scripts/wine.sh PROGRAM ARGUMENTS. windows_tools in windows-tools.sh makes
# what it needs. The program gets a display and a window manager of its own, because without one Wine waits two seconds for each
# window. For several programs, scripts/wine.sh --display COMMAND runs a command of Linux on one display. There, scripts/wine.sh --keep
# starts Wine's own services. Otherwise the first program starts them, and they hold its output open when it has ended.
set -euo pipefail
tools=$(cd "$(dirname "$0")/.." && pwd)/artifacts/windows
export WINEPREFIX=$tools/prefix WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES="mscoree,mshtml=" XDG_RUNTIME_DIR=$tools/run
export WEBVIEW2_STANDIN_FOLDER="Z:${tools//\//\\}\\runtime" WEBVIEW2_STANDIN_LOG="Z:${tools//\//\\}\\standin.log"

if [ -n "${WINE_DISPLAY:-}" ]; then
  if [ "$1" = --keep ]; then
    wineserver -p </dev/null >/dev/null 2>&1
    exec wine wineboot </dev/null >/dev/null 2>&1
  fi
  exec wine "$@" </dev/null
fi
if [ "$1" != --on ]; then
  if [ "$1" = --display ]; then shift; else set -- "$0" "$@"; fi
  exec xvfb-run -a -s "-r -screen 0 1280x800x24" "$0" --on "$@"
fi
shift
export WINE_DISPLAY=$DISPLAY
mkdir -p "$tools"
echo '<JWM></JWM>' >"$tools/jwmrc"
jwm -f "$tools/jwmrc" >/dev/null 2>&1 &
trap 'kill $! 2>/dev/null || true; wineserver -k 2>/dev/null || true' EXIT # the next display needs a desktop of its own
"$@"
