package loginpages

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed pages
var files embed.FS

// reportJS reports a line, and waits for a gate, from a page of any host.
const reportJS = `
function report(line) { return fetch("/report", {method: "POST", body: line, keepalive: true}) }
function gate(name) { return fetch("/gate/" + name) }
`

// register adds what every server has: the files, and the pages that need the server.
func (s *Server) register() {
	s.registerFiles()
	s.Handle("/report.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, reportJS)
	})
	s.Handle("POST /report", func(w http.ResponseWriter, r *http.Request) {
		line, _ := io.ReadAll(io.LimitReader(r.Body, 1000))
		s.Report(string(line))
		w.WriteHeader(http.StatusNoContent)
	})
	s.Handle("/gate/{name}", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-s.gate(r.PathValue("name")):
		case <-r.Context().Done():
		}
		w.WriteHeader(http.StatusNoContent)
	})
	s.Handle(Social+"/form", s.form)
	s.Handle(Social+"/back", s.callBack)
	s.Handle(Social+"/secret", s.secret)
	s.Handle(Social+"/strict", s.strict)
	s.HandlePlain("/", s.plainRequest)
	s.Handle(Social+"/frame", s.frame)
	s.Handle(Provider+"/worker.js", worker)
	for _, host := range []string{Provider, Social} {
		s.Handle(host+"/hop/{n}", s.hop)
		s.Handle(host+"/download", download)
	}
	for _, host := range []string{Certificate, Optional} {
		s.Handle(host+"/{$}", s.certificate)
	}
}

// registerFiles serves pages/HOST/NAME.html at https://HOST/NAME.
func (s *Server) registerFiles() {
	all, err := fs.Glob(files, "pages/*/*.html")
	if err != nil {
		panic(err) // the pattern is constant
	}
	for _, name := range all {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err) // the file is in the program
		}
		s.Page(path.Base(path.Dir(name))+"/"+strings.TrimSuffix(path.Base(name), ".html"), string(text))
	}
}

// gate returns the channel that Open closes.
func (s *Server) gate(name string) chan bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gates[name] == nil {
		s.gates[name] = make(chan bool)
	}
	return s.gates[name]
}

// Open lets the pages go on that wait for the gate, now and later. Call it once for each gate.
func (s *Server) Open(gate string) { close(s.gate(gate)) }

// form reports the method and the body of a form, and then answers the log-in.
func (s *Server) form(w http.ResponseWriter, r *http.Request) {
	s.Report("form: " + r.Method + " " + r.FormValue("ticket"))
	s.Write(w, "<title>form</title><script>gate('form').then(() => location = 'END?code=1&state=real')</script>")
}

// callBack redirects to the redirect URI, with the query of the request.
func (s *Server) callBack(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, s.EndURL+"?"+r.URL.RawQuery, http.StatusFound)
}

// secret is a page behind a password (RFC 9110, section 11): ann, pw.
func (s *Server) secret(w http.ResponseWriter, r *http.Request) {
	if user, password, _ := r.BasicAuth(); user != "ann" || password != "pw" {
		w.Header().Set("WWW-Authenticate", `Basic realm="the realm is free text"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	s.Report("secret: ann")
	s.Write(w, "<title>secret</title>Welcome")
}

// strict asks for https from now on (RFC 6797, section 6.1), and then leads to plain http at the same host.
func (s *Server) strict(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Strict-Transport-Security", "max-age=3600")
	s.Write(w, "<title>strict</title><script>location = 'http://social.example/back?code=1&state=real'</script>")
}

// plainRequest reports a request that was not encrypted.
func (s *Server) plainRequest(w http.ResponseWriter, r *http.Request) {
	s.Report("plain: " + r.Host)
	http.NotFound(w, r)
}

// frame sets a cookie for other sites, and reports which cookies it got.
func (s *Server) frame(w http.ResponseWriter, r *http.Request) {
	var got []string
	for _, cookie := range r.Cookies() {
		got = append(got, cookie.Name)
	}
	s.Report(fmt.Sprintf("frame %s: %q", r.URL.RawQuery, got))
	http.SetCookie(w, &http.Cookie{Name: r.URL.RawQuery, Value: "1", Path: "/", Secure: true, HttpOnly: true,
		SameSite: http.SameSiteNoneMode})
	s.Write(w, "<title>frame</title><script>report('frame "+r.URL.RawQuery+" shown')</script>")
}

// hops is how many redirects lead from /hop/1 to the redirect URI.
const hops = 15

// hop redirects to the next hop, at the other host, and the last hop to the redirect URI.
func (s *Server) hop(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.PathValue("n"))
	if n >= hops {
		http.Redirect(w, r, s.EndURL+"?code=1&state=real", http.StatusFound)
		return
	}
	next := map[string]string{Provider: Social, Social: Provider}[r.Host]
	http.Redirect(w, r, fmt.Sprintf("https://%s/hop/%d", next, n+1), http.StatusFound)
}

// worker is a service worker that answers /from-worker itself.
func worker(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/javascript")
	_, _ = io.WriteString(w, `
		onactivate = event => event.waitUntil(clients.claim())
		onfetch = event => {
			if (new URL(event.request.url).pathname === "/from-worker")
				event.respondWith(new Response("<title>worker</title>of the worker", {headers: {"Content-Type": "text/html"}}))
		}`)
}

// download answers with an attachment.
func download(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Disposition", `attachment; filename="recovery-codes.txt"`)
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, "1234-5678\n")
}

// certificate reports that a client with or without a certificate came through.
func (s *Server) certificate(w http.ResponseWriter, r *http.Request) {
	s.Report(fmt.Sprintf("%s: %d client certificates", r.Host, len(r.TLS.PeerCertificates)))
	s.Write(w, "<title>certificate</title>")
}
