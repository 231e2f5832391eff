//go:build linux

package driver

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/godbus/dbus/v5"
)

// Scheme is a colour scheme that a person has chosen for the desktop, as the settings portal defines it.
type Scheme uint32

// The colour schemes.
const (
	NoPreference Scheme = iota
	PreferDark
	PreferLight
)

// What the settings portal calls itself.
const (
	portalName      = "org.freedesktop.portal.Desktop"
	portalPath      = "/org/freedesktop/portal/desktop"
	portalInterface = "org.freedesktop.portal.Settings"
	appearance      = "org.freedesktop.appearance"
	colourScheme    = "color-scheme"
)

// SetScheme sets the colour scheme of the desktop. Programs learn of it from the settings portal.
func (d *Desktop) SetScheme(ctx context.Context, scheme Scheme) error {
	if d.portal == nil {
		bus, err := d.connect(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		d.stops = append(d.stops, func() { _ = bus.Close() })
		d.portal = &portal{bus: bus}
		reply, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue)
		if err == nil && reply != dbus.RequestNameReplyPrimaryOwner {
			err = errors.New("somebody else is the settings portal")
		}
		if err := errors.Join(err, bus.Export(d.portal, portalPath, portalInterface)); err != nil {
			return fmt.Errorf("driver: settings portal: %w", err)
		}
	}
	d.portal.scheme.Store(uint32(scheme))
	return d.portal.bus.Emit(portalPath, portalInterface+".SettingChanged", appearance, colourScheme, dbus.MakeVariant(uint32(scheme)))
}

// portal answers as the settings portal. Its exported methods are those of the interface.
type portal struct {
	bus    *dbus.Conn
	scheme atomic.Uint32
}

// ReadOne returns a setting.
func (p *portal) ReadOne(namespace, key string) (dbus.Variant, *dbus.Error) {
	if namespace != appearance || key != colourScheme {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", []any{"Requested setting not found"})
	}
	return dbus.MakeVariant(p.scheme.Load()), nil
}

// ReadAll returns all settings. GTK asks for them under Wayland in a sandbox.
func (p *portal) ReadAll([]string) (map[string]map[string]dbus.Variant, *dbus.Error) {
	return map[string]map[string]dbus.Variant{appearance: {colourScheme: dbus.MakeVariant(p.scheme.Load())}}, nil
}
