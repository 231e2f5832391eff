package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"backend-api": main}) }

// TestScript runs the program as its own process; see testdata/script. The scripts find there:
//
//	IDP      the URL of an issuer that works
//	TAKEN    a port with a listener that never answers
//	OTHER    a port with a server that answers every request with 500
//	NOBODY   a port without a listener
func TestScript(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
	}))
	busy, err := net.Dial("tcp", taken.Addr().String()) // The client's port is in use, and accepts no connection.
	if err != nil {
		t.Fatal(err)
	}
	p := newIDP(t)
	t.Cleanup(func() { busy.Close(); taken.Close(); other.Close() }) // The scripts run in parallel, after this function has returned.
	testscript.Run(t, testscript.Params{
		Dir:      "testdata/script",
		Cmds:     scriptCommands,
		Deadline: time.Now().Add(60 * time.Second),
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = &server{}
			env.Setenv("IDP", p.url)
			env.Setenv("GORACE", gorace)
			for name, address := range map[string]net.Addr{
				"TAKEN": taken.Addr(), "OTHER": other.Listener.Addr(), "NOBODY": busy.LocalAddr(),
			} {
				_, port, err := net.SplitHostPort(address.String())
				if err != nil {
					return err
				}
				env.Setenv(name, port)
			}
			return nil
		},
	})
}
