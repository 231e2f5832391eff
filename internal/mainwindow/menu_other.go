//go:build !linux || !cgo

package mainwindow

// Supported says that this package works here.
const Supported = false

// The functions for the menu do nothing.

func Reload()                {}
func Edit(string)            {}
func Zoom(int)               {}
func Enable(string, bool)    {}
func AddKey(string, string)  {}
func ShowKey(string, string) {}
func ShowAbout(About)        {}
