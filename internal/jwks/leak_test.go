package jwks

import (
	"testing"

	"wails-openid-oauth/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }
