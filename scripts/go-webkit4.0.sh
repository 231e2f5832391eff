#!/usr/bin/env bash
# This script replaces the go command on a system that has WebKitGTK 4.0 and not 4.1:
#
#   wails build -compiler scripts/go-webkit4.0.sh
#
# wails.json selects 4.1 by a build tag, and Wails can only add tags. This script removes the tag.
set -euo pipefail
arguments=()
for argument in "$@"; do
  arguments+=("${argument//webkit2_41/webkit2_40_only}")
done
exec go "${arguments[@]}"
