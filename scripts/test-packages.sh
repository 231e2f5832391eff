#!/usr/bin/env bash
# "make test-packages" makes the packages, twice and from two folders, and compares them. Then it installs the one for Debian in a
# Debian of its own, where a program uses the app: log-in, call, upgrade while the app runs, removal, installation, log-out. The
# installer for Windows runs under Wine.
#
#   scripts/test-packages.sh                       in Debian 13 and in Debian 12
#   WEBKIT=4.0 scripts/test-packages.sh bookworm   in Debian 12 alone, with the older WebKitGTK
#
# The new Debians stay in the user's cache. They are root's, and each test runs in a copy that is thrown away.
set -euo pipefail
cd "$(dirname "$0")/.."
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)

# What runs as root, in a mount namespace of its own. ROOT is the folder of the copy.

# Apt runs with the network of the machine. The package itself says what it needs.
install_older() { # ROOT
  chroot "$1" sh -euc 'apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /test/older.deb >/dev/null'
}

# The test has no network but loopback. It is not enough to change the root: bubblewrap, in which WebKit's pages run, needs a root
# that is a mount.
run_test() { # ROOT
  cd "$1"
  pivot_root . mnt
  umount -l /mnt
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  ip link set lo up
  exec runuser -u tester -- env -i HOME=/home/tester PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 \
    PACKAGE_NEWER=/test/newer.deb PACKAGE_PICTURES=/home/tester/pictures /test/packaging.test -test.v -test.run '^TestPackage$' -test.timeout 20m
}

if [ "${1:-}" = inside ]; then
  base=$2 work=$3
  mount -t tmpfs tmpfs "$work/upper"
  mkdir "$work/upper/changes" "$work/upper/work"
  mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper/changes,workdir=$work/upper/work" "$work/root"
  mount --rbind /dev "$work/root/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$work/root/tmp"
  mount -t proc proc "$work/root/proc"
  cp /etc/resolv.conf "$work/root/etc/resolv.conf"
  cp -r "$work/test" "$work/root/test"
  install_older "$work/root"
  status=0
  # shellcheck disable=SC2016 # the inner shell expands these
  unshare --mount --pid --net --ipc --fork --kill-child bash -euc "$(declare -f run_test)"'; run_test "$1"' - "$work/root" || status=$?
  cp -r "$work/root/home/tester/pictures/." "$4"
  exit "$status"
fi

suites=("$@")
[ $# -gt 0 ] || suites=(trixie bookworm)
scripts/packages.sh build package test-packages windows
step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }
work=$(mktemp -d)
trap '"${as_root[@]}" rm -rf --one-file-system "$work"' EXIT
mkdir "$work/upper" "$work/root" "$work/test"

step "packages from this folder"
rm -rf artifacts/packages
export WINDOWS_ARCHES=amd64
scripts/make-packages.sh >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
cat artifacts/packages/SHA256SUMS

step "packages from another folder, with nothing that is compiled already"
mkdir -p "$work/an other/folder"
(git ls-files -coz --exclude-standard; printf '.git\0') | tar --null -T - -c | tar -x -C "$work/an other/folder"
(cd "$work/an other/folder" && GOCACHE=$work/cache scripts/make-packages.sh) >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
diff artifacts/packages/SHA256SUMS "$work/an other/folder/artifacts/packages/SHA256SUMS"
rm -rf "$work/cache"

step "a newer package"
sed -i 's/"productVersion": ".*"/"productVersion": "99.0.0"/' "$work/an other/folder/wails.json"
rm -rf "$work/an other/folder/artifacts/packages"
(cd "$work/an other/folder" && scripts/make-packages.sh deb) >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
cp artifacts/packages/*.deb "$work/test/older.deb"
cp "$work/an other/folder/artifacts/packages/"*.deb "$work/test/newer.deb"

step "what the package says of itself"
dpkg-deb -x "$work/test/older.deb" "$work/content"
desktop-file-validate "$work"/content/usr/share/applications/*.desktop
appstreamcli validate --no-net "$work"/content/usr/share/metainfo/*.xml
# Debian names the texts of common licences, and this package carries them, as the app itself does.
lintian --allow-root --fail-on error,warning "$work/test/older.deb" \
  --suppress-tags no-manual-page,copyright-file-contains-full-apache-2-license,copyright-not-using-common-license-for-apache2

step "the installer for Windows, under Wine"
scripts/test-installer.sh artifacts/packages/*-amd64-installer.exe

step "a signed installer, under Wine"
openssl req -x509 -newkey rsa:2048 -nodes -subj "/CN=Test" -days 2 -addext extendedKeyUsage=codeSigning -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
openssl pkcs12 -export -inkey "$work/key.pem" -in "$work/certificate.pem" -passout pass:secret -out "$work/certificate.pfx"
(cd "$work/an other/folder" && WINDOWS_PFX=$work/certificate.pfx WINDOWS_PFX_PASSWORD=secret scripts/make-packages.sh windows) >"$work/log" 2>&1 ||
  { cat "$work/log" >&2; exit 1; }
SIGNED_BY=$work/certificate.pem scripts/test-installer.sh "$work/an other/folder/artifacts/packages/"*-amd64-installer.exe

step "what tests the package"
CGO_ENABLED=0 GOFLAGS='' go test -c -tags packages -o "$work/test/packaging.test" ./test/packaging

# What drives the app, and nothing of what the app needs.
tools=(xvfb xauth xdotool x11-utils jwm imagemagick dbus gnome-keyring at-spi2-core libglib2.0-bin fonts-dejavu-core iproute2 sudo procps)
for suite in "${suites[@]}"; do
  base=${XDG_CACHE_HOME:-$HOME/.cache}/wails-openid-oauth-debian/$suite
  if [ ! -e "$base/ready" ]; then
    step "a new Debian: $suite"
    "${as_root[@]}" rm -rf --one-file-system "$base"
    mkdir -p "$(dirname "$base")"
    # shellcheck disable=SC2016 # the inner shell expands these
    "${as_root[@]}" unshare --mount bash -euc 'base=$1 suite=$2; shift 2
      debootstrap --variant=minbase "$suite" "$base" >/dev/null
      mount -t proc proc "$base/proc"
      chroot "$base" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
      chroot "$base" useradd --create-home --shell /bin/bash tester
      echo "tester ALL=(ALL) NOPASSWD: /usr/bin/dpkg" >"$base/etc/sudoers.d/tester"
      touch "$base/ready"' - "$base" "$suite" "${tools[@]}"
  fi
  step "installed, started, used, upgraded, removed: $suite"
  mkdir -p "artifacts/test-packages/$suite"
  "${as_root[@]}" unshare --mount "$0" inside "$base" "$work" "$PWD/artifacts/test-packages/$suite"
done

step "everything passed"
