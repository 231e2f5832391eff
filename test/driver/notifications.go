//go:build linux

package driver

import (
	"context"
	"fmt"

	"wails-openid-oauth/test/sessionbus"
)

// Notifications starts the desktop's notification service. Without it, the desktop shows no notifications.
func (d *Desktop) Notifications(ctx context.Context) (*sessionbus.Notifications, error) {
	bus, err := d.connect(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	d.stops = append(d.stops, func() { _ = bus.Close() })
	service, err := sessionbus.Notify(bus)
	if err != nil {
		return nil, fmt.Errorf("driver: notification service: %w", err)
	}
	return service, nil
}

// AwaitNotifications waits until the service was asked for so many notifications, and so many of them are open.
func AwaitNotifications(ctx context.Context, service *sessionbus.Notifications, asked, open int) ([]sessionbus.Notification, error) {
	var all []sessionbus.Notification
	err := poll(ctx, func(context.Context) error {
		now := 0
		if all, now = service.All(); len(all) != asked || now != open {
			return fmt.Errorf("driver: there were %v, and %d are open; want %d and %d", all, now, asked, open)
		}
		return nil
	})
	return all, err
}
