//go:build cgo

package firstframe

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestParse(t *testing.T) {
	twice := dbus.MakeVariant(dbus.MakeVariant(uint32(1)))
	for _, tt := range []struct {
		value dbus.Variant
		want  scheme
	}{
		{dbus.MakeVariant(uint32(0)), noPreference}, {dbus.MakeVariant(uint32(1)), preferDark}, {dbus.MakeVariant(uint32(2)), preferLight},
		{twice, preferDark}, {dbus.MakeVariant(uint32(3)), noPreference}, {dbus.MakeVariant("dark"), noPreference}, {dbus.Variant{}, noPreference},
	} {
		if got := parse(tt.value); got != tt.want {
			t.Errorf("parse(%v) = %v, want %v", tt.value, got, tt.want)
		}
	}
}

func TestParseChange(t *testing.T) {
	dark := dbus.MakeVariant(uint32(1))
	for _, tt := range []struct {
		name string
		body []any
		want bool
	}{
		{settingChanged, []any{appearance, key, dark}, true},
		{settingChanged, []any{appearance, "accent-color", dark}, false},
		{settingChanged, []any{"org.gnome.desktop.interface", key, dark}, false},
		{settingChanged, []any{appearance, key}, false},
		{settingChanged, []any{appearance, key, uint32(1)}, false},
		{settings + ".Other", []any{appearance, key, dark}, false},
	} {
		now, ok := parseChange(&dbus.Signal{Name: tt.name, Body: tt.body})
		if ok != tt.want || ok && now != preferDark {
			t.Errorf("parseChange(%s %v) = %v, %v", tt.name, tt.body, now, ok)
		}
	}
}
