//go:build !e2e

package main

import "os"

// closeInspector takes away WebKitGTK's remote inspector, which opens in production builds too when one of these
// variables is set: whoever reaches it reads the log-in page and runs code in ours.
func closeInspector() {
	for _, name := range []string{"WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"} {
		os.Unsetenv(name)
	}
}
