//go:build cgo && gnustep

package cocoaloop

/*
#include <stdlib.h>
#include "webview.h"
*/
import "C"

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unsafe"
)

// The types of a navigation (WKNavigationType).
const (
	linkActivated   = 0
	formSubmitted   = 1
	backForward     = 2
	formResubmitted = 4
	other           = -1
)

// web is everything that the stand-in knows. Its lock is not held while the main thread is waited for.
var web = struct {
	sync.Mutex
	views   map[uint32]*view
	stores  map[uint32]*store
	answers map[uint64]chan reply
	tokens  uint64
	faults  []string
}{views: map[uint32]*view{}, stores: map[uint32]*store{}, answers: map[uint64]chan reply{}}

// store is a WKWebsiteDataStore.
type store struct{ cookies http.CookieJar }

// view is the web process of a WKWebView.
type view struct {
	id     uint32
	store  *store
	opener *view

	// guarded by web
	document context.CancelFunc   // ends it
	load     context.CancelFunc   // ends the load that has not committed
	click    chan bool            // gets a value when the user clicks
	keys     map[string]chan bool // those that its acts wait for and the user has not pressed
}

// reply is the answer of the login window to a challenge or a dialog.
type reply struct {
	disposition    int
	user, password string
	credential     bool
}

// Faults returns what the real WKWebView would have punished, and forgets it.
func Faults() []string {
	web.Lock()
	defer web.Unlock()
	faults := web.faults
	web.faults = nil
	return faults
}

// Views returns how many web views are left.
func Views() (left int) {
	onMain(func() { left = int(C.cl_views()) })
	return left
}

// Zooms returns the sizes of the pages of all views, in percent.
func Zooms() (all []int) {
	web.Lock()
	ids := slices.Collect(maps.Keys(web.views))
	web.Unlock()
	onMain(func() {
		for _, id := range ids {
			all = append(all, int(C.cl_zoom(C.uint32_t(id))))
		}
	})
	return all
}

//export clFault
func clFault(what *C.char) { fault(C.GoString(what)) }

func fault(what string) {
	web.Lock()
	defer web.Unlock()
	web.faults = append(web.faults, what)
}

//export clNew
func clNew(id, number C.uint32_t) {
	web.Lock()
	defer web.Unlock()
	data := web.stores[uint32(number)]
	if data == nil {
		data = &store{newCookies()}
		web.stores[uint32(number)] = data
	}
	web.views[uint32(id)] = &view{id: uint32(id), store: data}
}

func newCookies() http.CookieJar {
	jar, _ := cookiejar.New(nil) // it never fails
	return jar
}

//export clDead
func clDead(id C.uint32_t) {
	web.Lock()
	defer web.Unlock()
	v := web.views[uint32(id)]
	delete(web.views, v.id)
	v.end(&v.document)
	v.end(&v.load)
}

//export clForget
func clForget(number C.uint32_t) {
	web.Lock()
	defer web.Unlock()
	if data := web.stores[uint32(number)]; data != nil {
		data.cookies = newCookies()
	}
}

//export clRules
func clRules(rules *C.char) C.int {
	var list []map[string]any
	if json.Unmarshal([]byte(C.GoString(rules)), &list) != nil || len(list) == 0 {
		return 0
	}
	return 1
}

func find(id C.uint32_t) *view {
	web.Lock()
	defer web.Unlock()
	return web.views[uint32(id)]
}

//export clLoad
func clLoad(id C.uint32_t, to *C.char) {
	v, target := find(id), C.GoString(to)
	go v.navigate(target, http.MethodGet, other)
}

//export clBack
func clBack(id C.uint32_t, to *C.char, post C.int) {
	v, target, method, kind := find(id), C.GoString(to), http.MethodGet, backForward
	if post != 0 {
		method, kind = http.MethodPost, formResubmitted
	}
	go v.navigate(target, method, kind)
}

//export clStop
func clStop(id C.uint32_t) {
	web.Lock()
	defer web.Unlock()
	if v := web.views[uint32(id)]; v != nil {
		v.end(&v.load)
	}
}

//export clClicked
func clClicked(id C.uint32_t) {
	web.Lock()
	defer web.Unlock()
	if v := web.views[uint32(id)]; v != nil && v.click != nil {
		close(v.click)
		v.click = nil
	}
}

//export clKey
func clKey(id C.uint32_t, characters *C.char) C.int {
	name := C.GoString(characters)
	if name == "\x1b" {
		name = "Escape"
	}
	web.Lock()
	defer web.Unlock()
	v := web.views[uint32(id)]
	if waits := v.keys[name]; waits != nil {
		close(waits)
		delete(v.keys, name)
		return 1
	}
	post(func() { C.cl_resend(id) })
	return 0
}

