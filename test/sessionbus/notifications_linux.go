package sessionbus

import (
	"errors"
	"sync"

	"github.com/godbus/dbus/v5"
)

const (
	notifications     = "org.freedesktop.Notifications"
	notificationsPath = "/org/freedesktop/Notifications"
)

// Notifications is a notification service. Its exported methods with a *[dbus.Error] are those of the interface.
type Notifications struct {
	conn *dbus.Conn

	mu    sync.Mutex
	all   []Notification
	open  map[uint32]bool
	shown func()
}

// Notification is what a program has asked for.
type Notification struct {
	ID                       uint32
	App, Icon, Summary, Body string
	Actions                  []string
	Hints                    map[string]dbus.Variant
}

// Notify makes a connection the notification service of its bus.
func Notify(conn *dbus.Conn) (*Notifications, error) {
	n := &Notifications{conn: conn, open: map[uint32]bool{}, shown: func() {}}
	if err := conn.Export(n, notificationsPath, notifications); err != nil {
		return nil, err
	}
	reply, err := conn.RequestName(notifications, dbus.NameFlagDoNotQueue)
	if err == nil && reply != dbus.RequestNameReplyPrimaryOwner {
		err = errors.New("somebody else is the notification service")
	}
	return n, err
}

// WhenShown has f called with each notification, before the program that has asked for it knows that it is shown.
func (n *Notifications) WhenShown(f func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.shown = f
}

// Notify shows a notification.
func (n *Notifications) Notify(
	app string, _ uint32, icon, summary, body string, actions []string, hints map[string]dbus.Variant, _ int32,
) (uint32, *dbus.Error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.shown()
	id := uint32(len(n.all) + 1)
	n.all, n.open[id] = append(n.all, Notification{id, app, icon, summary, body, actions, hints}), true
	return id, nil
}

// CloseNotification takes a notification back.
func (n *Notifications) CloseNotification(id uint32) *dbus.Error {
	n.close(id, 3)
	return nil
}

// Dismiss is what a user does with the button that closes a notification.
func (n *Notifications) Dismiss(id uint32) { n.close(id, 2) }

// Click is what a user does with a notification.
func (n *Notifications) Click(id uint32) {
	_ = n.conn.Emit(notificationsPath, notifications+".ActionInvoked", id, "default")
	n.close(id, 2)
}

func (n *Notifications) close(id, reason uint32) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, id)
	_ = n.conn.Emit(notificationsPath, notifications+".NotificationClosed", id, reason)
}

// All returns every notification so far, and how many are still open.
func (n *Notifications) All() (all []Notification, open int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append(all, n.all...), len(n.open)
}
