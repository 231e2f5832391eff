#!/usr/bin/env bash
# Signs a program for Windows, also on Linux: scripts/sign-windows.sh FILE
#
# WINDOWS_PFX is a file with the certificate and its key, WINDOWS_PFX_PASSWORD its password, and WINDOWS_TIMESTAMP the URL of a time
# stamp service, without which the signature ends with the certificate. A key that cannot be had as a file, such as one at Azure,
# needs another command here.
set -euo pipefail
password=$(mktemp)
trap 'rm -f "$password" "$1.signed"' EXIT
printf %s "${WINDOWS_PFX_PASSWORD:-}" >"$password"
osslsigncode sign -pkcs12 "$WINDOWS_PFX" -readpass "$password" -h sha256 ${WINDOWS_TIMESTAMP:+-ts "$WINDOWS_TIMESTAMP"} -in "$1" -out "$1.signed" >/dev/null
mv "$1.signed" "$1"
