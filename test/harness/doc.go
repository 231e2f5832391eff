//go:build linux

// Package harness has what the journeys of the real app share, with any provider: a [Journey] that goes step by step on its own
// desktop, the [App] as its user sees it, and the [API] that it calls.
//
//	j := harness.NewJourney(t, harness.Options{Output: "artifacts/journeys/log-out"})
//	api := harness.NewAPI(t, settings.Issuer, settings.Audience)
//	j.Step("the app was launched", func(ctx context.Context) error {
//		app, err = harness.Launch(ctx, j.Desktop, binary, settings)
//		return err
//	})
//
// The parts that depend on the provider, above all its log-in page, stay in the tests. The package is for tests, on Linux only.
package harness
