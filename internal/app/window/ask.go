package window

import (
	"context"
	"strings"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// asking is held while a dialog is open: Wails gives the answer to whoever waits for one.
var asking sync.Mutex

// Ask asks the user in a native dialog over the main window, which no page can answer or draw. It reports whether the user chose
// Yes. ctx is Wails' own.
func Ask(ctx context.Context, title, message string) bool {
	asking.Lock()
	defer asking.Unlock()
	runtime.WindowShow(ctx)
	answer, err := runtime.MessageDialog(ctx, runtime.MessageDialogOptions{
		Type: runtime.QuestionDialog, Title: title, Message: plain(message),
		Buttons: []string{"Yes", "No"}, DefaultButton: "No", CancelButton: "No",
	})
	return err == nil && answer == "Yes"
}

// plain keeps a text from being read as a format: on Linux, Wails 2.16 passes it to gtk_message_dialog_new, which works like printf.
func plain(message string) string {
	if !formats {
		return message
	}
	return strings.ReplaceAll(message, "%", "%%")
}
