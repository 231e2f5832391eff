#!/usr/bin/env bash
# Installs the Debian packages that a task needs, and says which. It installs nothing that is there already.
#
#   scripts/packages.sh build          to build and run the app
#   scripts/packages.sh build drive    to drive it under a virtual display as well
#   scripts/packages.sh build drive check replicas   to run every test
#   scripts/packages.sh build drive interop   to meet a real Keycloak; pip, if it has to bring its own Java
#   scripts/packages.sh bench          to measure the API under load
set -euo pipefail

build=(build-essential pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev bubblewrap xdg-dbus-proxy ca-certificates)
drive=(xvfb xauth xdotool jwm imagemagick dbus gnome-keyring libglib2.0-bin fonts-dejavu-core)
# xdg-open finds the browser for a file by its type, which "file" tells.
check=(chromium xdg-utils file shellcheck git procps)
# The page tests take a fifth of the processor time with it. Ubuntu does not have it: there they take Chromium itself.
faster_check=(chromium-headless-shell)
interop=(maven unzip)
pip=(python3-pip)
replicas=(haproxy)
bench=(util-linux)

needed=() optional=()
for task in "$@"; do
  case $task in
    build) needed+=("${build[@]}") ;;
    drive) needed+=("${drive[@]}") ;;
    check) needed+=("${check[@]}") optional+=("${faster_check[@]}") ;;
    interop) needed+=("${interop[@]}") ;;
    pip) needed+=("${pip[@]}") ;;
    replicas) needed+=("${replicas[@]}") ;;
    bench) needed+=("${bench[@]}") ;;
    *) echo "packages.sh: unknown task $task" >&2; exit 2 ;;
  esac
done

if ! command -v apt-get >/dev/null; then
  echo "This is not Debian or Ubuntu. Please see to it that you have what these packages hold there:"
  echo "  ${needed[*]}"
  echo "(Fedora: gtk3-devel webkit2gtk4.1-devel; Arch: gtk3 webkit2gtk-4.1; names of the others are much the same.)"
  exit 0
fi

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)

# A system whose WebKitGTK is older than 4.1 builds against 4.0; see docs/troubleshooting.md.
missing=()
for package in "${needed[@]}"; do
  installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] || "${as_root[@]}" apt-get update -qq
for package in "${optional[@]}"; do
  installed "$package" || ! apt-cache show "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
echo "Installing: ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
