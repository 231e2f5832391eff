package loginwindow

// useBrowser is the label of the button in a line with which the user asks for another browser (Options.Alternative).
const useBrowser = "Use my browser instead"

// askForBrowser is the advice for a limitation that only another browser helps with, where there is none.
const askForBrowser = " Ask whoever runs this app to allow log-ins in your browser."

// suggest adds to the words about a limitation what helps: the button, or whom to ask for it.
func (a *attempt) suggest(what limitation, words string) (line, func()) {
	switch {
	case a.window.options.Alternative:
		return line{text: words, action: useBrowser}, a.leave
	case what == limitCertificate || what == limitEmbedded:
		words += askForBrowser
	}
	return line{text: words}, nil
}

// leave makes Open return auth.ErrAlternative, whatever the page still answers. The caller holds a.mu.
func (a *attempt) leave() {
	if a.ended || a.hidden {
		return
	}
	a.ended, a.left = true, true
	close(a.leaves)
}

// elsewhere handles the native layer's event: the user pressed the button beside the origin or in a notice.
func (a *attempt) elsewhere() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.leave()
}

// hasLeft reports whether the user asked for another browser.
func (a *attempt) hasLeft() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.left
}
