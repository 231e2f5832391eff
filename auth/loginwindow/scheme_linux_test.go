//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// onDesktop is the variable that names the folder of a desktop that has a program for BankID.
const onDesktop = "LOGINWINDOW_DESKTOP"

// withProgram runs only this test again, on a desktop that has a program for bankid: URLs and none for others. The program
// writes its URL into the file. In this second run it returns that file's name. In the first run it waits for the second,
// and returns "": the first run must end.
func withProgram(t *testing.T) (file string) {
	t.Helper()
	if os.Getenv("DISPLAY") == "" {
		t.Skip("no display: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
	if folder := os.Getenv(onDesktop); folder != "" {
		return filepath.Join(folder, "opened")
	}
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		name = filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("program", "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '"+folder+"/opened'\n", 0o700)
	write("data/applications/bank.desktop", "[Desktop Entry]\nType=Application\nName=Bank\nExec="+folder+"/program %u\n"+
		"MimeType=x-scheme-handler/bankid;\n", 0o600)
	write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/bankid=bank.desktop\n", 0o600)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), onDesktop+"="+folder, "XDG_DATA_HOME="+folder+"/data", "XDG_CONFIG_HOME="+folder+"/config",
		"XDG_DATA_DIRS="+folder+"/data:/usr/local/share:/usr/share")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("on a desktop of its own: %v\n%s", err, out)
	}
	return ""
}

// A page has a program opened: after a click of the user on the page and another one on the native question.
func TestPrograms(t *testing.T) {
	file := withProgram(t)
	if file == "" {
		return
	}
	const bankID = "bankid:///?autostarttoken=1&redirect=null"
	opened := func() string { text, _ := os.ReadFile(file); return string(text) }
	open := func(t *testing.T, script string) (b *bench, end func()) {
		b = newBench(t)
		b.page("/login", `<body style="height:100vh"><input autofocus oninput="fetch('/typed')"><script>
			onload = () => fetch('/loaded'); `+script+`</script>`)
		b.signal("/fetched")
		b.signal("/typed")
		loaded := b.signal("/loaded")
		ctx, cancel := context.WithCancel(t.Context())
		done := b.open(ctx, "/login", false)
		receive(b, "page", loaded)
		return b, func() { cancel(); receive(b, "result", done) }
	}
	clickUntil := func(b *bench, text string) {
		b.Helper()
		b.clickUntil("line "+text, func() bool { return strings.Contains(gtkloop.Seen(), text) })
	}
	t.Run("after a fetch", func(t *testing.T) {
		b, end := open(t, `onclick = () => fetch('/fetched').then(() => setTimeout(() => location = '`+bankID+`', 1500))`)
		clickUntil(b, "Open BankID? “provider.example” asks for it.")
		b.picture("program")
		b.onWindow("windowfocus", "--sync")
		b.enter("typed ") // answers nothing
		b.sees("Open BankID? “provider.example” asks for it.")
		if got := opened(); got != "" {
			t.Errorf("opened without an answer: %q", got)
		}
		b.keysUntil("program", "alt+o", func() bool { return opened() != "" })
		if got := opened(); got != bankID+"\n" {
			t.Errorf("the program got %q, want %q", got, bankID)
		}
		end()
	})
	t.Run("a new window", func(t *testing.T) {
		b, end := open(t, `onclick = () => { const a = document.createElement('a'); a.href = '`+bankID+`'; a.target = '_blank'; a.click() }`)
		clickUntil(b, "Open BankID?")
		end()
	})
	t.Run("no click", func(t *testing.T) {
		b, end := open(t, `onload = () => fetch('/loaded').then(() => location = '`+bankID+`')`)
		b.sees("“provider.example” wanted to open BankID without a click of yours.")
		end()
	})
	t.Run("no program", func(t *testing.T) {
		b, end := open(t, `onclick = () => location = 'otpauth://totp/Example:ann?secret=X'`)
		clickUntil(b, "Open your authenticator app?")
		b.keysUntil("words", "alt+o", func() bool {
			return strings.Contains(gtkloop.Seen(), "No program on this computer opens “otpauth:” addresses.")
		})
		end()
	})
	t.Run("not on the list", func(t *testing.T) {
		b, end := open(t, `onclick = () => location = 'evil-program:run'`)
		clickUntil(b, "“provider.example” wanted to open a “evil-program:” address. This window does not do that.")
		end()
	})
	if got := opened(); got != bankID+"\n" {
		t.Errorf("the program got %q in all", got)
	}
}