//export clAnswered
func clAnswered(token C.uint64_t, disposition C.int, user, password *C.char) {
	web.Lock()
	defer web.Unlock()
	if answer := web.answers[uint64(token)]; answer != nil { // the second one is a fault
		answer <- reply{int(disposition), C.GoString(user), C.GoString(password), user != nil}
	}
	delete(web.answers, uint64(token))
}

// ask has the main thread ask the login window, and waits for the answer.
func ask(ctx context.Context, question func(token C.uint64_t)) (reply, error) {
	web.Lock()
	web.tokens++
	token, answer := web.tokens, make(chan reply, 1)
	web.answers[token] = answer
	web.Unlock()
	onMain(func() { question(C.uint64_t(token)) })
	select {
	case r := <-answer:
		return r, nil
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
}

// end ends a document or a load. The caller holds the lock.
func (v *view) end(what *context.CancelFunc) {
	if *what != nil {
		(*what)()
		*what = nil
	}
}

// begin takes the place of a document or a load. In a view that has gone, what begins has ended.
func (v *view) begin(what *context.CancelFunc) (ctx context.Context) {
	web.Lock()
	defer web.Unlock()
	v.end(what)
	ctx, *what = context.WithCancel(context.Background())
	if web.views[v.id] != v {
		v.end(what)
	}
	return ctx
}

func (v *view) decides(target, method string, kind, frame int) (answer int) {
	return v.asks(target, method, kind, frame, 0)
}

// asks is decides for a link that may have the attribute "download".
func (v *view) asks(target, method string, kind, frame int, download C.int) (answer int) {
	with(func(c []*C.char) {
		answer = int(C.cl_decide(C.uint32_t(v.id), c[0], c[1], C.int(kind), C.int(frame), download))
	}, target, method)
	return answer
}

func (v *view) tells(event int, target string, posted bool) {
	post := C.int(0)
	if posted {
		post = 1
	}
	with(func(c []*C.char) { C.cl_event(C.uint32_t(v.id), C.int(event), c[0], post) }, target)
}

// The errors of WebKit and of URL loading.
const (
	webKit      = "WebKitErrorDomain"
	loading     = "NSURLErrorDomain"
	interrupted = 102
	cancelled   = -999
	cannotFind  = -1003
	cannotReach = -1004
)

func (v *view) fails(target, domain string, code int) {
	with(func(c []*C.char) { C.cl_fail(C.uint32_t(v.id), c[0], c[1], C.int(code)) }, target, domain)
}

// navigate loads a document into the view. A refusal of the first address is silent, and that of a redirect is an error.
func (v *view) navigate(target, method string, kind int) {
	if v == nil || v.decides(target, method, kind, C.CL_MAIN) != C.CL_ALLOW {
		return
	}
	ctx := v.begin(&v.load)
	v.tells(C.CL_START, target, false)
	v.trusts(ctx, target)
	answer, err := v.fetch(ctx, &target, &method, func(to, method string) bool {
		if v.decides(to, method, kind, C.CL_MAIN) != C.CL_ALLOW {
			return false
		}
		v.tells(C.CL_REDIRECT, to, false)
		return true
	})
	if err == nil {
		defer answer.Body.Close()
		status, mime, disposition := answer.StatusCode, answer.Header.Get("Content-Type"), answer.Header.Get("Content-Disposition")
		allowed := C.CL_CANCEL
		with(func(c []*C.char) {
			allowed = int(C.cl_respond(C.uint32_t(v.id), c[0], C.int(status), c[1], c[2]))
		}, target, mime, disposition)
		if status == http.StatusNoContent {
			err = context.Canceled
		} else if allowed != C.CL_ALLOW {
			err = errRefused
		}
	}
	if err != nil {
		v.failed(target, err)
		return
	}
	v.commit(ctx, target, method == http.MethodPost, readActs(answer))
}

var errRefused = errors.New("refused")

func (v *view) failed(target string, err error) {
	var dns *net.DNSError
	switch {
	case errors.Is(err, errRefused):
		v.fails(target, webKit, interrupted)
	case errors.Is(err, context.Canceled):
		v.fails(target, loading, cancelled)
	case errors.As(err, &dns):
		v.fails(target, loading, cannotFind)
	default:
		v.fails(target, loading, cannotReach)
	}
}

// commit makes the document the view's, unless another load has taken its place.
func (v *view) commit(load context.Context, at string, posted bool, acts []string) {
	if load.Err() != nil {
		v.failed(at, context.Canceled)
		return
	}
	ctx := v.begin(&v.document)
	keys := map[string]chan bool{}
	for _, act := range acts {
		if name, waits := strings.CutPrefix(act, "key "); waits {
			keys[name] = make(chan bool)
		}
	}
	web.Lock()
	v.load, v.click, v.keys = nil, nil, maps.Clone(keys)
	web.Unlock()
	v.tells(C.CL_COMMIT, at, posted)
	v.tells(C.CL_FINISH, at, false)
	go v.run(ctx, at, acts, keys)
}

// readActs returns the acts in the comment of a page.
func readActs(answer *http.Response) []string {
	var text strings.Builder
	buffer := make([]byte, 32<<10)
	for {
		n, err := answer.Body.Read(buffer)
		text.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	_, comment, found := strings.Cut(text.String(), "<!--acts\n")
	if !found {
		return nil
	}
	comment, _, _ = strings.Cut(comment, "-->")
	return strings.Split(strings.TrimSpace(comment), "\n")
}

// fetch requests a URL, follows redirects that next allows, and asks for a password where a server wants one.
func (v *view) fetch(ctx context.Context, target, method *string, next func(to, method string) bool) (*http.Response, error) {
	web.Lock()
	cookies := v.store.cookies
	web.Unlock()
	client := http.Client{Jar: cookies, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	credential, failures := reply{}, 0
	for range 20 {
		request, err := http.NewRequestWithContext(ctx, *method, *target, nil)
		if err != nil {
			return nil, err
		}
		if credential.credential {
			request.SetBasicAuth(credential.user, credential.password)
		}
		answer, err := client.Do(request)
		if err != nil {
			return nil, err
		}
		switch {
		case answer.StatusCode == http.StatusUnauthorized && answer.Header.Get("WWW-Authenticate") != "":
			got, err := v.challenge(ctx, request.URL, "basic", failures)
			if err != nil {
				return nil, err
			}
			if got.disposition == cancelLoad {
				return nil, context.Canceled
			}
			if got.disposition != useCredential || !got.credential {
				return answer, nil
			}
			credential, failures = got, failures+1
		case answer.StatusCode >= 300 && answer.StatusCode < 400 && answer.Header.Get("Location") != "":
			to, err := request.URL.Parse(answer.Header.Get("Location"))
			if err != nil {
				return nil, err
			}
			if answer.StatusCode != http.StatusTemporaryRedirect && answer.StatusCode != http.StatusPermanentRedirect {
				*method = http.MethodGet
			}
			*target, credential = to.String(), reply{}
			if !next(*target, *method) {
				return nil, errRefused
			}
		default:
			return answer, nil
		}
		answer.Body.Close()
	}
	return nil, errors.New("too many redirects")
}

// challenge asks for a password ("basic"), for the user's certificate, or whether the server's is trusted ("trust").
func (v *view) challenge(ctx context.Context, of *url.URL, method string, failures int) (reply, error) {
	port, _ := strconv.Atoi(of.Port())
	host, how := C.CString(of.Hostname()), C.CString(method)
	defer C.free(unsafe.Pointer(host))
	defer C.free(unsafe.Pointer(how))
	return ask(ctx, func(token C.uint64_t) {
		C.cl_challenge(C.uint32_t(v.id), host, C.int(port), how, C.int(failures), token)
	})
}

// What the login window may answer to a challenge, beside a credential.
const (
	useCredential = 0
	byTheSystem   = 1
	cancelLoad    = 2
	without       = 3
)

// trusts asks whether the server's certificate is trusted, as for https. Only the system may decide that.
func (v *view) trusts(ctx context.Context, target string) {
	u, _ := url.Parse(target)
	if got, err := v.challenge(ctx, u, "trust", 0); err == nil && got.disposition != byTheSystem && got.disposition != cancelLoad {
		fault("the system does not judge the certificate of a server")
	}
}

// certificate asks for a certificate of the user.
func (v *view) certificate(ctx context.Context, at string) {
	u, _ := url.Parse(at)
	if got, err := v.challenge(ctx, u, "certificate", 0); err == nil && got.disposition != without {
		fault("a server gets a certificate of the user")
	}
}

// run carries out the acts of a document until it ends.
func (v *view) run(ctx context.Context, at string, acts []string, keys map[string]chan bool) {
	gesture := false
	for _, line := range acts {
		if ctx.Err() != nil {
			return
		}
		verb, argument, _ := strings.Cut(line, " ")
		switch verb {
		case "go":
			v.start(argument, http.MethodGet, other)
		case "post":
			v.start(argument, http.MethodPost, formSubmitted)
		case "follow", "download":
			v.start(argument, http.MethodGet, linkActivated)
		case "save":
			v.save(argument)
		case "frame":
			v.frame(ctx, argument)
		case "get":
			v.get(ctx, argument)
		case "click":
			gesture = v.awaitClick(ctx)
		case "wait":
			ms, _ := strconv.Atoi(argument)
			sleep(ctx, time.Duration(ms)*time.Millisecond)
		case "popup", "link":
			v.popUp(verb == "link", gesture, argument)
		case "opener":
			if v.opener != nil {
				v.opener.start(argument, http.MethodGet, other)
			}
		case "alert":
			v.alert(ctx, at, argument)
		case "permission":
			v.permission(ctx, at, argument)
		case "print":
			v.tells(C.CL_PRINT, at, false)
		case "stuck":
			v.tells(C.CL_STUCK, at, false)
		case "crash":
			v.tells(C.CL_CRASH, at, false)
			return
		case "certificate":
			v.certificate(ctx, at)
		case "chooser":
			onMain(func() {
				if C.cl_choose(C.uint32_t(v.id)) != 0 {
					fault("a page got a file")
				}
			})
		case "push":
			v.tells(C.CL_PUSH, argument, false)
		case "close":
			v.tells(C.CL_CLOSE, at, false)
		case "key":
			await(ctx, keys[argument])
		default:
			fault("an unknown act: " + line)
		}
	}
}

// start begins a navigation by the page, which goes on meanwhile.
func (v *view) start(target, method string, kind int) {
	go v.navigate(target, method, kind)
}

// save follows a link with the attribute "download".
func (v *view) save(target string) {
	if v.asks(target, http.MethodGet, linkActivated, C.CL_MAIN, 1) == C.CL_ALLOW {
		fault("WebKit saves a file")
	}
}

func (v *view) frame(ctx context.Context, target string) {
	if v.decides(target, http.MethodGet, other, C.CL_FRAME) != C.CL_ALLOW {
		return
	}
	method := http.MethodGet
	answer, err := v.fetch(ctx, &target, &method, func(to, method string) bool {
		return v.decides(to, method, other, C.CL_FRAME) == C.CL_ALLOW
	})
	if err == nil {
		answer.Body.Close()
	}
}

func (v *view) get(ctx context.Context, target string) {
	method := http.MethodGet
	answer, err := v.fetch(ctx, &target, &method, func(string, string) bool { return true })
	if err == nil {
		answer.Body.Close()
	}
}

func sleep(ctx context.Context, long time.Duration) {
	select {
	case <-time.After(long):
	case <-ctx.Done():
	}
}

func (v *view) awaitClick(ctx context.Context) bool {
	clicked := make(chan bool)
	web.Lock()
	v.click = clicked
	web.Unlock()
	return await(ctx, clicked)
}

// await waits for what the user does, and reports whether that came before the end of the document.
func await(ctx context.Context, done <-chan bool) bool {
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}

// popUp opens a window, if WebKit and the login window let it. A link asks the policy first.
func (v *view) popUp(link, gesture bool, target string) {
	allowed, kind := gesture, other
	if !gesture {
		onMain(func() { allowed = C.cl_opens_windows(C.uint32_t(v.id)) != 0 })
	}
	if link {
		kind = linkActivated
	}
	if !allowed || link && v.decides(target, http.MethodGet, kind, C.CL_NEW_WINDOW) != C.CL_ALLOW {
		return
	}
	var id uint32
	with(func(c []*C.char) { id = uint32(C.cl_create(C.uint32_t(v.id), c[0], C.int(kind))) }, target)
	opened := find(C.uint32_t(id))
	if opened == nil {
		return
	}
	opened.opener = v
	go opened.navigate(target, http.MethodGet, kind)
}

func (v *view) alert(ctx context.Context, at, text string) {
	c, words := C.CString(at), C.CString(text)
	defer C.free(unsafe.Pointer(c))
	defer C.free(unsafe.Pointer(words))
	_, _ = ask(ctx, func(token C.uint64_t) { C.cl_alert(C.uint32_t(v.id), c, words, token) })
}

// permission asks for what WKWebView may give: a camera or a microphone. It has no position and no notifications for apps.
func (v *view) permission(ctx context.Context, at, name string) {
	granted := false
	if name == "camera" || name == "microphone" {
		microphone := C.int(0)
		if name == "microphone" {
			microphone = 1
		}
		with(func(c []*C.char) { granted = C.cl_capture(C.uint32_t(v.id), c[0], microphone) != 0 }, at)
	}
	u, _ := url.Parse(at)
	path := "/denied"
	if granted {
		path = "/granted"
	}
	v.get(ctx, u.Scheme+"://"+u.Host+path+"?"+name)
}
