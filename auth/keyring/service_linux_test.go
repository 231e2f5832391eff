package keyring

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"wails-openid-oauth/test/sessionbus"
)

const promptPath = secretsPath + "/prompt/1"

// service is a Secret Service on a bus of its own, with one collection and one item.
type service struct {
	t    *testing.T
	conn *dbus.Conn

	mu                     sync.Mutex
	collectionLocked       bool
	itemLocked             bool
	noDefault              bool
	asked                  [][]dbus.ObjectPath // what each Unlock was for
	prompted, dismissals   int
	looks                  int           // whether the collection is locked
	hangs                  chan struct{} // nil, or holds every read of a property
	loginCollectionMissing bool
	label                  string
}

// newService offers a Secret Service under the names.
func newService(t *testing.T, address string, names ...string) *service {
	t.Helper()
	s := &service{t: t, conn: sessionbus.Connect(t, address), label: " Lo\u202egin\n"}
	for path, methods := range map[dbus.ObjectPath]map[string]any{
		secretsPath: {"Unlock": s.unlock, "SearchItems": s.searchItems, "ReadAlias": s.readAlias},
		promptPath:  {"Prompt": s.prompt, "Dismiss": s.dismiss},
	} {
		api := serviceAPI
		if path == promptPath {
			api = promptAPI
		}
		if err := s.conn.ExportMethodTable(methods, path, api); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []dbus.ObjectPath{secretsPath, loginCollection} {
		if err := s.conn.ExportMethodTable(map[string]any{"Get": s.get}, path, "org.freedesktop.DBus.Properties"); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range append(names, secretsName) {
		if reply, err := s.conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
			t.Fatalf("%s: %v, %v", name, reply, err)
		}
	}
	return s
}

// change changes the service, and tells nobody.
func (s *service) change(change func(*service)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// first returns what the first Unlock was for.
func (s *service) first() []dbus.ObjectPath {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[0]
}

// set changes the service, and tells the bus.
func (s *service) set(change func(*service)) {
	s.change(change)
	s.mu.Lock()
	locked := s.collectionLocked
	s.mu.Unlock()
	err := s.conn.Emit(loginCollection, "org.freedesktop.DBus.Properties.PropertiesChanged", collectionAPI,
		map[string]dbus.Variant{"Locked": dbus.MakeVariant(locked)}, []string{})
	if err != nil {
		s.t.Error(err)
	}
}

// awaitLooks waits until somebody has looked n times whether the collection is locked.
func (s *service) awaitLooks(t *testing.T, n int) {
	t.Helper()
	await(t, "nobody looks whether it is locked", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.looks >= n
	})
}

// answer completes the prompt.
func (s *service) answer(dismissed bool) {
	if err := s.conn.Emit(promptPath, promptAPI+".Completed", dismissed, dbus.MakeVariant([]dbus.ObjectPath{})); err != nil {
		s.t.Error(err)
	}
}

// counts returns how often a prompt was shown and dismissed by a program.
func (s *service) counts() (prompted, dismissals int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prompted, s.dismissals
}

func (s *service) get(_, name string) (dbus.Variant, *dbus.Error) {
	s.mu.Lock()
	hangs := s.hangs
	s.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch name {
	case "Collections":
		if s.loginCollectionMissing {
			return dbus.MakeVariant([]dbus.ObjectPath{}), nil
		}
		return dbus.MakeVariant([]dbus.ObjectPath{loginCollection}), nil
	case "Locked":
		s.looks++
		return dbus.MakeVariant(s.collectionLocked), nil
	case "Label":
		return dbus.MakeVariant(s.label), nil
	}
	return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", nil)
}

func (s *service) unlock(what []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, what)
	return nil, promptPath, nil
}

func (s *service) searchItems(map[string]string) (open, closed []dbus.ObjectPath, _ *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	closed = []dbus.ObjectPath{secretsPath + "/collection/other/1"}
	if s.itemLocked {
		closed = append(closed, loginCollection+"/1")
	}
	return nil, closed, nil
}

func (s *service) readAlias(string) (dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.noDefault {
		return nothing, nil
	}
	return loginCollection, nil
}

func (s *service) prompt(string) *dbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prompted++
	return nil
}

func (s *service) dismiss() *dbus.Error {
	s.mu.Lock()
	s.dismissals++
	s.mu.Unlock()
	s.answer(true)
	return nil
}
