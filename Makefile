# On Debian and Ubuntu, "make run" and "make test" install what they need, and say what they install.

.PHONY: run test test-windows test-macos interop bench bench-api bench-app soak soak-api soak-app dev ui pictures build packages test-packages generate icons licences sbom vulnerabilities rename fuzz mutants clean

run: ## Runs the demo provider, the API and the app. Without a display, a script drives the app under a virtual one.
	@scripts/run.sh

test: ## Runs all checks and tests.
	@scripts/test.sh

test-windows: ## Tests the Windows build under Wine, with a stand-in for the WebView2 runtime.
	@scripts/test-windows.sh

test-macos: ## Tests the login window of macOS on GNUstep, with a stand-in for WKWebView, and checks it by a compiler for macOS.
	@scripts/test-macos.sh

interop: ## Fetches five real providers, and tests the app with each: log in, call the API, renew, log out.
	@scripts/interop.sh

dev: ## Runs "wails dev" with the pinned version of Wails' command line.
	@scripts/packages.sh build
	go tool -modfile=tools/go.mod wails dev

ui: ## Shows every state of the pages in your browser, light and dark. Needs Node.js 20, and no Go.
	@node frontend/ui/serve.mjs

pictures: ## Takes a picture of every state of the pages, light and dark, in two sizes, and makes the contact sheet of all.
	@scripts/packages.sh drive check
	cd frontend/test && PICTURES=write go test -count=1 -timeout 30m -run '^TestPictures$$' .

build: ## Runs "wails build" with the pinned version of Wails' command line. The program names the commit and its day in its About dialog.
	@scripts/packages.sh build
	@. scripts/stamp.sh && set -x && go tool -modfile=tools/go.mod wails build -ldflags "$$(stamp_flags)"

packages: ## Makes what people install, with checksums: a package for Debian and Ubuntu, and installers for Windows.
	@scripts/make-packages.sh

test-packages: ## Makes the packages twice, compares them, and uses the one for Debian in a Debian of its own, which it fetches once.
	@scripts/test-packages.sh

generate: licences ## Generates the bindings in frontend/wailsjs, and the lists of licences.
	go tool -modfile=tools/go.mod wails generate module -tags webkit2_41

licences: ## Writes the lists of the licences of what is in the app and in the API. Fails if one is not permitted.
	LICENCES=write go test -count=1 -v -run '^TestLicences$$' ./test/licences

icons: ## Makes all icons of the app from build/icon.svg.
	cd tools && go run ./icons

sbom: ## Writes what is in the app and in the API, as CycloneDX, into artifacts/sbom.
	@scripts/sbom.sh

vulnerabilities: ## Looks for known vulnerabilities in all modules. GOVULNDB is the URL of another database.
	@scripts/vulnerabilities.sh

rename: ## Makes the project yours: make rename MODULE=example.com/you/app [NAME=app TITLE="Your App" ID=com.example.app]
	@scripts/rename.sh "$(MODULE)" "$(NAME)" "$(TITLE)" "$(ID)"

bench: bench-api bench-app ## Runs the next two targets.

bench-api: ## Measures the API: Go benchmarks of the check of a token, and one run under load, beside its peers.
	@scripts/bench-api.sh

bench-app: ## Measures start-up times, memory and size of the app, a bare Wails app, and a stand-in for Electron, in one run.
	@scripts/packages.sh build drive check
	@. scripts/webkit.sh && go test -tags "e2e,$$(webkit_tags)" -timeout 40m -run '^$$' -bench . -benchtime 21x ./test/e2e

soak: soak-api soak-app ## Runs the next two targets: the API for ten minutes, the app for two hours.

soak-api: ## Sends the API mixed traffic for ten minutes. Its memory, goroutines and descriptors must not grow.
	SOAK=10m go test -count=1 -v -timeout 20m -run '^TestSoak$$' ./backend-api

soak-app: ## Signs in and out in the app's windows for two hours. Its memory, processes, threads, descriptors and log must not grow.
	@scripts/packages.sh build drive
	@. scripts/webkit.sh && SOAK=2h go test -count=1 -v -timeout 150m -tags "e2e,$$(webkit_tags)" -run '^TestSoak$$' ./test/e2e

mutants: ## Removes the checks one by one, and expects a test to fail each time. Writes the API's table in docs/mutants.md.
	@scripts/mutants.sh

fuzz: ## Runs all fuzz targets for an hour, which they share, and counts their inputs.
	@scripts/fuzz.sh 1h

clean: ## Removes the output of builds and tests.
	rm -rf build/bin artifacts
