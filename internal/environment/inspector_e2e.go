//go:build e2e

package environment

// inspector stays in the environment: it is how the end-to-end journeys see the two web views.
var inspector []string
