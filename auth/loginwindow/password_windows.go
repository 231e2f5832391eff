package loginwindow

import (
	"net/url"
	"strconv"
)

// challenges are the requests for a name and a password. What the user types goes from the controls to WebView2, and nowhere else.
type challenges struct {
	challenge *basic // the one that the form answers, or nil
	waiting   *basic // the one that waits for its ask, or nil
	asks      int    // how many calls of ask are on their way
	answered  string // the host and port that got the last answer, until a page comes
}

// basic is a request that waits for its answer.
type basic struct {
	arguments, deferral *object
	from                string // host and port
}

// end lets the load go on.
func (b *basic) end() {
	_ = b.deferral.call(deferralComplete)
	b.deferral.release()
	b.arguments.release()
}

// refuse ends a request without an answer.
func (b *basic) refuse() {
	_ = b.arguments.put(basicPutCancel, 1)
	b.end()
}

// challenged handles a server's request. One that may not ask gets no answer. One that may ask waits for the call of ask that the
// page has posted for it.
func (w *pane) challenged(arguments *object) {
	asks, err := url.Parse(arguments.text(basicURI))
	if err != nil {
		_ = arguments.put(basicPutCancel, 1)
		return
	}
	number, _ := strconv.ParseUint(port(asks), 10, 16)
	c := challenge{host: asks.Hostname(), port: uint(number)}
	c.retry = w.answered == c.hostPort()
	if !w.page.challenged(c) {
		_ = arguments.put(basicPutCancel, 1)
		return
	}
	deferral, err := arguments.child(basicDeferral)
	if err != nil {
		_ = arguments.put(basicPutCancel, 1)
		w.page.withdrawn()
		return
	}
	w.dropChallenges()
	arguments.addRef()
	w.waiting = &basic{arguments, deferral, c.hostPort()}
	w.asks++
}

// ask shows the form.
func (w *pane) ask(p prompt) {
	if w.asks--; w.asks > 0 {
		return // another one follows, for the request that has replaced this one
	}
	w.challenge, w.waiting = w.waiting, nil
	if w.challenge == nil {
		return // it has just ended, and the page knows
	}
	w.shows, w.busy = showsForm, false
	w.hideView()
	setText(w.heading, p.heading)
	setText(w.words, p.text)
	if !p.again {
		setText(w.user, "")
	}
	setText(w.password, "")
	w.set(w.heading, w.words, w.userName, w.user, w.passwordName, w.password, w.drop, w.answer)
	if p.again {
		w.take(w.password)
	} else {
		w.take(w.user)
	}
}

// answerForm takes no empty answer: a Return key that is held down from "Try again" on would give one.
func (w *pane) answerForm() {
	b := w.challenge
	user, password := textOf(w.user), textOf(w.password)
	if b == nil || user == "" && password == "" {
		return
	}
	w.challenge = nil
	response, err := b.arguments.child(basicResponse)
	if err != nil {
		b.refuse()
		w.page.withdrawn()
		return
	}
	defer response.release()
	_ = response.putText(responsePutUser, user)
	_ = response.putText(responsePutPassword, password)
	w.answered = b.from
	b.end()
	setText(w.password, "")
	w.page.answered()
}

// dismissForm handles Cancel and Escape, and reports whether there is a form.
func (w *pane) dismissForm() bool {
	if w.challenge == nil {
		return false
	}
	w.dropChallenge()
	w.page.dismissed()
	return true
}

// dropChallenge leaves the next request alone, because what the page posted before that came must not end it.
func (w *pane) dropChallenge() {
	if b := w.challenge; b != nil {
		w.challenge = nil
		b.refuse()
	}
}

func (w *pane) dropChallenges() {
	w.dropChallenge()
	if b := w.waiting; b != nil {
		w.waiting = nil
		b.refuse()
	}
}

// withdraw ends the requests of a load that has ended or been replaced. WebView2 does not say when it forgets one.
func (w *pane) withdraw() {
	if w.challenge == nil && w.waiting == nil {
		return
	}
	w.dropChallenges()
	w.page.withdrawn()
}
