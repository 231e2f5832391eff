#!/usr/bin/env bash
# "make bench-api": Go benchmarks of the check of a token, and backend-api under load, beside its peers.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh bench
# shellcheck source=scripts/node.sh
. scripts/node.sh

fetch_fastify() { node_packages "$1" test/bench/fastify; }

# server.mjs finds the packages beside it.
fastify=$tools_cache/fastify-$(version test/bench/fastify/*)
as_needed "$fastify" "fastify" fetch_fastify
cp test/bench/fastify/server.mjs "$fastify"
go test -run '^$' -bench . -cpu 1 ./backend-api/bearer ./internal/jose
go test -run '^$' -bench . -cpu 1,2 ./backend-api/api
FASTIFY=$fastify/server.mjs go run ./test/bench "$@"
