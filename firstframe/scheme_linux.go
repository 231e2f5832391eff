//go:build cgo && !bindings

package firstframe

import "github.com/godbus/dbus/v5"

// scheme is the value of the setting color-scheme, as the settings portal defines it.
type scheme int

const (
	noPreference scheme = iota
	preferDark
	preferLight
)

const (
	portal          = "org.freedesktop.portal.Desktop"
	portalPath      = "/org/freedesktop/portal/desktop"
	settings        = "org.freedesktop.portal.Settings"
	settingChanged  = settings + ".SettingChanged"
	appearance, key = "org.freedesktop.appearance", "color-scheme"
)

// follow calls changed with the desktop's colour scheme, and again after each change. It returns if the desktop has no settings
// portal.
func follow(changed func(scheme)) {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return
	}
	defer bus.Close()
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	err = bus.AddMatchSignal(dbus.WithMatchObjectPath(portalPath), dbus.WithMatchInterface(settings), dbus.WithMatchArg(0, appearance))
	if err != nil {
		return
	}
	now, err := read(bus.Object(portal, portalPath))
	if err != nil {
		return
	}
	changed(now)
	for signal := range signals {
		if now, ok := parseChange(signal); ok {
			changed(now)
		}
	}
}

// read asks the portal. Read is the older method, for portals without ReadOne.
func read(settingsPortal dbus.BusObject) (scheme, error) {
	var value dbus.Variant
	err := settingsPortal.Call(settings+".ReadOne", 0, appearance, key).Store(&value)
	if err != nil {
		err = settingsPortal.Call(settings+".Read", 0, appearance, key).Store(&value)
	}
	return parse(value), err
}

// parse returns the scheme in a value of the portal. Read wraps the value twice. An unknown value means no preference.
func parse(value dbus.Variant) scheme {
	for {
		switch v := value.Value().(type) {
		case dbus.Variant:
			value = v
		case uint32:
			if s := scheme(v); s == preferDark || s == preferLight {
				return s
			}
			return noPreference
		default:
			return noPreference
		}
	}
}

// parseChange returns the scheme in a signal, if the signal is about it.
func parseChange(signal *dbus.Signal) (now scheme, ok bool) {
	if signal.Name != settingChanged || len(signal.Body) != 3 || signal.Body[0] != any(appearance) || signal.Body[1] != any(key) {
		return noPreference, false
	}
	value, ok := signal.Body[2].(dbus.Variant)
	return parse(value), ok
}
