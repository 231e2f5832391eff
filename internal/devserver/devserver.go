// Package devserver has the server of "wails dev" refuse calls from foreign websites. It does so as soon as a build with the
// tag dev imports it; other builds have no such server, and for them the package is empty.
package devserver
