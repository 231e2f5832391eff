//go:build e2e

package main

// closeInspector leaves the inspector reachable: it is how the end-to-end journeys see the two web views.
func closeInspector() {}
