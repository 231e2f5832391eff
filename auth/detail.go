package auth

import (
	"errors"
	"fmt"
)

// rejectedError is the type of ErrRejected.
type rejectedError struct{}

// Error implements error.
func (rejectedError) Error() string { return "there is no other access token than the rejected one" }

// NoOtherToken tells the client of an API to report the rejection, because a new token cannot be had.
func (rejectedError) NoOtherToken() bool { return true }

// Detail is one of the errors of this package with the values that it is about. errors.Is finds the error.
type Detail struct {
	// Err is the error.
	Err error
	// Text has the values, one a line: "configured: ...", "published: ...", "received: ...". Values of the provider are
	// stripped to printable ASCII and cut, and there are no secrets among them. Show it as text, never as markup.
	Text string

	cause error // in our own words, or nil
}

// Error implements error. It leaves out the values, because those of the provider are for the screen and not for a log.
func (d *Detail) Error() string {
	if d.cause == nil {
		return d.Err.Error()
	}
	return d.Err.Error() + ": " + d.cause.Error()
}

// Unwrap returns the error without the values, and the cause.
func (d *Detail) Unwrap() []error {
	if d.cause == nil {
		return []error{d.Err}
	}
	return []error{d.Err, d.cause}
}

// invalid is the ErrProvider of an answer that cannot be used. why is in our own words, without text of the answer. It
// becomes the Detail, unless it has one.
func invalid(why error) error {
	if known := new(Detail); errors.As(why, &known) {
		return fmt.Errorf("%w: %w", ErrProvider, why)
	}
	return &Detail{ErrProvider, why.Error(), why}
}

// compared makes a Detail of two values that should be the same. theirs has its own label: "published: RS256".
func compared(err error, ours, theirs string) *Detail {
	return &Detail{err, "configured: " + ours + "\n" + theirs, errors.New("configured is " + ours)}
}
