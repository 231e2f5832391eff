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
	answer, err := show(ctx, runtime.MessageDialogOptions{
		Type: runtime.QuestionDialog, Title: title, Message: message,
		Buttons: []string{"Yes", "No"}, DefaultButton: "No", CancelButton: "No",
	})
	return err == nil && answer == "Yes"
}

// Say tells the user something in such a dialog, and returns when the user has closed it.
func Say(ctx context.Context, title, message string) {
	_, _ = show(ctx, runtime.MessageDialogOptions{Type: runtime.InfoDialog, Title: title, Message: message})
}

// wails is replaced in tests.
var wails = struct {
	show   func(context.Context)
	dialog func(context.Context, runtime.MessageDialogOptions) (string, error)
}{runtime.WindowShow, runtime.MessageDialog}

func show(ctx context.Context, o runtime.MessageDialogOptions) (answer string, err error) {
	asking.Lock()
	defer asking.Unlock()
	wails.show(ctx)
	o.Message = plain(o.Message)
	return wails.dialog(ctx, o)
}

// plain keeps a text from being read as a format: on Linux, Wails 2.16 passes it to gtk_message_dialog_new, which works like printf.
func plain(message string) string {
	if !formats {
		return message
	}
	return strings.ReplaceAll(message, "%", "%%")
}
