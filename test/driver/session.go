//go:build linux

package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// helloTimeout bounds the start of a connection to a web view, until the view has announced its page.
const helloTimeout = 3 * time.Second

// errGone means that the page was replaced while it was asked, by a navigation or with its process.
var errGone = errors.New("driver: the page went away")

// session is a connection to one web view, which outlives the pages in it.
//
// The protocol is WebKit's: the connection speaks of targets, the pages of the view, of which a navigation may make a new
// one; what is said to a page travels as text inside a message to its target.
type session struct {
	conn *websocket.Conn
	done chan struct{} // closed when the connection has ended

	mu      sync.Mutex
	target  string        // the page that is shown; empty while there is none
	changed chan struct{} // closed when target changes, and replaced
	lastID  int
	pending map[int]chan message // answers awaited, by the ID of the command
}

// message is any message of the inspector's protocol.
type message struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// targetEvent holds the parameters of all events about targets.
type targetEvent struct {
	TargetID    string `json:"targetId"`
	NewTargetID string `json:"newTargetId"`
	Message     string `json:"message"`
	TargetInfo  struct {
		TargetID      string `json:"targetId"`
		Type          string `json:"type"`
		IsProvisional bool   `json:"isProvisional"`
	} `json:"targetInfo"`
}

// dial connects to the web view's socket. It takes its own time, for the reason told at [inspectorClient].
func dial(url string) (*session, error) {
	ctx, cancel := context.WithTimeout(context.Background(), helloTimeout)
	defer cancel()
	dialer := websocket.Dialer{HandshakeTimeout: helloTimeout}
	conn, resp, err := dialer.DialContext(ctx, url, nil)
	if err != nil {
		return nil, fmt.Errorf("driver: connect to the web view: %w", err)
	}
	_ = resp.Body.Close()
	s := &session{
		conn: conn, done: make(chan struct{}), changed: make(chan struct{}), pending: make(map[int]chan message),
	}
	go s.listen()
	if _, _, err := s.shown(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// close ends the connection and waits until the server has ended it too: a connection made before it has noticed would
// never be told of the page.
func (s *session) close() {
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = s.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second))
	select {
	case <-s.done:
	case <-time.After(time.Second):
	}
	_ = s.conn.Close()
	<-s.done
}

// ended reports whether the connection has ended. A nil session has not begun.
func (s *session) ended() bool {
	if s == nil {
		return false
	}
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// shown waits for a page, and returns it with the channel that is closed when another takes its place.
func (s *session) shown(ctx context.Context) (target string, changed chan struct{}, err error) {
	for {
		s.mu.Lock()
		target, changed = s.target, s.changed
		s.mu.Unlock()
		if target != "" {
			return target, changed, nil
		}
		select {
		case <-changed:
		case <-s.done:
			return "", nil, errGone
		case <-ctx.Done():
			return "", nil, fmt.Errorf("%w: no page: %w", errGone, ctx.Err())
		}
	}
}

// call sends a command to the page and returns its result. errGone: the page will not answer any more.
func (s *session) call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	target, changed, err := s.shown(ctx)
	if err != nil {
		return nil, err
	}
	answer := make(chan message, 1)
	id, err := s.send(target, method, params, answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGone, err)
	}
	defer s.forget(id)
	select {
	case m := <-answer:
		if m.Error != nil {
			return nil, fmt.Errorf("%w: %s: %s", errGone, method, m.Error.Message)
		}
		return m.Result, nil
	case <-changed:
		return nil, errGone
	case <-s.done:
		return nil, errGone
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// send wraps a command in a message to the target and writes it. The answer goes to the channel.
func (s *session) send(target, method string, params any, answer chan message) (id int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	inner, err := json.Marshal(map[string]any{"id": s.lastID, "method": method, "params": params})
	if err != nil {
		return 0, err
	}
	s.pending[s.lastID] = answer
	if err := s.conn.SetWriteDeadline(time.Now().Add(helloTimeout)); err != nil {
		return 0, err
	}
	return s.lastID, s.conn.WriteJSON(map[string]any{
		"id":     s.lastID,
		"method": "Target.sendMessageToTarget",
		"params": map[string]string{"targetId": target, "message": string(inner)},
	})
}

func (s *session) forget(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pending, id)
}

// listen reads until the connection ends.
func (s *session) listen() {
	defer close(s.done)
	for {
		var m message
		var e targetEvent
		if err := s.conn.ReadJSON(&m); err != nil {
			return
		}
		// Events of other kinds have parameters of other shapes, which do not matter.
		_ = json.Unmarshal(m.Params, &e)
		s.handle(m, e)
	}
}

// handle takes note of an event about targets, or hands an answer to who awaits it.
func (s *session) handle(m message, e targetEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch m.Method {
	case "Target.targetCreated":
		if e.TargetInfo.Type == "page" && !e.TargetInfo.IsProvisional {
			s.show(e.TargetInfo.TargetID)
		}
	case "Target.didCommitProvisionalTarget":
		s.show(e.NewTargetID)
	case "Target.targetDestroyed":
		if e.TargetID == s.target {
			s.show("")
		}
	case "Target.dispatchMessageFromTarget":
		var inner message
		if json.Unmarshal([]byte(e.Message), &inner) == nil {
			s.answer(inner)
		}
	case "":
		// The answer to Target.sendMessageToTarget itself, which has the command's ID: only an error matters.
		if m.Error != nil {
			s.answer(m)
		}
	}
}

// show notes which page is shown. The caller holds mu.
func (s *session) show(target string) {
	s.target = target
	close(s.changed)
	s.changed = make(chan struct{})
}

// answer hands a message to who awaits it. The caller holds mu.
func (s *session) answer(m message) {
	if to, ok := s.pending[m.ID]; ok {
		to <- m // has room for the one answer
		delete(s.pending, m.ID)
	}
}
