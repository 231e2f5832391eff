//go:build cgo

package loginwindow

// WebProcesses is for the tests of the windows, which stand outside of the package.
var WebProcesses = webProcesses
