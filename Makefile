# "make run" and "make test" do all of their own set-up on Debian and Ubuntu, and say what they install.

.PHONY: run test interop bench dev build generate fuzz clean

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

bench: ## Start-up and memory, beside a bare Wails app in the same run.
	@scripts/packages.sh build drive
	@. scripts/webkit.sh && go test -tags "e2e,$$(webkit_tags)" -run '^$$' -bench . -benchtime 10x ./internal/e2e

fuzz: ## A minute for every fuzz target.
	@scripts/fuzz.sh 60s

clean: ## What builds and tests left behind.
	rm -rf build/bin artifacts
