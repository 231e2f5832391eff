// Package namespace runs a test in a network of its own, in which every port is free and nothing leads out.
//
//	inside, err := namespace.Enter(t)
//	if err != nil {
//		t.Skip(err)
//	}
//	if !inside {
//		return // the test has run, in a process of its own
//	}
//
// The package is for tests, on Linux only (network_namespaces(7), mount_namespaces(7)).
package namespace
