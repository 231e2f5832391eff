package auth

import (
	"errors"
	"fmt"
	"net/http"
)

// NewErrorPage returns the error with which a [Browser] ends when the user closed it on an error page of the provider, with which
// the provider had answered the authorization request. It wraps ErrErrorPage and ErrCancelled, and ErrBusy if the status says "not
// now".
//
// host is the page's. status is that of the page's response, or 0 if it is not known. code and description are the parameters
// "error" and "error_description" of the page's own address, or empty.
func NewErrorPage(host string, status int, code, description string) error {
	text := host + " showed an error page"
	if status >= http.StatusBadRequest {
		text = fmt.Sprintf("%s answered %d", host, status)
	}
	if code != "" && description != "" {
		code += ": " + description
	}
	if code != "" {
		text += "\nits error: " + printable(code)
	}
	detail := &Detail{ErrErrorPage, text, nil}
	if isUnavailable(status) {
		return fmt.Errorf("%w: %w: %w", ErrCancelled, ErrBusy, detail)
	}
	return fmt.Errorf("%w: %w", ErrCancelled, detail)
}

// withRequest adds to the error of NewErrorPage what the request said, because the provider's registration has to say the same.
func withRequest(err error, cfg Config) error {
	if page := new(Detail); errors.As(err, &page) && errors.Is(page.Err, ErrErrorPage) {
		page.Text += "\nclient ID: " + cfg.ClientID + "\nredirect URI: " + cfg.RedirectURI
	}
	return err
}
