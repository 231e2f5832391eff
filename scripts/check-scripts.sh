#!/usr/bin/env bash
# Checks the JavaScript of the pages: its types, which are in comments, with TypeScript; and words and session with Node.js.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/node.sh
. scripts/node.sh

fetch_typescript() { node_packages "$1" tools/node; }

typescript=$tools_cache/typescript-$(version tools/node/package-lock.json)
as_needed "$typescript" "TypeScript" fetch_typescript
"$NODE" "$typescript/node_modules/typescript/bin/tsc" --project frontend/jsconfig.json \
  --typeRoots "$typescript/node_modules/@types"
"$NODE" --no-warnings --test --test-reporter=dot "frontend/unit/*.test.mjs"
