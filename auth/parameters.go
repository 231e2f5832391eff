package auth

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ProtectedParameters returns the names that [Config.AuthorizationParameters] must not have, in any case:
//
//   - parameters that the log-in sets itself, from the configuration or anew for each request;
//   - parameters that change how the answer comes back (response_mode, form_post), or what the code is worth (dpop_jkt);
//   - requests inside the request (request, request_uri, registration), which would hide the parameters above;
//   - claims, because the app would not check what it asks for there: acr_values and max_age are checked;
//   - credentials and tokens, which do not belong into a URL.
func ProtectedParameters() []string { return slices.Clone(protectedParameters) }

var protectedParameters = []string{
	"audience", "claims", "client_assertion", "client_assertion_type", "client_id", "client_secret", "code", "code_challenge",
	"code_challenge_method", "code_verifier", "dpop_jkt", "grant_type", "id_token_hint", "nonce", "redirect_uri",
	"registration", "request", "request_uri", "resource", "response_mode", "response_type", "scope", "state",
}

// The parameters that have checks or rules of their own (OpenID Connect Core, section 3.1.2.1).
const (
	parameterPrompt    = "prompt"
	parameterACRValues = "acr_values"
	parameterMaxAge    = "max_age"
)

// validateParameters refuses parameters that would change the protocol, and values that could not be checked.
func (c Config) validateParameters() error {
	for _, name := range slices.Sorted(maps.Keys(c.AuthorizationParameters)) {
		if problem := parameterProblem(name, c.AuthorizationParameters[name]); problem != "" {
			return fmt.Errorf("%w: authorizationParameters: %s %s", ErrConfig, strconv.QuoteToASCII(name), problem)
		}
	}
	return nil
}

// parameterProblem says what is wrong with a parameter, or nothing.
func parameterProblem(name, value string) string {
	is := func(other string) bool { return strings.EqualFold(name, other) }
	switch {
	case slices.ContainsFunc(protectedParameters, is):
		return "is set by the log-in itself, and cannot be set here"
	case slices.ContainsFunc([]string{parameterPrompt, parameterACRValues, parameterMaxAge}, is) && name != strings.ToLower(name):
		return "has to be in small letters"
	case name == "" || strings.ContainsFunc(name, notInName):
		return "is no name of a parameter"
	case strings.TrimSpace(value) == "":
		return "has no value"
	case name == parameterPrompt && slices.Contains(strings.Fields(value), "none"):
		return "must not be none, because then the provider shows no page to log in"
	case name == parameterMaxAge && !isAge(value):
		return "is not a number of seconds"
	}
	return ""
}

func notInName(r rune) bool { return r <= ' ' || r > '~' }

// isAge reports whether text is a number of seconds that fits a time.Duration. A sign is not allowed.
func isAge(text string) bool {
	_, err := strconv.ParseUint(text, 10, 31)
	return err == nil
}

// promptWith returns the configured prompt, with "login" added if again asks for credentials. Prompt is a list without an
// order (OpenID Connect Core, section 3.1.2.1).
func (c Config) promptWith(again string) string {
	prompts := strings.Fields(c.AuthorizationParameters[parameterPrompt])
	if again != "" && !slices.Contains(prompts, again) {
		prompts = append(prompts, again)
	}
	return strings.Join(prompts, " ")
}

// acrValues returns the authentication context classes of which an ID token must have one, or none if any will do.
func (c Config) acrValues() []string {
	return strings.Fields(c.AuthorizationParameters[parameterACRValues])
}

// maxAuthAge returns how old the authentication may be, in seconds, and whether that was asked for.
func (c Config) maxAuthAge() (seconds int64, asked bool) {
	text, asked := c.AuthorizationParameters[parameterMaxAge]
	seconds, _ = strconv.ParseInt(text, 10, 64) // validate has checked it
	return seconds, asked
}
