//go:build cgo

package loginwindow

// WebProcesses is for the tests of the windows, which are in package loginwindow_test.
var WebProcesses = webProcesses
