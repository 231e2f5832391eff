//go:build e2e

package environment

// inspector is empty: the variables stay set, because the end-to-end journeys use them to see the two web views.
var inspector []string
