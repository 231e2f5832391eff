//go:build dev || demo || e2e

package settings

// In the builds of developers and tests, the environment overrides everything, with the same names as for the API.
const (
	sealed         = false
	variablePrefix = ""
)
