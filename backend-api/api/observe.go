package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"
)

// entry is what becomes a request's line in the log.
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

// observe gives every request an ID, logs it, and turns a panic into a 500.
func observe(next http.Handler, log *slog.Logger) http.Handler {
	if log == nil {
		log = slog.Default()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		e := &entry{id: rand.Text()}
		w.Header().Set("X-Request-Id", e.id)
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		defer func() {
			value := recover()
			if value != nil {
				logPanic(log, e.id, value)
				answerPanic(w, e)
			}
			logRequest(log, r, e, time.Since(start))
			if value != nil && e.status != http.StatusInternalServerError {
				panic(http.ErrAbortHandler) // The answer had begun: cutting it off is all that is left.
			}
		}()
		next.ServeHTTP(&writer{w, e}, r.WithContext(context.WithValue(r.Context(), entryKey{}, e)))
	})
}

func answerPanic(w http.ResponseWriter, e *entry) {
	if e.status == 0 {
		e.status = http.StatusInternalServerError
		http.Error(w, http.StatusText(e.status), e.status)
	}
}

// logPanic leaves the value out unless the runtime made it: a library's own may quote what it choked on.
func logPanic(log *slog.Logger, id string, value any) {
	text := fmt.Sprintf("%T", value)
	if fault, ok := value.(runtime.Error); ok {
		text = fault.Error()
	}
	log.Error("panic", slog.String("id", id), slog.String("panic", text), slog.String("stack", string(debug.Stack())))
}

func logRequest(log *slog.Logger, r *http.Request, e *entry, took time.Duration) {
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
	log.LogAttrs(r.Context(), slog.LevelInfo, "request", attributes...)
}

// short keeps a stranger's text from filling the log, and a token that strayed into a path from being whole.
func short(text string) string { return text[:min(len(text), 64)] }

// writer notes the status.
type writer struct {
	http.ResponseWriter
	entry *entry
}

// WriteHeader implements [http.ResponseWriter]. Statuses below 200 announce another one.
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
