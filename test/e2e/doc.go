// Package e2e holds the journeys that a person makes in the real app: real WebKitGTK windows under a virtual display, a
// real keyring on a private session bus, real HTTP, and the production code but for the tag that leaves the web inspector
// reachable. Package driver drives the app, and package harness has what journeys share.
//
//	go test -tags e2e ./test/e2e/...
//
// Each journey leaves its pictures and the app's output in artifacts/journeys.
package e2e
