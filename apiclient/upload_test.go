package apiclient

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// uploadSize is more than the program should ever hold, and uploadMemory all that it may allocate meanwhile, in bytes.
const uploadSize, uploadMemory = 100 << 20, 8 << 20

// upload is a body that is never in memory.
func upload(open *atomic.Int32) io.ReadCloser {
	return opened(io.LimitReader(neverEnds{}, uploadSize), open)
}

// TestAnUploadMeetsA401 streams 100 MB. After the renewal of the token they are streamed again if the body allows it.
func TestAnUploadMeetsA401(t *testing.T) {
	tests := []struct {
		name  string
		reads bool // the API reads everything before it refuses
		again bool
		want  int
	}{
		{"after all was sent", true, true, 200},
		{"at once", false, true, 200},
		{"after all was sent, from a pipe", true, false, 401},
		{"at once, from a pipe", false, false, 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			arrived, read := new(atomic.Int64), make(chan struct{})
			wasRead := sync.OnceFunc(func() { close(read) })
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				bad := r.Header.Get("Authorization") == "Bearer token-1"
				if !bad {
					wasRead()
				}
				if !bad || tt.reads {
					n, _ := io.Copy(io.Discard, r.Body)
					arrived.Store(n)
				}
				if bad {
					refuse(401, `Bearer error="invalid_token"`)(w, r)
					_ = http.NewResponseController(w).Flush()
					<-read // If the connection ended with the handler, a slow client could lose the answer.
				}
			}))
			defer server.Close()
			defer wasRead()
			open, tokens := new(atomic.Int32), new(source)
			req, err := http.NewRequestWithContext(t.Context(), "POST", server.URL, upload(open))
			if err != nil {
				t.Fatal(err)
			}
			req.ContentLength = uploadSize
			if tt.again {
				req.GetBody = func() (io.ReadCloser, error) { return upload(open), nil }
			}
			transport, err := NewTransport(Options{BaseURL: server.URL, Tokens: tokens, RoundTripper: server.Client().Transport})
			if err != nil {
				t.Fatal(err)
			}
			before := allocated()
			resp, err := transport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if used := allocated() - before; used > uploadMemory {
				t.Errorf("%d bytes of memory were allocated, more than the limit", used)
			} else {
				t.Logf("%d KiB of memory were allocated", used>>10)
			}
			if resp.StatusCode != tt.want || tokens.renewals != 1 {
				t.Errorf("status %d after %d renewals", resp.StatusCode, tokens.renewals)
			}
			if (tt.again || tt.reads) && arrived.Load() != uploadSize {
				t.Errorf("%d bytes arrived", arrived.Load())
			}
			eventually(t, "a body was not closed", func() bool { return open.Load() == 0 })
		})
	}
}

// allocated returns the number of bytes that were allocated so far, including those that were freed.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
