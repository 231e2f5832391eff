# shellcheck shell=bash
# Sourced by the other scripts.
#
# windows_tools makes what Windows programs need to be tested on Linux, in artifacts/windows: a prefix of Wine, a list of replacements
# for Go (GOFLAGS=-overlay=…), and the stand-in for the WebView2 runtime. Nothing of it is part of what ships. It needs a display.
windows_tools() {
  local tools=$PWD/artifacts/windows standin=$PWD/test/standin made
  mkdir -p "$tools/run" "$tools/runtime/EBWebView/x64" "$tools/include"
  chmod 700 "$tools/run"

  # Wine 8 lacks one library that every Go program loads. A newer Wine has its own, which stays.
  made="$(wine --version) $(sha256sum "$standin"/wine/*)"
  if [ "$(cat "$tools/prefix.made" 2>/dev/null)" != "$made" ]; then
    WINEPREFIX=$tools/prefix wineserver -k 2>/dev/null || true
    rm -rf "$tools/prefix"
    scripts/wine.sh wineboot -u
    if [ ! -e "$tools/prefix/drive_c/windows/system32/bcryptprimitives.dll" ]; then
      x86_64-w64-mingw32-gcc -shared -O1 -o "$tools/prefix/drive_c/windows/system32/bcryptprimitives.dll" \
        "$standin/wine/bcryptprimitives.c" -ladvapi32
    fi
    echo "$made" >"$tools/prefix.made"
  fi

  # Go's own variable for the other way to delete files: without it, this file does not compile.
  printf '{"Replace": {"%s/src/internal/syscall/windows/deleteat_wine.go": "%s/wine/deleteat.go.txt"}}\n' "$(go env GOROOT)" \
    "$standin" >"$tools/overlay.json"

  local library=$tools/runtime/EBWebView/x64/EmbeddedBrowserWebView.dll
  if [ ! -e "$library" ] || [ -n "$(find "$standin/webview2" -newer "$library" -print -quit)" ]; then
    go run ./test/standin/webview2/interfaces <"$standin/webview2/interfaces.txt" >"$tools/include/interfaces.h"
    x86_64-w64-mingw32-windres "$standin/webview2/version.rc" "$tools/version.o"
    x86_64-w64-mingw32-gcc -shared -O1 -Wall -Wextra -Wno-missing-field-initializers -Werror -I "$tools/include" \
      -o "$library" "$standin"/webview2/*.c "$tools/version.o" -lwinhttp -lole32 -lshlwapi -lcrypt32 -luuid
  fi
  scripts/wine.sh --keep
}
