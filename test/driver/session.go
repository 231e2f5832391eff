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

// helloTimeout bounds the time from the start of a connection to a web view until the view announces its page.
const helloTimeout = 3 * time.Second

// errGone means that the page was replaced before it answered, by a navigation or together with its process.
var errGone = errors.New("driver: the page went away")

// session is a connection to one web view. It outlives the pages of the view.
//
// The protocol is that of WebKit. A target is a page of the view, and a navigation may make a new target. A command to a page is
// sent as text inside a message to its target.
type session struct {
	conn *websocket.Conn
	done chan struct{} // closed when the connection has ended

	mu      sync.Mutex
	target  string        // the page that is shown; empty if there is none
	changed chan struct{} // closed when target changes, and replaced
	lastID  int
	pending map[int]chan message // expected answers, by the ID of the command
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

// dial connects to the web view's socket. It has its own time limit, for the reason given at [inspectorClient].
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

// close ends the connection, and waits until the server has ended it, too. The server would announce no page to a connection that
// is made before.
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

// ended reports whether the connection has ended. For a nil session it is false.
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

// shown waits for a page. It returns the page, and a channel that is closed when another page replaces it.
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

// call sends a command to the page and returns its result. The error errGone means that the page can no longer answer.
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

// send wraps a command in a message to the target and sends it. The channel gets the answer.
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
		// Other events have parameters of another form. They are not used.
		_ = json.Unmarshal(m.Params, &e)
		s.handle(m, e)
	}
}

// handle processes an event about targets, or passes an answer to the call that waits for it.
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
		// This is the answer to Target.sendMessageToTarget itself, which has the command's ID. Only an error of it is used.
		if m.Error != nil {
			s.answer(m)
		}
	}
}

// show records which page is shown. The caller holds mu.
func (s *session) show(target string) {
	s.target = target
	close(s.changed)
	s.changed = make(chan struct{})
}

// answer passes a message to the call that waits for it. The caller holds mu.
func (s *session) answer(m message) {
	if to, ok := s.pending[m.ID]; ok {
		to <- m // the channel has room for one answer
		delete(s.pending, m.ID)
	}
}
