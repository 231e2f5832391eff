package loginwindow

import "os"

func init() { runtimeFolder = os.Getenv("WEBVIEW2_STANDIN_FOLDER") }
