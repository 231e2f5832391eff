//go:build linux

package driver

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/godbus/dbus/v5"
)

// Item is an entry of the keyring, as another program sees it.
type Item struct {
	Label      string
	Attributes map[string]string
	Secret     string
}

// String describes the item without its secret.
func (i Item) String() string { return fmt.Sprintf("%s %v", i.Label, i.Attributes) }

// secret is the Secret structure of the Secret Service API.
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// Items returns the unlocked entries that have all the given attributes, ordered by label. With nil it returns all entries.
func (d *Desktop) Items(ctx context.Context, attributes map[string]string) ([]Item, error) {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	conn, err := d.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	service := conn.Object(secretService, "/org/freedesktop/secrets")

	var session dbus.ObjectPath
	call := service.CallWithContext(ctx, "org.freedesktop.Secret.Service.OpenSession", 0, "plain", dbus.MakeVariant(""))
	if err := call.Store(new(dbus.Variant), &session); err != nil {
		return nil, fmt.Errorf("driver: open a session with the keyring: %w", err)
	}
	if attributes == nil {
		attributes = map[string]string{} // nil has no D-Bus signature of its own
	}
	var unlocked, locked []dbus.ObjectPath
	call = service.CallWithContext(ctx, "org.freedesktop.Secret.Service.SearchItems", 0, attributes)
	if err := call.Store(&unlocked, &locked); err != nil {
		return nil, fmt.Errorf("driver: search the keyring: %w", err)
	}
	items := make([]Item, 0, len(unlocked))
	for _, path := range unlocked {
		item, err := readItem(ctx, conn.Object(secretService, path), session)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.Label, b.Label) })
	return items, nil
}

// readItem reads one entry and its secret.
func readItem(ctx context.Context, object dbus.BusObject, session dbus.ObjectPath) (Item, error) {
	const item = "org.freedesktop.Secret.Item"
	var properties map[string]dbus.Variant
	if err := object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.GetAll", 0, item).Store(&properties); err != nil {
		return Item{}, fmt.Errorf("driver: read a keyring item: %w", err)
	}
	var s secret
	if err := object.CallWithContext(ctx, item+".GetSecret", 0, session).Store(&s); err != nil {
		return Item{}, fmt.Errorf("driver: read a keyring item's secret: %w", err)
	}
	label, _ := properties["Label"].Value().(string)
	attributes, _ := properties["Attributes"].Value().(map[string]string)
	attributes = maps.Clone(attributes)
	delete(attributes, "xdg:schema") // gnome-keyring adds this attribute itself when it reads its file again.
	return Item{Label: label, Attributes: attributes, Secret: string(s.Value)}, nil
}

// LockKeyring locks all collections of a real keyring, as a desktop does when its user logs out.
func (d *Desktop) LockKeyring(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	service := conn.Object(secretService, "/org/freedesktop/secrets")
	collections, err := service.GetProperty("org.freedesktop.Secret.Service.Collections")
	if err != nil {
		return fmt.Errorf("driver: list the keyring's collections: %w", err)
	}
	err = service.CallWithContext(ctx, "org.freedesktop.Secret.Service.Lock", 0, collections.Value()).Err
	if err != nil {
		return fmt.Errorf("driver: lock the keyring: %w", err)
	}
	return nil
}
