//go:build dev || demo || e2e

package settings

// What developers and tests run: the environment stands above everything, by the names that the API has, too.
const (
	sealed         = false
	variablePrefix = ""
)
