package loginwindow

import "os"

// RemoveFolders is for the tests of the windows, which are in package loginwindow_test.
var RemoveFolders = removeFolders

func init() { runtimeFolder = os.Getenv("WEBVIEW2_STANDIN_FOLDER") }
