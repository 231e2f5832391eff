package keyring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/godbus/dbus/v5"

	"wails-openid-oauth/auth"
)

// The names of the Secret Service API, version 0.2.
const (
	secretsName     = "org.freedesktop.secrets"
	secretsPath     = dbus.ObjectPath("/org/freedesktop/secrets")
	serviceAPI      = "org.freedesktop.Secret.Service"
	collectionAPI   = "org.freedesktop.Secret.Collection"
	promptAPI       = "org.freedesktop.Secret.Prompt"
	loginCollection = secretsPath + "/collection/login"
	defaultAlias    = secretsPath + "/aliases/default"
	nothing         = dbus.ObjectPath("/")
)

// secretService is the lock of the keyring that go-keyring uses on Linux.
type secretService struct {
	// service is an attribute of all items of this app.
	service string
	// shared returns go-keyring's own connection: some keyrings grant an item to a connection, and not to a program. private
	// opens one for the signals, which would confuse go-keyring.
	shared  func() (*dbus.Conn, error)
	private func(...dbus.ConnOption) (*dbus.Conn, error)
	// again is how often await looks by itself, for keyrings that do not tell when they are unlocked.
	again time.Duration

	mu    sync.Mutex
	shown *shownPrompt // nil while no prompt is on the screen
}

func systemLock(service string) lock {
	return &secretService{service: service, shared: dbus.SessionBus, private: dbus.ConnectSessionBus, again: 10 * time.Second}
}

// collection is the one that go-keyring uses, as it is now.
type collection struct {
	conn   *dbus.Conn
	object dbus.BusObject
	// locked are the collection itself, or those of this app's items that are locked on their own. KeePassXC locks items until
	// the person grants them.
	locked []dbus.ObjectPath
}

// check implements lock.
func (s *secretService) check(ctx context.Context) error {
	now, err := s.look(ctx)
	if err != nil || len(now.locked) == 0 {
		return err
	}
	return &auth.Detail{Err: auth.ErrKeyringLocked, Text: now.name(ctx)}
}

// look finds the collection and what of it is locked.
func (s *secretService) look(ctx context.Context) (now collection, err error) {
	now.conn, err = s.shared()
	if err != nil {
		return now, missing("there is no session bus", err)
	}
	path, err := chosen(ctx, now.conn)
	if err != nil {
		return now, err
	}
	now.object = now.conn.Object(secretsName, path)
	locked, err := property[bool](ctx, now.object, collectionAPI, "Locked")
	if err != nil {
		return now, err
	}
	if locked {
		now.locked = []dbus.ObjectPath{path}
		return now, nil
	}
	var open, closed []dbus.ObjectPath
	err = now.conn.Object(secretsName, secretsPath).CallWithContext(ctx, serviceAPI+".SearchItems", 0,
		map[string]string{"service": s.service}).Store(&open, &closed)
	for _, item := range closed {
		if strings.HasPrefix(string(item), string(path)+"/") {
			now.locked = append(now.locked, item)
		}
	}
	return now, err
}

// chosen returns the collection that go-keyring uses: "login", or the default one where there is no "login".
func chosen(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	service := conn.Object(secretsName, secretsPath)
	all, err := property[[]dbus.ObjectPath](ctx, service, serviceAPI, "Collections")
	if isAbsent(err) {
		return "", missing("no program offers "+secretsName, err)
	}
	if err != nil || slices.Contains(all, loginCollection) {
		return loginCollection, err
	}
	path := defaultAlias
	if service.CallWithContext(ctx, serviceAPI+".ReadAlias", 0, "default").Store(&path) == nil && path == nothing {
		return "", missing(strings.TrimSpace(product(ctx, conn)+" has no default keyring"), nil)
	}
	return path, nil
}

// missing is auth.ErrNoKeyring: what says what there is not.
func missing(what string, cause error) error {
	err := error(&auth.Detail{Err: auth.ErrNoKeyring, Text: what})
	if cause != nil {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return err
}

// isAbsent reports whether a call failed because no program has the name, and none can be started.
func isAbsent(err error) bool {
	var failed dbus.Error
	if !errors.As(err, &failed) {
		return false
	}
	return slices.ContainsFunc([]string{
		"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.Spawn.", "org.freedesktop.systemd1.",
	}, func(name string) bool { return strings.HasPrefix(failed.Name, name) })
}

func property[T any](ctx context.Context, object dbus.BusObject, api, name string) (value T, err error) {
	var boxed dbus.Variant
	if err = object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, api, name).Store(&boxed); err == nil {
		err = boxed.Store(&value)
	}
	return value, err
}

// maxLabel bounds the label of a collection on the screen, in characters.
const maxLabel = 60

// name returns what people know the collection by: “Login” (GNOME Keyring). It leaves out what is unknown.
func (c collection) name(ctx context.Context) string {
	var parts []string
	label, _ := property[string](ctx, c.object, collectionAPI, "Label")
	letters := []rune(strings.TrimSpace(strings.Map(printed, label)))
	if len(letters) > 0 {
		parts = append(parts, "“"+string(letters[:min(len(letters), maxLabel)])+"”")
	}
	if made := product(ctx, c.conn); made != "" {
		parts = append(parts, "("+made+")")
	}
	return strings.Join(parts, " ")
}

// printed keeps what is visible, and drops controls and marks that change the direction of a text.
func printed(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return -1
}

const gnomeKeyring = "GNOME Keyring"

// products are the programs that offer the Secret Service, each with a name that only it has on the bus.
var products = []struct{ bus, name string }{
	{"org.gnome.keyring", gnomeKeyring},
	{"org.kde.kwalletd6", "KWallet"},
	{"org.kde.kwalletd5", "KWallet"},
	{"org.kde.secretservicecompat", "KWallet"},
	{"org.keepassxc.KeePassXC.MainWindow", "KeePassXC"},
}

// product returns the name of the program that offers the Secret Service, or "".
func product(ctx context.Context, conn *dbus.Conn) string {
	owner := func(name string) (unique string) {
		_ = conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, name).Store(&unique)
		return unique
	}
	secrets := owner(secretsName)
	for _, known := range products {
		if secrets != "" && owner(known.bus) == secrets {
			return known.name
		}
	}
	return ""
}
