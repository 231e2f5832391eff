package main

// inSupply are the mutants of what keeps others from changing what this project is made of.
var inSupply = []mutant{
	{"test/architecture.TestPinned", "an action goes by its tag", "ci.yml", `path: artifacts/sbom`, "path: artifacts/sbom\n      - uses: actions/cache@v4"},
	{"test/architecture.TestPinned", "an action goes by its branch", "ci.yml", `path: artifacts/sbom`, "path: artifacts/sbom\n      - uses: actions/cache@main # v4.0.0"},
	{"test/architecture.TestPinned", "a job runs in an image that goes by its tag", "ci.yml", `timeout-minutes: 20`, "timeout-minutes: 20\n    container: golang:1.26"},
	{"test/architecture.TestPinned", "an image goes by its tag", "Dockerfile", `FROM scratch`, `FROM debian:12`},
	{"test/architecture.TestPinned", "a file comes from an image that goes by its tag", "Dockerfile", `COPY --from=build /etc/ssl`, `COPY --from=alpine:3 /etc/ssl`},
	{"test/architecture.TestGoInCI", "CI builds with the oldest Go", "go.mod", `toolchain go1.`, `// toolchain go1.`},
	{"test/architecture.TestGoInCI", "a job takes another Go", "ci.yml", `go-version-file: go.mod - run: make vulnerabilities`, "go-version: \"1.26.0\"\n      - run: make vulnerabilities"},
	{"test/architecture.TestGoInCI", "CI looks for no vulnerability", "ci.yml", `- run: make vulnerabilities`, `- run: make build`},

	{"test/licences.TestVulnerabilities", "nobody hears of a fault", "vulnerabilities.sh", ` || failed=true`, ` || true`},
	{"test/licences.TestVulnerabilities", "nobody looks at what only a test has", "vulnerabilities.sh", `-deps -test -f`, `-deps -f`},
	{"test/licences.TestVulnerabilities", "nobody looks at what only a package of a package has", "vulnerabilities.sh", `-deps -test -f`, `-test -f`},
	{"test/licences.TestVulnerabilities", "nobody looks at the app for Windows", "vulnerabilities.sh", `in linux windows darwin`, `in linux darwin`},
	{"test/licences.TestVulnerabilities", "nobody looks at the API", "vulnerabilities.sh", `in . ./backend-api`, `in .`},
	{"test/licences.TestVulnerabilities", "nobody looks at the tools", "vulnerabilities.sh", `check tools linux "" tool`, ``},
	{"test/licences.TestVulnerabilities", "nobody looks at what draws the icons", "vulnerabilities.sh", `check tools linux "" ./...`, ``},
	{"test/licences.TestVulnerabilities", "nobody looks at what makes the packages", "vulnerabilities.sh", `check tools/packages linux "" tool`, ``},
	{"test/licences.TestVulnerabilities", "nobody looks at the tests of what is deployed", "vulnerabilities.sh", `frontend/test deploy/test`, `frontend/test`},

	{"test/licences.TestSBOM", "each bill has a number of its own", "sbom.sh", ` -noserial`, ``},
	{"test/licences.TestSBOM", "each bill has its time", "sbom.sh", ` -notimestamp`, ``},
	{"test/licences.TestSBOM", "the bill is that of a development build", "sbom.sh", `desktop,production,webkit2_41`, `dev,webkit2_41`},
	{"test/licences.TestSBOM", "nobody says what is in the API", "sbom.sh", `bill api backend-api linux ""`, ``},

	{"test/licences.TestLicences", "a licence of the API is missing", "backend-api/licences.txt", `github.com/munnerz/goautoneg`, ``},
	{"test/licences.TestKind", "a licence that nobody knows is taken", "Kind", `return "", fmt.Errorf("the licence is none of those that are permitted: %.60q", text)`, `return "?", nil`},
	{"test/licences.TestKind", "a licence may ask for more", "Kind", `word != ""`, `word == "?"`},
	{"test/licences.TestKind", "a licence may be longer than those that are known", "Kind", `n > p.words`, `n < 0`},
	{"test/licences.TestRead", "a folder may have no licence", "read", `if text == "" {`, `if text == "?" {`},
	{"test/licences.TestRead", "a second licence is passed over", "read", `case text != "":`, `case text == "?":`},
	{"test/licences.TestRead", "a NOTICE does not stand with its licence", "read", `also += "\n" + strings.TrimSpace(plain) + "\n"`, `also += ""`},
	{"test/licences.TestOfFile", "a module may put any file into the program", "ofFile", `case !known:`, `case len(name) == 0 && !known:`},
}
