//go:build !e2e

package environment

// inspector are the variables that open WebKitGTK's remote inspector, in production builds too: whoever reaches it reads
// the log-in page and runs code in ours.
var inspector = []string{"WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"}
