package loginwindow

import (
	"fmt"
	"net/url"
	"strings"

	"wails-openid-oauth/auth"
)

// notice is what the window shows instead of a page. It is plain text.
type notice struct {
	heading string
	text    string
	busy    bool // a spinner instead of "Try again"
	resume  bool // "Continue" instead of "Try again", and a key that the user is still typing does not press it
	closes  bool // "Close" alone
}

// failure is why a page could not be shown.
type failure int

const (
	failNetwork failure = iota // no connection, or one that broke
	failDNS
	failTimeout
	failTLS
	failTLSExpired
	failTLSHost
	failCertificate // the host wants a certificate of the user
	failCrash       // the web process ended
	failContent     // a download, or nothing that can be shown
	failRefused     // by the rules of the package comment
	failForeign     // Request.Accept refused the first answer
	failStopped     // stopped before a page came, by the page or by the user
	failPlain       // the https form of an http page did not come either
	failForm        // a form was to be sent without TLS
	failLost        // the web view itself has given up the connection; never shown: see page.loadAgain
)

// String names the failure in the log.
func (f failure) String() string {
	return [...]string{"network", "dns", "timeout", "tls", "tls-expired", "tls-host", "certificate", "crash", "content", "refused",
		"foreign", "stopped", "plain", "form", "lost"}[f]
}

// err is the error of Open for a hidden window, where no user can try again.
func (f failure) err() error {
	switch f {
	case failNetwork, failDNS, failTimeout:
		return fmt.Errorf("loginwindow: hidden page not loaded (%v): %w", f, auth.ErrOffline)
	}
	return fmt.Errorf("loginwindow: hidden page not loaded (%v): %w", f, auth.ErrProvider)
}

// connecting is the notice until the page arrives.
func connecting(u *url.URL) notice { return connectingTo(host(u)) }

func connectingTo(host string) notice {
	return notice{heading: "Connecting to " + host + "…", busy: true}
}

// withdrawnNotice replaces a password form that ended while the user may have been typing.
var withdrawnNotice = notice{resume: true, heading: "The password is not asked for any more",
	text: "The page has stopped waiting for it. Nothing of what you typed was sent. Continue to see the page."}

// anew is what to do where the log-in has to begin again.
const anew = "Try again to start the log-in anew."

// foreignWords stand above a page that goes on after an answer which the log-in cannot use.
const foreignWords = "The page sent an answer that this log-in cannot use. If nothing more happens, close this window."

// inPopUp returns the notice for a pop-up, which only its opener can load again.
func (n notice) inPopUp() notice {
	text := strings.TrimSpace(strings.TrimSuffix(n.text, anew))
	n.text, n.closes = strings.TrimSpace(text+" Close this window to go back to the log-in."), true
	return n
}

// notice returns the text for the failure: which host, and what to do.
func (f failure) notice(host string) notice {
	switch f {
	case failDNS:
		return notice{heading: "“" + host + "” was not found",
			text: "Check that this computer is online. If it is, the address of the log-in may be misspelled in the " +
				"configuration."}
	case failTimeout:
		return notice{heading: "“" + host + "” does not answer", text: "Check your connection, or try again in a moment."}
	case failTLS:
		return notice{heading: "The connection to “" + host + "” is not safe",
			text: "Its certificate is not trusted by this computer, so the log-in was stopped and nothing was sent. " +
				"On a public or company network, sign in to that network first; otherwise tell your administrator."}
	case failTLSExpired:
		return notice{heading: "The connection to “" + host + "” is not safe",
			text: "Its certificate is not valid at this time, so the log-in was stopped and nothing was sent. " +
				"Check that the date and time of this computer are right."}
	case failTLSHost:
		return notice{heading: "The connection to “" + host + "” is not safe",
			text: "The server that answered shows the certificate of another address, so the log-in was stopped and " +
				"nothing was sent. On a public or company network, sign in to that network first."}
	case failCertificate:
		return notice{heading: "“" + host + "” asks for a certificate of yours",
			text: "This window cannot use certificates or smart cards. Choose another way to log in, or ask your administrator " +
				"for one."}
	case failCrash:
		return notice{heading: "The page of “" + host + "” stopped working", text: anew}
	case failContent:
		return notice{heading: "“" + host + "” sent no page",
			text: "It answered with something that is not a log-in page. Try again; if it stays like this, tell your " +
				"administrator."}
	case failRefused:
		return notice{heading: "The log-in was stopped", text: "“" + host + "” is not a safe address for a log-in: only " +
			"encrypted (https) pages are. Nothing was sent to it. Tell the administrator of the log-in."}
	case failPlain:
		return notice{heading: "The log-in was stopped", text: "The page led to “" + host + "” without encryption (http). " +
			"The encrypted address (https) was tried in its place, and did not work. Nothing was sent without encryption. " +
			"Tell the administrator of the log-in."}
	case failForm:
		return notice{heading: "The log-in was stopped", text: "The page was about to send a form to “" + host + "” without " +
			"encryption (http). The form was not sent, and cannot be sent again. " + anew}
	case failForeign:
		return notice{heading: "The answer did not belong to this log-in",
			text: "It was dropped. " + anew}
	case failStopped:
		return notice{heading: "“" + host + "” was not opened", text: "It was stopped before its page came, or it wanted " +
			"a password. " + anew}
	}
	return notice{heading: "“" + host + "” cannot be reached",
		text: "Check your connection. If other pages work, the server may be down: try again in a moment."}
}
