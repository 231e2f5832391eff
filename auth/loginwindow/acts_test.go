//go:build ((linux || darwin) && cgo) || windows

package loginwindow_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strings"
)

// act is one thing that a page does: a verb and, after a space, its argument. Web views carry out the script below. The stand-ins for
// WebView2 and WKWebView know no script, and read the acts from a comment of the page:
//
//	go URL           the page navigates by a script
//	frame URL        a frame in it does
//	get URL          the page requests the URL, and goes on with the answer
//	post URL         it sends a form
//	follow URL       it follows a link
//	link URL         it follows a link to a new window
//	popup URL        it opens a window by a script
//	opener URL       it navigates the window that opened it
//	click            it waits for a click of the user, which causes the next acts
//	wait MS          it waits for some milliseconds
//	alert TEXT       it shows a dialog, and waits for its end
//	permission NAME  it asks for a permission, and requests /granted or /denied with the name
//	download URL     it follows a link to a file
//	print            it prints
//	chooser          it asks for a file
//	push URL         it changes its address, and stays the same document
//	key NAME         it waits for the first press of that key, and uses it; a press counts as soon as the page is there
//	close            it closes its window
type act string

// script carries out acts. Whatever waits continues by itself, so that a click is still the cause of what comes after it.
const script = `
function frame(url) { const f = document.createElement('iframe'); f.src = url; document.body.append(f) }
function post(url) { const f = document.createElement('form'); f.method = 'post'; f.action = url; document.body.append(f); f.submit() }
function follow(url, more) { const a = document.createElement('a'); Object.assign(a, {href: url, textContent: 'link'}, more); document.body.append(a); a.click() }
function choose() { const i = document.createElement('input'); i.type = 'file'; document.body.append(i); i.click() }
function ask(name) {
	if (name == 'geolocation') return new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no));
	if (name == 'notifications') return Notification.requestPermission().then(answer => { if (answer != 'granted') throw answer });
	return navigator.mediaDevices.getUserMedia({video: name == 'camera', audio: name == 'microphone'});
}
const verbs = {
	go: url => { location = url }, frame, post, follow, link: url => follow(url, {target: '_blank', rel: 'opener'}),
	popup: url => { window.open(url) }, opener: url => { window.opener.location = url },
	alert: text => alert(text), print: () => print(), chooser: choose, push: url => history.pushState({}, '', url),
	download: url => follow(url), close: () => window.close(),
};
const later = {
	get: (url, next) => fetch(url).then(next, next),
	click: (_, next) => addEventListener('click', next, {once: true}),
	wait: (ms, next) => setTimeout(next, +ms),
	permission: (name, next) => Promise.resolve(name).then(ask).then(() => fetch('/granted?' + name), () => fetch('/denied?' + name)).then(next),
	key: (name, next) => pressed[name].then(next),
};
const pressed = {};
for (const [verb, name] of acts) if (verb == 'key') pressed[name] = new Promise(next => addEventListener('keydown', function used(event) {
	if (event.key != name) return;
	event.preventDefault(); removeEventListener('keydown', used); next();
}));
function run(acts) {
	if (acts.length == 0) return;
	const [verb, argument] = acts[0], next = () => run(acts.slice(1));
	if (later[verb]) return void later[verb](argument, next);
	verbs[verb](argument);
	next();
}
addEventListener('load', () => setTimeout(() => run(acts)));
`

// acts serves a page that shows a text and then does what the acts say. In them END stands for EndURL, and a path for a URL of the
// provider.
func (s *stage) acts(pattern, text string, acts ...act) {
	s.handle(pattern, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, s.document(text, acts))
	})
}

func (s *stage) document(text string, acts []act) string {
	var comment strings.Builder
	split := [][2]string{}
	for _, a := range acts {
		verb, argument, _ := strings.Cut(strings.ReplaceAll(string(a), "END", s.end), " ")
		if strings.HasPrefix(argument, "/") {
			argument = s.origin + argument
		}
		split = append(split, [2]string{verb, argument})
		fmt.Fprintln(&comment, strings.TrimSpace(verb+" "+argument))
	}
	list, err := json.Marshal(split)
	if err != nil {
		panic(err) // strings always encode
	}
	return fmt.Sprintf("<!doctype html><title>%[1]s</title><!--acts\n%[2]s--><body style='height: 100vh'><h1>%[1]s</h1><script>const acts = %[3]s;%[4]s</script>",
		html.EscapeString(text), &comment, list, script)
}
