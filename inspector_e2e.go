//go:build e2e

package main

// inspector stays in the environment: it is how the end-to-end journeys see the two web views.
var inspector []string
