#!/usr/bin/env bash
# Makes this project yours. It gives the module another path in all files and, if you also name the app, the app another name:
#
#   scripts/rename.sh example.com/you/orders
#   scripts/rename.sh example.com/you/orders orders "Example Orders" com.example.orders
#
# NAME is that of the program, its packages, and its folders and entries in the keyring. TITLE is what people read. ID is how macOS
# and software centres know the app: a domain of yours backwards, and a name. The licence keeps its owners.
set -euo pipefail
cd "$(dirname "$0")/.."
new=${1:-} name=${2:-} title=${3:-} id=${4:-}
old=$(go list -m)
fail() { echo "$1 Use: make rename MODULE=example.com/you/orders [NAME=orders TITLE='Example Orders' ID=com.example.orders]" >&2; exit 2; }
[[ $new =~ ^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$ ]] || fail "The new path of the module is missing or not valid."
if [ -n "$name$title$id" ]; then
  [[ $name =~ ^[a-z][a-z0-9-]*[a-z0-9]$ ]] || fail "NAME has small letters, digits and hyphens."
  [[ $title =~ ^[[:alnum:]][[:alnum:]\ ._-]*$ ]] || fail "TITLE has letters, digits, spaces, dots and hyphens."
  [[ $id =~ ^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+){2,}$ ]] || fail "ID has at least three parts, with dots between them."
fi

folders=$(git ls-files '*.go' '*go.mod' | grep / | cut -d/ -f1 | sort -u | paste -sd'|')
git grep -lzF "$old" -- '*.go' '*go.mod' 'scripts/*.sh' |
  xargs -0 sed -i -E "s#(^|[^A-Za-z0-9._/-])$old/($folders)\b#\1$new/\2#g"
git ls-files -z '*go.mod' |
  xargs -0 sed -i -E "s#^module $old\$#module $new#; s#^(replace |\s+)$old (v|=>)#\1$new \2#"
echo "The module is now $new."

if [ -n "$name" ]; then
  # The name of the app, in all the ways in which it is written. This script and the project's history keep theirs.
  old_name=$(sed -n 's/.*"outputfilename": *"\(.*\)".*/\1/p' wails.json)
  old_title=$(sed -n 's/.*"productName": *"\(.*\)".*/\1/p' wails.json)
  old_id=$(sed -n '/CFBundleIdentifier/{n;s/.*<string>\(.*\)<.*/\1/p}' build/darwin/Info.plist)
  old_variable=$(sed -n 's/.*variablePrefix *= "\(.*\)_"$/\1/p' internal/app/settings/sealed.go)
  variable=${name^^} old_id_=${old_id//-/_}
  # A module whose path contains the old name keeps it.
  git grep -lzIFe "$old_name" -e "${old_name//-/_}" -e "$old_title" -e "$old_id_" -e "${old_variable}_" -- ':!LICENSE' ':!CHANGELOG.md' ':!*licences.txt' ':!scripts/rename.sh' |
    xargs -0 sed -i "s#$new#\x01#g
      s#${old_id//./\\.}#$id#g; s#${old_id_//./\\.}#${id//-/_}#g; s#developer id=\"${old_id%.*}\"#developer id=\"${id%.*}\"#
      s#$old_title#$title#g; s#$old_name#$name#g; s#${old_name^}#${name^}#g; s#${old_name//-/_}#${name//-/_}#g; s#\b${old_variable}_#${variable//-/_}_#g
      s#\x01#$new#g"
  git ls-files -z | { grep -zF -e "$old_name" -e "$old_id_" || true; } | while IFS= read -rd '' file; do
    moved=${file//$old_id_/${id//-/_}}
    git mv "$file" "${moved//$old_name/$name}"
  done
  echo "The app is now $title ($name, $id)."
fi
git ls-files -z '*.go' | xargs -0 gofmt -w
echo "To see the changes: git diff"
