#!/usr/bin/env bash
# Gives the module another path in all files: scripts/rename.sh example.com/you/app
# It does not change the name of the app (window, folders, program): see internal/paths, internal/app/window, build/linux
# and wails.json.
set -euo pipefail
cd "$(dirname "$0")/.."
new=${1:-}
old=$(go list -m)
if ! [[ $new =~ ^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$ ]]; then
  echo "The new path of the module is missing or not valid. Use: make rename MODULE=example.com/you/app" >&2
  exit 2
fi
folders=$(git ls-files '*.go' '*go.mod' | grep / | cut -d/ -f1 | sort -u | paste -sd'|')
git grep -lzF "$old" -- '*.go' '*go.mod' 'scripts/*.sh' |
  xargs -0 sed -i -E "s#(^|[^A-Za-z0-9._/-])$old/($folders)\b#\1$new/\2#g"
git ls-files -z '*go.mod' |
  xargs -0 sed -i -E "s#^module $old\$#module $new#; s#^(replace |\s+)$old (v|=>)#\1$new \2#"
git ls-files -z '*.go' | xargs -0 gofmt -w
echo "The module is now $new. To see the changes: git diff"
