package idp_test

import (
	"testing"

	"wails-openid-oauth/test/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }
