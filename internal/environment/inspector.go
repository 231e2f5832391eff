//go:build !e2e

package environment

// inspector are the variables that open WebKitGTK's remote inspector, also in production builds. A client of it can read the
// log-in page and run code in ours.
var inspector = []string{"WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"}
