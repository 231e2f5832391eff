package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// entry has the values for a request's log line.
type entry struct {
	id     string
	reason string // why it was refused
	status int
}

type entryKey struct{}

// noteReason is [bearer.Options.OnRefuse].
func noteReason(r *http.Request, reason string) {
	if e, ok := r.Context().Value(entryKey{}).(*entry); ok {
		e.reason = reason
	}
}

// How many lines per second requests may add to the log, and how many may come at once.
const (
	logRate  = 100
	logBurst = 200
)

// observer is the handler that every request passes through.
type observer struct {
	next     http.Handler
	draining *atomic.Bool
	metrics  *metrics
	log      *slog.Logger
	lines    *rate.Limiter
	leftOut  atomic.Int64 // lines since the last one that was written
}

// observe gives every request an ID, counts it, logs it, and turns a panic into a 500.
func observe(next http.Handler, draining *atomic.Bool, metrics *metrics, log *slog.Logger) http.Handler {
	return &observer{next: next, draining: draining, metrics: metrics, log: log, lines: rate.NewLimiter(logRate, logBurst)}
}

// The fields that are the same for every answer. They are shared, because Header.Set and Add do not change the slices.
var (
	noStore = []string{"no-store"}
	noSniff = []string{"nosniff"}
	closing = []string{"close"}
)

// ServeHTTP implements [http.Handler].
func (o *observer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	e := &entry{id: rand.Text()}
	header := w.Header()
	header["X-Request-Id"] = []string{e.id}
	header["Cache-Control"] = noStore
	header["X-Content-Type-Options"] = noSniff
	if o.draining.Load() {
		header["Connection"] = closing
	}
	r = r.WithContext(context.WithValue(r.Context(), entryKey{}, e))
	defer func() {
		value := recover()
		if value != nil {
			logPanic(o.log, e.id, value)
			answerPanic(w, e)
		}
		took := time.Since(start)
		o.metrics.answered(r.Pattern, max(e.status, http.StatusOK), took)
		o.logRequest(r, e, took)
		if value != nil && e.status != http.StatusInternalServerError {
			panic(http.ErrAbortHandler) // The answer has begun, so the only way left is to cut it off.
		}
	}()
	o.next.ServeHTTP(&writer{w, e}, r)
}

func answerPanic(w http.ResponseWriter, e *entry) {
	if e.status == 0 {
		e.status = http.StatusInternalServerError
		http.Error(w, http.StatusText(e.status), e.status)
	}
}

// logPanic leaves out the value unless the Go runtime made it, because a library's own value may quote its input.
func logPanic(log *slog.Logger, id string, value any) {
	text := fmt.Sprintf("%T", value)
	if fault, ok := value.(runtime.Error); ok {
		text = fault.Error()
	}
	log.Error("panic", slog.String("id", id), slog.String("panic", text), slog.String("stack", string(debug.Stack())))
}

func (o *observer) logRequest(r *http.Request, e *entry, took time.Duration) {
	if !o.lines.Allow() {
		o.leftOut.Add(1)
		return
	}
	attributes := []slog.Attr{
		slog.String("id", e.id),
		slog.String("method", short(r.Method)),
		slog.String("path", short(r.URL.Path)),
		slog.Int("status", max(e.status, http.StatusOK)),
		slog.Duration("took", took),
	}
	if e.reason != "" {
		attributes = append(attributes, slog.String("reason", e.reason))
	}
	if leftOut := o.leftOut.Swap(0); leftOut > 0 {
		attributes = append(attributes, slog.Int64("left out", leftOut))
	}
	o.log.LogAttrs(r.Context(), slog.LevelInfo, "request", attributes...)
}

// short cuts a stranger's text, so that it does not fill the log, and so that a token in a path is not logged whole.
func short(text string) string { return text[:min(len(text), 64)] }

// writer records the status.
type writer struct {
	http.ResponseWriter
	entry *entry
}

// WriteHeader implements [http.ResponseWriter]. After a status below 200 another one follows.
func (w *writer) WriteHeader(status int) {
	if w.entry.status == 0 && status >= http.StatusOK {
		w.entry.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (w *writer) Write(body []byte) (int, error) {
	if w.entry.status == 0 {
		w.entry.status = http.StatusOK
	}
	return w.ResponseWriter.Write(body)
}

// Unwrap serves [http.ResponseController].
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
