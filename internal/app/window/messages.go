package window

import (
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// copyText is Wails' own method that puts a text on the clipboard.
const copyText = ":wails:ClipboardSetText"

// needed is the list of what the page needs to send to Go. With Wails' other messages a script could read the clipboard, open any URL
// in the browser, or end the app.
type needed struct{ calls map[string]bool }

// neededBy returns the list for an app whose exported methods are bound.
func neededBy(app any) needed {
	calls := map[string]bool{copyText: true}
	bound := reflect.TypeOf(app)
	for i := range bound.NumMethod() {
		calls[bound.Elem().String()+"."+bound.Method(i).Name] = true // "main.App.LogIn"
	}
	return needed{calls}
}

// has reports whether a message is on the list. A call has to be the JSON that Wails' script writes, which has only one meaning.
func (n needed) has(message string) bool {
	const ready, show = "runtime:ready", "WS" // Wails' script was loaded; show the window
	if message == ready || message == show {
		return true
	}
	text, isCall := strings.CutPrefix(message, "C")
	var call struct {
		Name       string           `json:"name"`
		Args       []jsontext.Value `json:"args"`
		CallbackID string           `json:"callbackID"`
	}
	return isCall && json.Unmarshal([]byte(text), &call, json.RejectUnknownMembers(true)) == nil && n.calls[call.Name]
}
