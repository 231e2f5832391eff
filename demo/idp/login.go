package idp

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// What an authorization request, and later its grant, stores.
const (
	noteSubject  = "subject"   // who logged in for this request
	noteAuthTime = "auth_time" // when they did, in seconds since the epoch
)

// The fields of the forms.
const (
	fieldPerson   = "person"
	fieldDecision = "decision"
	decisionDeny  = "deny"
	decisionAllow = "accept"
)

// setUpLogin prepares every authorization request for authenticate.
func setUpLogin(_ *http.Request, request *goidc.AuthnSession, _ *goidc.Client) bool {
	request.Store = map[string]any{}
	return true
}

// authenticate takes an authorization request one step further each time it is called: who, consent, done.
func (p *Provider) authenticate(
	w http.ResponseWriter, r *http.Request, request *goidc.AuthnSession, client *goidc.Client,
) (goidc.Status, error) {
	if answer(r, fieldDecision) == decisionDeny {
		return goidc.StatusFailure, goidc.NewError(goidc.ErrorCodeAccessDenied, "the user denied the request")
	}
	if status, err := p.identify(w, r, request, client); status != goidc.StatusSuccess {
		return status, err
	}
	if status, err := p.askConsent(w, r, request, client); status != goidc.StatusSuccess {
		return status, err
	}
	request.Subject = request.Store[noteSubject].(string)
	request.GrantedScopes = p.grantable(request.Scopes, p.people[request.Subject])
	request.GrantedResources = request.Resources
	return goidc.StatusSuccess, nil
}

// identify finds out who the user is: from this request's earlier step, the provider's session, or the log-in page.
func (p *Provider) identify(
	w http.ResponseWriter, r *http.Request, request *goidc.AuthnSession, client *goidc.Client,
) (goidc.Status, error) {
	if request.Store[noteSubject] != nil {
		return goidc.StatusSuccess, nil
	}
	if current, ok := p.currentSession(r); ok && !mustAsk(request, current) {
		remember(request, current)
		return goidc.StatusSuccess, nil
	}
	if prompts(request, goidc.PromptTypeNone) {
		return goidc.StatusFailure, goidc.NewError(goidc.ErrorCodeLoginRequired, "nobody is logged in")
	}
	page := loginPage{page: p.newPage(request, client), People: p.opts.People}
	if person, ok := p.person(answer(r, fieldPerson)); ok {
		if !p.store.barred(person) {
			remember(request, p.startSession(w, person))
			return goidc.StatusSuccess, nil
		}
		page.Alert = "The account of " + person.Name + " is disabled."
	}
	return goidc.StatusPending, p.show(w, http.StatusOK, "login", page, request.RedirectURI)
}

// mustAsk reports whether a session is not enough: prompt=login, or older than max_age (OpenID Connect Core, section
// 3.1.2.1; max_age=0 is the same as prompt=login).
func mustAsk(request *goidc.AuthnSession, current session) bool {
	if prompts(request, goidc.PromptTypeLogin) || prompts(request, goidc.PromptTypeSelectAccount) {
		return true
	}
	if request.MaxAuthnAgeSecs == nil {
		return false
	}
	age := int(time.Now().Unix()) - current.authTime
	return *request.MaxAuthnAgeSecs == 0 || age > *request.MaxAuthnAgeSecs
}

func remember(request *goidc.AuthnSession, current session) {
	request.Store[noteSubject] = current.subject
	request.Store[noteAuthTime] = current.authTime
}

// askConsent asks once per person and client, or when the client requests it.
func (p *Provider) askConsent(
	w http.ResponseWriter, r *http.Request, request *goidc.AuthnSession, client *goidc.Client,
) (goidc.Status, error) {
	subject := request.Store[noteSubject].(string)
	if answer(r, fieldDecision) == decisionAllow {
		p.store.consent(subject)
		return goidc.StatusSuccess, nil
	}
	if p.store.consented(subject) && !prompts(request, goidc.PromptTypeConsent) {
		return goidc.StatusSuccess, nil
	}
	if prompts(request, goidc.PromptTypeNone) {
		return goidc.StatusFailure, goidc.NewError("consent_required", "the user has not consented yet")
	}
	person := p.people[subject]
	page := consentPage{page: p.newPage(request, client), Person: person, Asks: asks(p.grantable(request.Scopes, person), request.Resources)}
	return goidc.StatusPending, p.show(w, http.StatusOK, "consent", page, request.RedirectURI)
}

// asks returns texts for scopes and for APIs.
func asks(scope string, apis []string) []string {
	words := map[string]string{
		goidc.ScopeOpenID.ID:        "Know who you are",
		goidc.ScopeProfile.ID:       "See your name and picture",
		goidc.ScopeEmail.ID:         "See your email address",
		goidc.ScopeOfflineAccess.ID: "Keep you logged in until you log out",
	}
	var list []string
	for _, scope := range strings.Fields(scope) {
		text, ok := words[scope]
		if !ok {
			text = "Use the permission " + scope
		}
		list = append(list, text)
	}
	for _, api := range apis {
		list = append(list, "Call "+api+" for you")
	}
	return list
}

// prompts reports whether the prompt parameter, a list, has a value.
func prompts(request *goidc.AuthnSession, value goidc.PromptType) bool {
	return slices.Contains(strings.Fields(string(request.Prompt)), string(value))
}

// answer returns a field of a form of our own. The authorization request itself can be a form too; it answers nothing.
func answer(r *http.Request, field string) string {
	if r.PathValue("callback") == "" {
		return ""
	}
	return r.PostFormValue(field)
}

func (s *store) consent(subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.consents[subject] = true
}

func (s *store) consented(subject string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.consents[subject]
}

func (s *store) barred(person Person) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.disabled[person.Subject()]
}
