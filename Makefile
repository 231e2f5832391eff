# "make run" and "make test" do all of their own set-up on Debian and Ubuntu, and say what they install.

.PHONY: run test interop bench bench-api bench-app soak dev build generate rename fuzz mutants clean

run: ## The demo provider, the API and the app; by itself under a virtual display where there is none.
	@scripts/run.sh

test: ## Everything.
	@scripts/test.sh

interop: ## The app at a real Keycloak, which it fetches: log in, call the API, renew, log out, and what an administrator does.
	@scripts/interop.sh

dev: ## "wails dev" with the pinned command line.
	@scripts/packages.sh build
	go tool -modfile=tools/go.mod wails dev

build: ## "wails build" with the pinned command line.
	@scripts/packages.sh build
	go tool -modfile=tools/go.mod wails build

generate: ## The bindings in frontend/wailsjs.
	go tool -modfile=tools/go.mod wails generate module -tags webkit2_41

rename: ## Gives the module another path: make rename MODULE=example.com/you/app
	@scripts/rename.sh "$(MODULE)"

bench: bench-api bench-app ## Both of the next two.

bench-api: ## What checking a token costs the API: Go benchmarks, and ratios from one run under load.
	@scripts/packages.sh bench
	go test -run '^$$' -bench . -cpu 1 ./backend-api/bearer ./internal/jose
	go run ./test/bench

bench-app: ## Start-up and memory of the app, beside a bare Wails app in the same run.
	@scripts/packages.sh build drive
	@. scripts/webkit.sh && go test -tags "e2e,$$(webkit_tags)" -run '^$$' -bench . -benchtime 10x ./test/e2e

soak: ## Ten minutes of mixed traffic: memory, goroutines and descriptors of the API stay where they are.
	SOAK=10m go test -count=1 -v -timeout 20m -run '^TestSoak$$' ./backend-api

mutants: ## Takes checks out, one at a time, and wants a red test for each; writes the API's table in docs/mutants.md.
	@scripts/packages.sh build drive
	LOGINWINDOW_NATIVE=1 xvfb-run -a -s "-r -screen 0 1280x800x24" go run ./test/mutants -write

fuzz: ## A minute for every fuzz target.
	@scripts/fuzz.sh 60s

clean: ## What builds and tests left behind.
	rm -rf build/bin artifacts
