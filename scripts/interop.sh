#!/usr/bin/env bash
# "make interop" tests the app at real providers. It fetches them once, and keeps them in the user's cache.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/webkit.sh

if [ "$(uname -s)" != Linux ]; then
  echo "This test needs Linux, because it drives the app under a virtual display." >&2
  exit 1
fi
scripts/packages.sh build drive interop

cache=${XDG_CACHE_HOME:-$HOME/.cache}/wails-openid-oauth-interop
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work" "$cache"/*.part' EXIT

# shellcheck source=scripts/interop-fetch.sh
. scripts/interop-fetch.sh

# The login window trusts the authorities of the system and no others. So the test gets a copy of the system's file, to which it
# adds its own authority. The copy stands in the place of the system's file in a mount namespace, which ends with the test.
authorities=/etc/ssl/certs/ca-certificates.crt
cp "$authorities" "$work/authorities.pem"
isolate=(unshare --mount)
[ "$(id -u)" = 0 ] || isolate=(unshare --user --map-current-user --keep-caps --mount)

unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS SSL_CERT_FILE SSL_CERT_DIR
export TMPDIR=$work INTEROP_AUTHORITIES=$authorities
# shellcheck disable=SC2016 # the inner shell expands these
"${isolate[@]}" sh -c 'mount --bind "$1" "$2" && shift 2 && exec "$@"' - "$work/authorities.pem" "$authorities" \
  go test -v -count=1 -parallel 3 -timeout 40m -tags "interop,$(webkit_tags)" ./test/interop/ "$@"
echo "All tests at the real providers passed. The pictures are in artifacts/interop."
