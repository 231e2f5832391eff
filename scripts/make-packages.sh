#!/usr/bin/env bash
# Makes what people install, and writes it with its checksums into artifacts/packages:
#
#   scripts/make-packages.sh deb        for Debian and Ubuntu, with the WebKitGTK of this system; WEBKIT=4.0 asks for the older one
#   scripts/make-packages.sh windows    installers for amd64 and arm64
#   scripts/make-packages.sh macos      the app in a disk image; only on a Mac
#   scripts/make-packages.sh            all that this system can make
#
# The same commit, with the same Go and the same compilers, gives the same files. docs/packaging.md says how to ship them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stamp.sh

out=$PWD/artifacts/packages
kinds=("$@")
if [ $# = 0 ]; then
  kinds=(deb windows)
  [ "$(uname -s)" != Darwin ] || kinds=(macos)
fi
[ "$(uname -s)" = Darwin ] || scripts/packages.sh build package
[ "${WEBKIT:-4.1}" = 4.1 ] || scripts/packages.sh webkit4.0

of_project() { sed -n "s/.*\"$1\": *\"\(.*\)\".*/\1/p" wails.json; }
name=$(of_project outputfilename)
title=$(of_project productName)
number=$(of_project productVersion)
# A commit without the tag of its version comes before that version.
version=$number
if ! git tag --points-at HEAD | grep -qxF "v$number" || [[ $(stamp_commit) = *+ ]]; then
  version=$number~git$(stamp_date %Y%m%d%H%M%S).$(stamp_commit)
fi
SOURCE_DATE_EPOCH=$(stamp_time)
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
mkdir -p "$out"

# build makes the program in build/bin. No path of this machine is in it. LINKER has further flags for Go's linker.
build() { # FILE FLAG...
  [ -e "$work/wails" ] || GOFLAGS='' go build -modfile=tools/go.mod -o "$work/wails" github.com/wailsapp/wails/v2/cmd/wails
  GOFLAGS="${GOFLAGS:-} -buildvcs=false" "$work/wails" build -skipbindings -trimpath -ldflags "${LINKER:-} $(stamp_flags)" -o "$1" "${@:2}" >"$work/build.log" ||
    { cat "$work/build.log" >&2; return 1; }
}

deb() {
  local stage=$work/root flags=() doc
  # Where there are both, 4.1 is the one that systems will have for longer.
  { [ "${WEBKIT:-4.1}" = 4.1 ] && pkg-config --exists webkit2gtk-4.1; } || flags=(-compiler "$PWD/scripts/go-webkit4.0.sh")
  # The program is loaded at another address each time, as Debian asks of its own programs. Go would make its build ID from paths, too.
  LINKER=-buildid= GOFLAGS="${GOFLAGS:-} -buildmode=pie" build "$name" "${flags[@]}"
  install -D "build/bin/$name" "$stage/usr/bin/$name"
  install -Dm644 "build/linux/$name.desktop" -t "$stage/usr/share/applications"
  sed -i '/^#/d' "$stage/usr/share/applications/$name.desktop" # how to install it by hand
  for metainfo in build/linux/*.metainfo.xml; do
    install -d "$stage/usr/share/metainfo"
    sed "s/@VERSION@/$version/; s/@DATE@/$(stamp_date %Y-%m-%d)/" "$metainfo" >"$stage/usr/share/metainfo/$(basename "$metainfo")"
  done
  (cd tools && go run ./icons desktop "$stage/usr/share/icons/hicolor")
  doc=$stage/usr/share/doc/$name
  install -Dm644 internal/app/about/licences.txt "$doc/copyright"
  printf '%s (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md in the source, which lists the changes of each version.\n\n -- %s  %s\n' \
    "$name" "$version" "$(sed -n 's/^maintainer: //p' build/linux/nfpm.yaml)" "$(stamp_date '%a, %d %b %Y %H:%M:%S +0000')" |
    gzip -9n >"$doc/changelog.gz"
  chmod -R u=rwX,go=rX "$stage"

  # dpkg-shlibdeps knows which packages the program's libraries are in, and from which version on. It asks for a source package.
  mkdir -p "$work/debian"
  printf 'Source: %s\n\nPackage: %s\nArchitecture: any\n' "$name" "$name" >"$work/debian/control"
  LIBRARIES=$(cd "$work" && dpkg-shlibdeps -O -e"$stage/usr/bin/$name" | sed -n 's/^shlibs:Depends=//p')
  STAGE=$stage VERSION=$version ARCH=$(dpkg --print-architecture) LIBRARIES=$LIBRARIES \
    go tool -modfile=tools/packages/go.mod nfpm package --config build/linux/nfpm.yaml --packager deb \
    --target "$out/${name}_${version}_$(dpkg --print-architecture).deb"
}

# sign signs a program for Windows, if there is a certificate: see scripts/sign-windows.sh. Then two builds differ.
sign() { [ -z "${WINDOWS_PFX:-}" ] || scripts/sign-windows.sh "$1"; }

windows() {
  local arch flags=()
  [ -z "${WINDOWS_PFX:-}" ] || flags=("-DSIGN=$PWD/scripts/sign-windows.sh")
  # Microsoft's small installer of the WebView2 Runtime is in Wails' module, whose content go.sum names. Microsoft lets apps carry it.
  local runtime=${WEBVIEW2_SETUP:-$(go list -m -f '{{.Dir}}' github.com/wailsapp/wails/v2)/internal/webview2runtime/MicrosoftEdgeWebview2Setup.exe}
  (cd tools && go run ./icons installer "$work/side.bmp")
  for arch in ${WINDOWS_ARCHES:-amd64 arm64}; do
    build "$name-$arch.exe" -platform "windows/$arch"
    install -Dm644 "build/bin/$name-$arch.exe" "$work/$arch/$name.exe"
    sign "$work/$arch/$name.exe"
    install -m644 internal/app/about/licences.txt "$work/$arch/licences.txt"
    [ ! -e "$runtime" ] || install -m644 "$runtime" "$work/$arch/MicrosoftEdgeWebview2Setup.exe"
    # The time of a file goes into the installer.
    find "$work/$arch" "$work/side.bmp" -type f -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
    makensis -V2 -WX "${flags[@]}" "-DNAME=$name" "-DTITLE=$title" "-DNUMBER=$number" "-DVERSION=$version" "-DARCH=$arch" \
      "-DPUBLISHER=$(of_project companyName)" "-DCOPYRIGHT=$(of_project copyright)" "-DFILES=$work/$arch" "-DSIDE=$work/side.bmp" \
      "-DOUT=$out/$name-$version-$arch-installer.exe" build/windows/installer.nsi
    sign "$out/$name-$version-$arch-installer.exe"
  done
}

# Without a certificate, the signature names nobody, and macOS asks its user before it opens the app.
macos() {
  local identity=${MACOS_IDENTITY:--} app=$work/image/$title.app image=$out/$name-$version-universal.dmg stamp=--timestamp=none
  [ "$identity" = - ] || stamp=--timestamp
  build "$name" -platform darwin/universal
  mkdir "$work/image"
  cp -R "build/bin/$name.app" "$app"
  ln -s /Applications "$work/image/Applications"
  cp internal/app/about/licences.txt "$app/Contents/Resources/licences.txt"
  codesign --force --options runtime --entitlements build/darwin/entitlements.plist "$stamp" --sign "$identity" "$app"
  codesign --verify --strict "$app"
  hdiutil create -quiet -ov -volname "$title" -srcfolder "$work/image" -format UDZO "$image"
  [ "$identity" = - ] || codesign --sign "$identity" --timestamp "$image"
  if [ -n "${NOTARY_KEY:-}" ]; then
    xcrun notarytool submit "$image" --wait --key "$NOTARY_KEY" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER"
    xcrun stapler staple "$image"
  fi
}

for kind in "${kinds[@]}"; do "$kind"; done
cd "$out"
shopt -s nullglob
sum=(sha256sum)
command -v sha256sum >/dev/null || sum=(shasum -a 256)
"${sum[@]}" -- *.deb *.exe *.dmg >SHA256SUMS
cat SHA256SUMS
