package keyring

import (
	"errors"
	"fmt"

	gokeyring "github.com/zalando/go-keyring"
)

// backend is the part of go-keyring's interface that is used here. On every system, one Set replaces an item
// atomically.
type backend interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// system is the keyring of the operating system.
type system struct{}

func (system) Get(service, user string) (string, error) { return gokeyring.Get(service, user) }
func (system) Set(service, user, password string) error {
	return gokeyring.Set(service, user, password)
}
func (system) Delete(service, user string) error { return gokeyring.Delete(service, user) }

var (
	// errNotKept: the keyring reported success but does not return the entry, for example because the user dismissed a prompt.
	errNotKept = errors.New("the keyring did not keep the entry")
	// errNotRemoved: the keyring reported success but still has the entry.
	errNotRemoved = errors.New("the keyring did not remove the entry")
)

// items are the items of one account in the keyring: the item under the account's own name, and its chunks.
type items struct {
	backend backend
	service string
	name    string
}

func (i items) get(name string) (string, error) { return i.backend.Get(i.service, name) }

// put writes an item and reads it back.
func (i items) put(name, text string) error {
	if err := i.backend.Set(i.service, name, text); err != nil {
		return err
	}
	kept, err := i.get(name)
	if err != nil && !errors.Is(err, gokeyring.ErrNotFound) {
		return fmt.Errorf("read back: %w", err)
	}
	if kept != text {
		return errNotKept
	}
	return nil
}

// remove deletes an item, which may be gone already, and checks that it is gone.
func (i items) remove(name string) error {
	if err := i.backend.Delete(i.service, name); err != nil && !errors.Is(err, gokeyring.ErrNotFound) {
		return err
	}
	switch _, err := i.get(name); {
	case err == nil:
		return errNotRemoved
	case !errors.Is(err, gokeyring.ErrNotFound):
		return fmt.Errorf("look after the deletion: %w", err)
	}
	return nil
}
