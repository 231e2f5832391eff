//go:build cgo && !gnustep

package loginwindow

// WebProcesses is for the tests of the windows, which are in package loginwindow_test.
var WebProcesses = webProcesses

// Confined says what is wrong with the sandbox of the web processes.
var Confined = confined
