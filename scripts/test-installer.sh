#!/usr/bin/env bash
# Installs the app with an installer for Windows, under Wine: twice, beside the running app, and with what a user leaves behind. Then it
# removes the app, and nothing may be left. scripts/test-installer.ps1 is the same for a real Windows.
#
#   scripts/test-installer.sh FILE    SIGNED_BY=certificate.pem: all programs must have its signature
set -euo pipefail
installer=$(realpath "$1") self=$(realpath "$0")
cd "$(dirname "$0")/.."
name=$(sed -n 's/.*"outputfilename": *"\(.*\)".*/\1/p' wails.json)
title=$(sed -n 's/.*"productName": *"\(.*\)".*/\1/p' wails.json)

if [ -z "${WINEPREFIX_OF_TEST:-}" ]; then
  WINEPREFIX_OF_TEST=$(mktemp -d)
  export WINEPREFIX_OF_TEST
  trap 'rm -rf "$WINEPREFIX_OF_TEST"' EXIT
  xvfb-run -a "$self" "$installer"
  exit
fi

# Wine's own user folders, and not links into the home of whoever runs this. Microsoft's installer gets no network.
export WINEPREFIX=$WINEPREFIX_OF_TEST/prefix HOME=$WINEPREFIX_OF_TEST WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe="
trap 'wineserver -k || true' EXIT
fail() { echo "$*" >&2; exit 1; }
must() { "$@" || fail "this does not hold: $*"; }
wineboot -i 2>/dev/null
wine winecfg -v win10
user=$WINEPREFIX/drive_c/users/$(id -un)
folder=$user/AppData/Local/Programs/$name
entry="$user/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/$title.lnk"
key="HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\$name"

# It is for one user.
must grep -aq 'requestedExecutionLevel level="asInvoker"' "$installer"
for time in first second; do # the second time it is an upgrade
  wine "$installer" /S || fail "the $time installation ended with $?"
  must [ -s "$folder/$name.exe" ]
  must [ -s "$folder/licences.txt" ]
  must [ -e "$entry" ]
  wine reg query "$key" >"$WINEPREFIX_OF_TEST/key"
  must grep -q "DisplayName .*$title" "$WINEPREFIX_OF_TEST/key"
  must grep -q 'QuietUninstallString .*uninstall.exe" /S' "$WINEPREFIX_OF_TEST/key"
done
echo "installed, and installed again"

if [ -n "${SIGNED_BY:-}" ]; then
  for program in "$installer" "$folder/$name.exe" "$folder/uninstall.exe"; do
    osslsigncode verify -CAfile "$SIGNED_BY" -in "$program" >"$WINEPREFIX_OF_TEST/signature" ||
      { cat "$WINEPREFIX_OF_TEST/signature" >&2; fail "$program is not signed"; }
  done
  echo "signed: installer, program and uninstaller"
fi

# Any program stands in for the running app, because Wine lacks what a program of Go needs.
cp "$WINEPREFIX/drive_c/windows/system32/notepad.exe" "$folder/$name.exe"
wine "$folder/$name.exe" &
until grep -qs "$name.exe" "/proc/$!/maps"; do kill -0 $! || fail "the app has ended"; sleep 0.2; done
status=0
wine "$installer" /S || status=$?
must [ "$status" = 2 ]
must cmp "$folder/$name.exe" "$WINEPREFIX/drive_c/windows/system32/notepad.exe"
wine taskkill /f /im "$name.exe" >/dev/null
wait $! || true
echo "not installed beside the running app"

for left in "$user/AppData/Local/$name" "$user/AppData/Roaming/$name" "$user/AppData/Roaming/$name.exe"; do
  mkdir -p "$left/EBWebView"
  echo "what the app leaves behind" >"$left/EBWebView/file"
done
# A web view ends after the app. A program that holds a file open stands in for it, until its input ends.
mkfifo "$WINEPREFIX_OF_TEST/input"
exec {input}<>"$WINEPREFIX_OF_TEST/input"
(cd "$user/AppData/Local/$name/EBWebView" && exec wine cmd /c "set /p x= > held" <&"$input") &
until [ -e "$user/AppData/Local/$name/EBWebView/held" ]; do kill -0 $! || fail "the view has ended"; sleep 0.2; done
wine "$folder/uninstall.exe" /S # which goes on in a copy of itself
for _ in {1..100}; do [ -e "$folder/$name.exe" ] || [ -e "$entry" ] || break; sleep 0.2; done
wine taskkill /f /im cmd.exe >/dev/null
wineserver -w
left=$(find "$user" -iname "*$name*" -o -iname "$title*")
must [ -z "$left" ]
wine reg query "$key" >/dev/null 2>&1 && fail "$key is left"
echo "removed, and nothing is left"
