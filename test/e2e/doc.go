// Package e2e holds the journeys of a user in the real app: real WebKitGTK windows under a virtual display, a real keyring on a
// private session bus, and real HTTP. The code is the production code, except for the tag that leaves the web inspector
// reachable. Package driver drives the app, and package harness has what the journeys share.
//
//	go test -tags e2e ./test/e2e/...
//
// Each journey leaves its pictures and the app's output in artifacts/journeys.
package e2e
