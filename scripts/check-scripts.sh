#!/usr/bin/env bash
# Checks the JavaScript of the pages: its types, which are in comments, with TypeScript; and words and session with Node.js.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/node-tools.sh
. scripts/node-tools.sh

"$NODE" "$node_tools/typescript/bin/tsc" --project frontend/jsconfig.json --typeRoots "$node_tools/@types"
"$NODE" --no-warnings --test --test-reporter=dot "frontend/unit/*.test.mjs"
