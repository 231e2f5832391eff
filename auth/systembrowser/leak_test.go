package systembrowser_test

import (
	"testing"

	"wails-openid-oauth/test/leak"
)

// TestMain fails when a goroutine of the listener outlives Open.
func TestMain(m *testing.M) { leak.Main(m) }
