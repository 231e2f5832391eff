//go:build linux

// Package harness has what the journeys of the real app share for any provider: a [Journey] with steps on its own desktop, the
// [App] as a user sees it, and the [API] that the app calls.
//
//	j := harness.NewJourney(t, harness.Options{Output: "artifacts/journeys/log-out"})
//	api := harness.NewAPI(t, settings.Issuer, settings.Audience)
//	j.Step("the app was launched", func(ctx context.Context) error {
//		app, err = harness.Launch(ctx, j.Desktop, binary, settings)
//		return err
//	})
//
// The tests themselves contain what depends on the provider, such as its log-in page. The package is for tests, on Linux only.
package harness
