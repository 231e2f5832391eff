# shellcheck shell=bash
# Sourced: fetches the packages of tools/node, and keeps them in the user's cache. It sets NODE, and node_tools, the packages' folder.

# shellcheck source=scripts/node.sh
. scripts/node.sh

fetch_node_tools() { node_packages "$1" tools/node; }

node_tools=$tools_cache/tools-$(version tools/node/package-lock.json)
as_needed "$node_tools" "the tools for JavaScript" fetch_node_tools
node_tools=$node_tools/node_modules
