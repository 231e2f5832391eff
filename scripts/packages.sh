#!/usr/bin/env bash
# Installs the Debian packages that the given tasks need and that are not installed yet, and prints their names.
#
#   scripts/packages.sh build          to build and run the app
#   scripts/packages.sh build drive    to drive the app under a virtual display, too
#   scripts/packages.sh build drive check replicas package windows macos   to run every test
#   scripts/packages.sh build drive interop   to test at real providers
#   scripts/packages.sh bench          to measure the API under load
#   scripts/packages.sh build package  to make the packages that people install, and to look at them
#   scripts/packages.sh webkit4.0      to make them for the older WebKitGTK, too
#   scripts/packages.sh build package test-packages windows   to install them in a Debian of its own
#   scripts/packages.sh drive windows  to test the Windows build under Wine
#   scripts/packages.sh drive macos    to test the login window of macOS under GNUstep
set -euo pipefail

build=(build-essential pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev bubblewrap xdg-dbus-proxy ca-certificates)
drive=(xvfb weston xauth xdotool x11-utils jwm imagemagick dbus gnome-keyring libglib2.0-bin fonts-dejavu-core at-spi2-core iproute2)
# xdg-open finds the browser for a file by the file's type, for which it needs "file".
# Tinyproxy and iproute2 (above) make a network from which only a proxy leads out. Pip fetches the Node.js for the scripts of the pages.
check=(chromium xdg-utils file shellcheck git procps tinyproxy-bin python3-pip)
# Where libproxy is older than 0.5, as on Debian 12, scripts for automatic proxy configuration need this package.
pac_check=(libproxy1-plugin-webkit)
# With this package the page tests need a fifth of the processor time. Ubuntu does not have it: there they use Chromium.
faster_check=(chromium-headless-shell)
interop=(maven unzip default-jdk-headless python3-pip python3-venv chromium xdg-utils file util-linux)
replicas=(haproxy)
bench=(util-linux)
webkit40=(libwebkit2gtk-4.0-dev)
# appstream and desktop-file-utils check what a package says of itself.
package=(nsis dpkg-dev appstream desktop-file-utils)
test_packages=(debootstrap debian-archive-keyring lintian osslsigncode openssl util-linux iproute2 xvfb xauth)
# Wine runs Windows programs, and MinGW compiles the stand-ins for what Wine lacks.
windows=(wine wine64 gcc-mingw-w64-x86-64-win32)
# GNUstep is an AppKit for Linux. Clang has blocks. Pip fetches Zig, which compiles for macOS.
macos=(clang libclang-rt-dev gobjc libgnustep-gui-dev libgnustep-base-dev libblocksruntime-dev python3-pip)
# The part of GNUstep that draws has its version in its name.
macos_named='gnustep-back[0-9.]+-cairo'

needed=() optional=() named=()
for task in "$@"; do
  case $task in
    build) needed+=("${build[@]}") ;;
    drive) needed+=("${drive[@]}") ;;
    check) needed+=("${check[@]}") optional+=("${faster_check[@]}" "${pac_check[@]}") ;;
    interop) needed+=("${interop[@]}") ;;
    replicas) needed+=("${replicas[@]}") ;;
    bench) needed+=("${bench[@]}") ;;
    webkit4.0) needed+=("${webkit40[@]}") ;;
    package) needed+=("${package[@]}") ;;
    test-packages) needed+=("${test_packages[@]}") ;;
    windows) needed+=("${windows[@]}") ;;
    macos) needed+=("${macos[@]}") named+=("$macos_named") ;;
    *) echo "packages.sh: unknown task $task" >&2; exit 2 ;;
  esac
done

if ! command -v apt-get >/dev/null; then
  echo "This system is neither Debian nor Ubuntu. Please install what corresponds to these packages of Debian:"
  echo "  ${needed[*]}"
  echo "(Fedora: gtk3-devel webkit2gtk4.1-devel; Arch: gtk3 webkit2gtk-4.1; the other names are similar.)"
  exit 0
fi

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)

# A system with a WebKitGTK older than 4.1 builds with 4.0; see docs/troubleshooting.md.
missing=()
for package in "${needed[@]}"; do
  installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] || "${as_root[@]}" apt-get update -qq
for package in "${optional[@]}"; do
  installed "$package" || ! apt-cache show "$package" >/dev/null 2>&1 || missing+=("$package")
done
for pattern in "${named[@]}"; do
  names=$(apt-cache pkgnames | grep -xE "$pattern") || { echo "packages.sh: this system has no package $pattern" >&2; exit 1; }
  for package in $names; do
    installed "$package" || missing+=("$package")
  done
done
[ ${#missing[@]} -gt 0 ] || exit 0
echo "Installing: ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
