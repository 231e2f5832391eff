package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/app/settings"
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
	{settings.ErrSignedIn, "test_signed_in"},
	{auth.ErrResponseMode, "response_mode"},
	{auth.ErrBusy, "busy"},
	{auth.ErrErrorPage, "error_page"},
	{auth.ErrCancelled, "cancelled"},
	{auth.ErrTimeout, "timeout"},
	{systembrowser.ErrNotStarted, "no_browser"},
	{auth.ErrLinkReused, "link_reused"},
	{auth.ErrAudience, "audience"},
	{auth.ErrForeign, "foreign"},
	{auth.ErrLoginRequired, "login_required"},
	{auth.ErrLocked, "locked"},
	{auth.ErrPortal, "portal"},
	{auth.ErrTLS, "tls"},
	{auth.ErrOffline, "offline"},
	{auth.ErrUnsupported, "unsupported"},
	{auth.ErrClock, "clock"},
	{auth.ErrAuthentication, "authentication"},
	{auth.ErrSigningAlg, "signing_alg"},
	{auth.ErrIssuer, "issuer"},
	{auth.ErrDiscovery, "discovery"},
	{auth.ErrRedirected, "redirected"},
	{auth.ErrKeys, "keys"},
	{auth.ErrRejected, "api_unauthorized"},
	{auth.ErrIDToken, "id_token"},
	{auth.ErrProvider, "provider"},
	{auth.ErrStateMismatch, "provider"},
	{auth.ErrStore, "keyring"},
	{context.DeadlineExceeded, "api_timeout"},
	{context.Canceled, "cancelled"},
}

var apiCodes = map[apiclient.Kind]string{
	apiclient.Unreachable:       "api_unreachable",
	apiclient.Timeout:           "api_timeout",
	apiclient.Unauthorized:      "api_unauthorized",
	apiclient.Forbidden:         "api_forbidden",
	apiclient.InsufficientScope: "api_scope",
	apiclient.TooLarge:          "api_too_large",
	apiclient.Unavailable:       "api_unavailable",
	apiclient.BadAnswer:         "api_bad_answer",
}

// FaultOf returns the page's fault for an error, and nil for nil.
func FaultOf(err error) *Fault {
	if err == nil {
		return nil
	}
	setting := new(config.Error)
	if errors.As(err, &setting) || errors.Is(err, config.ErrNothing) || errors.Is(err, config.ErrFixed) || errors.Is(err, auth.ErrConfig) {
		return &Fault{Code: "config", Message: err.Error()}
	}
	if errors.Is(err, config.ErrNotSaved) {
		return &Fault{Code: "not_saved", Message: err.Error()}
	}
	if failed := new(apiclient.Error); errors.As(err, &failed) {
		return apiFault(failed)
	}
	for _, known := range codes {
		if errors.Is(err, known.target) {
			return &Fault{Code: known.code, Message: detailOf(err, known.target)}
		}
	}
	if protocol := new(auth.Error); errors.As(err, &protocol) {
		return protocolFault(protocol)
	}
	return &Fault{Code: "internal"}
}

// detailOf returns the values that an error is about, if it has some.
func detailOf(err, target error) string {
	if detail := new(auth.Detail); errors.As(err, &detail) && errors.Is(detail.Err, target) {
		return detail.Text
	}
	return ""
}

// apiFault adds what the page's text needs: the scopes that the API requires, or the seconds until it accepts requests again.
func apiFault(e *apiclient.Error) *Fault {
	fault := &Fault{Code: apiCodes[e.Kind], Message: strings.Join(e.Scopes, " ")}
	if e.RetryAfter > 0 {
		fault.Message = strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))
	}
	return fault
}

// protocolCodes are the page's names for error codes of the protocol that have a text of their own.
var protocolCodes = map[string]string{
	"invalid_scope":       "scope",
	"invalid_client":      "client",
	"unauthorized_client": "client",
	"invalid_target":      "target",

	"unmet_authentication_requirements": "authentication",
}

func protocolFault(e *auth.Error) *Fault {
	if e.Code == "access_denied" {
		return &Fault{Code: "access_denied", Message: e.Description} // not only people deny
	}
	message := e.Code
	switch {
	case e.Code == auth.OtherCode: // the provider's own code begins the description
		message = e.Description
	case e.Description != "":
		message += ": " + e.Description
	}
	return &Fault{Code: cmp.Or(protocolCodes[e.Code], "provider_error"), Message: message}
}

// FormatError returns what a rejected call carries to the page. It is JSON text, because Wails turns every value into text.
func FormatError(err error) any {
	text, _ := json.Marshal(FaultOf(err))
	return string(text)
}
