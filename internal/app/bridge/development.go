//go:build dev || demo

package bridge

const development = true
