//go:build bindings

package main

// isOnly is true: Wails runs the program to generate the bindings, also while the app runs.
func (a *App) isOnly() bool { return true }
