package window

import (
	"encoding/json"
	"strings"
	"testing"
)

type bound struct{}

func (*bound) LogIn()      {}
func (*bound) Save(string) {}

func TestNeeded(t *testing.T) {
	list := neededBy(&bound{})
	for _, message := range []string{
		"runtime:ready", "WS",
		`C{"name":"window.bound.LogIn","args":[],"callbackID":"window.bound.LogIn-1"}`,
		`C{"name":"window.bound.Save","args":[{"issuer":["a",{"b":"é\n"}]}],"callbackID":"1"}`,
		`C{"name":":wails:ClipboardSetText","args":["a"],"callbackID":"1"}`,
	} {
		if !list.has(message) {
			t.Errorf("%q is refused", message)
		}
	}
	for _, message := range []string{
		"", "C", "W", "x", "WSx", "WS\x00", " WS", "Cruntime:ready", "runtime:ready ",
		// All that Wails takes, as written in its dispatcher and in its frontend for Linux.
		"LTx", "LPx", "LDx", "LIx", "LWx", "LEx", "LFx", "LS1", `EE{"name":"session:changed","data":[]}`, "EXsession:changed",
		"WASDT", "WALT", "WADT", "WATP:1", "Wc", "WTx", "WF", "Wf", "Ws:9:9", "Wp:9:9", "WH", "WR", `Wr:{"r":1,"g":1,"b":1,"a":1}`, "WM", "Wt",
		"WU", "Wm", "Wu", "WZ:9:9", "Wz:9:9", "BO:https://a.example/", "DD:1:1:/etc/passwd", "Q", "S", "H",
		"DomReady", "drag", "resize:n-resize", "wails:showInspector", `c{"id":0,"args":[],"callbackID":"1"}`,
		`C{"name":":wails:ClipboardGetText","callbackID":"1"}`, `C{"name":":wails:ScreenGetAll","callbackID":"1"}`,
		`C{"name":":wails:Environment","callbackID":"1"}`, `C{"name":":wails:","callbackID":"1"}`,
		// Calls that are not of this app, or that another reader might take for another call.
		`C{"name":"window.bound.Gone","args":[],"callbackID":"1"}`, `C{"name":"window.bound.","args":[],"callbackID":"1"}`,
		`C{"name":"window.bound.login","args":[],"callbackID":"1"}`, `C{"name":"main.App.LogIn","args":[],"callbackID":"1"}`,
		`C{"args":[],"callbackID":"1"}`, `C{"name":null}`, `C{"name":["window.bound.LogIn"]}`, `C["window.bound.LogIn"]`, `Cnull`,
		`C{"NAME":"window.bound.LogIn","args":[],"callbackID":"1"}`,
		`C{"name":"window.bound.LogIn","name":":wails:ClipboardGetText","callbackID":"1"}`,
		`C{"name":":wails:ClipboardGetText","name":"window.bound.LogIn","callbackID":"1"}`,
		`C{"name":"window.bound.LogIn","Name":":wails:ClipboardGetText","callbackID":"1"}`,
		`C{"name":"window.bound.LogIn","args":[{"a":1,"a":2}],"callbackID":"1"}`,
		`C{"name":"window.bound.LogIn","args":[],"callbackID":"1"}{"name":":wails:ClipboardGetText"}`,
		`C{"name":"window.bound.LogIn","args":[],"callbackID":"1"`, "C{\"name\":\"window.bound.LogIn\",\"callbackID\":\"\xff\"}",
	} {
		if list.has(message) {
			t.Errorf("W-OWN-MIN: %q passes", message)
		}
	}
}

// FuzzNeeded checks that, in the eyes of any reader of JSON, each call that passes is one on the list.
func FuzzNeeded(f *testing.F) {
	list := neededBy(&bound{})
	for _, seed := range []string{
		"WS", `C{"name":"window.bound.LogIn","args":[],"callbackID":"1"}`, `C{"name":"window.bound.LogIn","Name":":wails:ClipboardGetText"}`,
		`C {"args":[[],{}],"name":":wails:ClipboardSetText"} `, `C{"name":":wails:ClipboardGetText"}`, "c{}", "Q",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		if !list.has(message) || message == "WS" || message == "runtime:ready" {
			return
		}
		text, isCall := strings.CutPrefix(message, "C")
		members := map[string]any{}
		if err := json.Unmarshal([]byte(text), &members); err != nil || !isCall {
			t.Fatalf("%q passes: %v", message, err)
		}
		for member, value := range members {
			if name, _ := value.(string); strings.EqualFold(member, "name") && !list.calls[name] {
				t.Fatalf("%q passes, and one name in it is %v", message, value)
			}
		}
	})
}
