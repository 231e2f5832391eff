#!/usr/bin/env bash
# Writes what is in the app, on each system, and in the API: one CycloneDX file each, with every module, its version and its sum.
# The same commit and the same Go give the same files.
#
#   scripts/sbom.sh [FOLDER]    artifacts/sbom, if no folder is given
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-artifacts/sbom}
mkdir -p "$folder"
tool=$(mktemp)
trap 'rm "$tool"' EXIT
GOFLAGS='' go build -trimpath -modfile=tools/go.mod -o "$tool" github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod

bill() { # NAME PACKAGE SYSTEM TAGS
  GOOS=$3 GOARCH=amd64 CGO_ENABLED=1 GOFLAGS=-tags=$4 \
    "$tool" app -json -std -noserial -notimestamp -main "$2" -output "$folder/$1-$3.cdx.json" .
}
for system in linux windows darwin; do bill app . "$system" desktop,production,webkit2_41; done
bill api backend-api linux ""
ls "$folder"/*.cdx.json
