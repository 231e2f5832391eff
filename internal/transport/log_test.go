package transport

import (
	"bufio"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// lines receives a log, line by line.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// TestNothingUnaskedIsLogged: a server sends data without a request, and net/http quotes it.
func TestNothingUnaskedIsLogged(t *testing.T) {
	logged := make(lines, 10)
	before, flags := log.Writer(), log.Flags()
	log.SetOutput(Log(slog.New(slog.NewTextHandler(logged, nil))))
	defer func() { log.SetOutput(before); log.SetFlags(flags) }()

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	answered := make(chan struct{})
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		if _, err := http.ReadRequest(bufio.NewReader(connection)); err != nil {
			return
		}
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		<-answered
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nX: "+mark+"\r\n\r\n")
	}()
	client := &http.Client{Transport: &http.Transport{}}
	if err := get(t, client, "http://"+listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	close(answered)
	select {
	case line := <-logged:
		if !strings.Contains(line, "Unsolicited response") || strings.Contains(line, mark) {
			t.Error(line)
		}
	case <-time.After(20 * time.Second):
		t.Error("net/http logged nothing: is this test still of use?")
	}
}
