#!/usr/bin/env bash
# The go command for a system that has WebKitGTK 4.0 and not 4.1:
#
#   wails build -compiler scripts/go-webkit4.0.sh
#
# wails.json asks for 4.1 by a build tag, and Wails only ever adds tags. This takes it away.
set -euo pipefail
arguments=()
for argument in "$@"; do
  arguments+=("${argument//webkit2_41/webkit2_40_only}")
done
exec go "${arguments[@]}"
