// Package devserver makes the server of "wails dev" refuse calls from foreign websites. Importing it is enough, in a build with
// the tag dev. Other builds have no such server, and in them the package does nothing.
package devserver
