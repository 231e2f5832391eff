//go:build linux

// Package harness is what the journeys of the real app share, whichever provider they are at: a [Journey] that goes step by
// step on a desktop of its own, the [App] as the person in front of it sees it, and the [API] that it calls.
//
//	j := harness.NewJourney(t, harness.Options{Output: "artifacts/journeys/log-out"})
//	api := harness.NewAPI(t, settings.Issuer, settings.Audience)
//	j.Step("the app was launched", func(ctx context.Context) error {
//		app, err = harness.Launch(ctx, j.Desktop, binary, settings)
//		return err
//	})
//
// What is the provider's own, above all its log-in page, stays with the tests. It is for tests, on Linux only.
package harness
