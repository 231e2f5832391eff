package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/config"
)

// Fault is a failure for which the page has a text. Message is set only if that text needs it.
type Fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// codes are the page's names for failures. The first match decides. The texts are in frontend/js/words.js.
var codes = []struct {
	target error
	code   string
}{
	{auth.ErrCancelled, "cancelled"},
	{auth.ErrTimeout, "timeout"},
	{auth.ErrForeign, "foreign"},
	{auth.ErrLinkReused, "link_reused"},
	{auth.ErrLoginRequired, "login_required"},
	{auth.ErrLocked, "locked"},
	{auth.ErrOffline, "offline"},
	{auth.ErrUnsupported, "unsupported"},
	{auth.ErrClock, "clock"},
	{auth.ErrIDToken, "id_token"},
	{auth.ErrProvider, "provider"},
	{auth.ErrStateMismatch, "provider"},
	{context.DeadlineExceeded, "api_timeout"},
	{context.Canceled, "cancelled"},
}

var apiCodes = map[apiclient.Kind]string{
	apiclient.Unreachable:       "api_unreachable",
	apiclient.Timeout:           "api_timeout",
	apiclient.Unauthorized:      "api_unauthorized",
	apiclient.Forbidden:         "api_forbidden",
	apiclient.InsufficientScope: "api_scope",
	apiclient.Unavailable:       "api_unavailable",
	apiclient.BadAnswer:         "api_bad_answer",
}

// FaultOf returns the page's fault for an error, and nil for nil.
func FaultOf(err error) *Fault {
	if err == nil {
		return nil
	}
	setting := new(config.Error)
	if errors.As(err, &setting) || errors.Is(err, config.ErrNothing) || errors.Is(err, auth.ErrConfig) {
		return &Fault{Code: "config", Message: err.Error()}
	}
	if failed := new(apiclient.Error); errors.As(err, &failed) {
		return apiFault(failed)
	}
	for _, known := range codes {
		if errors.Is(err, known.target) {
			return &Fault{Code: known.code}
		}
	}
	if protocol := new(auth.Error); errors.As(err, &protocol) {
		return protocolFault(protocol)
	}
	return &Fault{Code: "internal"}
}

// apiFault adds what the page's text needs: the scopes that the API requires, or the seconds until it accepts requests again.
func apiFault(e *apiclient.Error) *Fault {
	fault := &Fault{Code: apiCodes[e.Kind], Message: strings.Join(e.Scopes, " ")}
	if e.RetryAfter > 0 {
		fault.Message = strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))
	}
	return fault
}

func protocolFault(e *auth.Error) *Fault {
	if e.Code == "access_denied" {
		return &Fault{Code: "access_denied"}
	}
	message := e.Code
	switch {
	case e.Code == auth.OtherCode: // the provider's own code begins the description
		message = e.Description
	case e.Description != "":
		message += ": " + e.Description
	}
	return &Fault{Code: "provider_error", Message: message}
}

// FormatError returns what a rejected call carries to the page. It is JSON text, because Wails turns every value into text.
func FormatError(err error) any {
	text, _ := json.Marshal(FaultOf(err))
	return string(text)
}
