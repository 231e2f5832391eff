package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// observer is the handler that every request passes through.
type observer struct {
	next      http.Handler
	draining  *atomic.Bool
	tallies   *tallies
	log       *slog.Logger
	lines     lineLimit
	exchanges sync.Pool // of *exchange
}

// observe gives every request an ID, counts it, logs it, and turns a panic into a 500.
func observe(next http.Handler, draining *atomic.Bool, tallies *tallies, log *slog.Logger) http.Handler {
	return &observer{
		next: next, draining: draining, tallies: tallies, log: log, lines: lineLimit{Limiter: rate.NewLimiter(logRate, logBurst)},
		exchanges: sync.Pool{New: func() any { return &exchange{tally: tallies.take()} }},
	}
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
	e := o.exchanges.Get().(*exchange)
	e.ResponseWriter, e.id = w, newID()
	header := w.Header()
	header["X-Request-Id"] = []string{e.id}
	header["Cache-Control"] = noStore
	header["X-Content-Type-Options"] = noSniff
	if o.draining.Load() {
		header["Connection"] = closing
	}
	defer func() {
		value := recover()
		if value != nil {
			logPanic(o.log, e.id, value)
			answerPanic(e)
		}
		e.status = max(e.status, http.StatusOK) // net/http sends 200 for a handler that writes nothing.
		took, cut := time.Since(start), value != nil && e.status != http.StatusInternalServerError
		o.tallies.count(e.tally, r.Pattern, e.status, took)
		o.logRequest(r, e, start, took)
		*e = exchange{tally: e.tally}
		o.exchanges.Put(e)
		if cut {
			panic(http.ErrAbortHandler) // The answer has begun, so the only way left is to cut it off.
		}
	}()
	o.next.ServeHTTP(e, r)
}

func answerPanic(e *exchange) {
	if e.status == 0 {
		http.Error(e, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
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

func (o *observer) logRequest(r *http.Request, e *exchange, start time.Time, took time.Duration) {
	if !o.lines.allow(start.Add(took)) {
		e.tally.leftOut.Add(1)
		return
	}
	attributes := []slog.Attr{
		slog.String("id", e.id),
		slog.String("method", short(r.Method)),
		slog.String("path", short(r.URL.Path)),
		slog.Int("status", e.status),
		slog.Duration("took", took),
	}
	if e.reason != "" {
		attributes = append(attributes, slog.String("reason", e.reason))
	}
	if leftOut := o.tallies.takeLeftOut(); leftOut > 0 {
		attributes = append(attributes, slog.Int64("left out", leftOut))
	}
	o.log.LogAttrs(r.Context(), slog.LevelInfo, "request", attributes...)
}

// short cuts a stranger's text, so that it does not fill the log, and so that a token in a path is not logged whole.
func short(text string) string { return text[:min(len(text), 64)] }
