//go:build linux && e2e

package e2e_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// BenchmarkStart starts in turn this app, whose first start ends at the login window, and a bare Wails app with one page. The
// ratios show what this app adds to Wails. The time is that from exec to the first window on the screen.
func BenchmarkStart(b *testing.B) {
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	bare := filepath.Join(b.TempDir(), "bare")
	if err := driver.Build(ctx, driver.Program{Package: "../driver/testdata/page", Output: bare}); err != nil {
		b.Fatal(err)
	}
	desktop, err := driver.NewDesktop(ctx, driver.Options{Keyring: driver.KeyringReal, Output: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := desktop.Close(); err != nil {
			b.Error(err)
		}
	}()
	provider := authtest.NewProvider(b)
	settings := config.App{
		Issuer: provider.Issuer, ClientID: provider.ClientID, Audience: authtest.Audience, APIURL: "http://127.0.0.1:1",
		RedirectURI: authtest.RedirectURI, Scope: "openid profile offline_access", LoginWith: "webview",
	}
	var times, memory [2]float64 // of the bare app and of this one
	for b.Loop() {
		for i, command := range []driver.Command{{Path: bare}, {Path: binary, Env: harness.Env(settings)}} {
			app, err := desktop.Launch(ctx, command)
			if err != nil {
				b.Fatal(err)
			}
			_, took, err := app.FirstWindow(ctx)
			if err != nil {
				b.Fatal(err)
			}
			times[i] += took.Seconds() * 1000
			memory[i] += float64(app.PSS() >> 20)
			app.Kill()
			if err := app.AwaitGone(ctx, 5*time.Second); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(times[0]/float64(b.N), "bare-ms")
	b.ReportMetric(times[1]/float64(b.N), "login-window-ms")
	b.ReportMetric(times[1]/times[0], "time-ratio")
	b.ReportMetric(memory[0]/float64(b.N), "bare-MiB")
	b.ReportMetric(memory[1]/float64(b.N), "MiB")
	b.ReportMetric(memory[1]/memory[0], "memory-ratio")
}
