package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	service     = "org.freedesktop.Notifications"
	servicePath = "/org/freedesktop/Notifications"
	// clickAction is the action of a click on the notification itself.
	clickAction = "default"
	// answerTime bounds an answer of the service, which the bus may have to start.
	answerTime = 30 * time.Second
	// lastWait bounds the wait for that answer when ctx has ended: without it, the notification could not be taken back.
	lastWait = time.Second
	// asTheServiceLikes is how long the notification stays on the screen.
	asTheServiceLikes = int32(-1)
)

// Show shows a notification, and calls clicked if the user clicks on it. It returns when the notification is gone. When ctx ends, it
// takes the notification back.
func Show(ctx context.Context, m Message, clicked func()) error {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return fmt.Errorf("show a notification: %w", err)
	}
	defer bus.Close()
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	asked, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWait, cancel) })()
	if err := bus.AddMatchSignalContext(asked, dbus.WithMatchSender(service), dbus.WithMatchInterface(service)); err != nil {
		return fmt.Errorf("show a notification: %w", err)
	}
	var id uint32
	notifications := bus.Object(service, servicePath)
	err = notifications.CallWithContext(asked, service+".Notify", 0, m.App, uint32(0), m.Entry, m.Summary, m.Body,
		[]string{clickAction, "Show"}, map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(m.Entry)}, asTheServiceLikes).Store(&id)
	if err != nil {
		return fmt.Errorf("show a notification: %w", err)
	}
	for {
		select {
		case <-ctx.Done():
			return notifications.Call(service+".CloseNotification", dbus.FlagNoReplyExpected, id).Err
		case signal, open := <-signals:
			switch {
			case !open || is(signal, "NotificationClosed", id):
				return nil
			case is(signal, "ActionInvoked", id) && len(signal.Body) == 2 && signal.Body[1] == any(clickAction):
				clicked()
			}
		}
	}
}

// is reports whether a signal is about this notification.
func is(signal *dbus.Signal, name string, id uint32) bool {
	return signal.Name == service+"."+name && len(signal.Body) > 0 && signal.Body[0] == any(id)
}
