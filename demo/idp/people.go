package idp

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// Person can log in at the provider.
type Person struct {
	// Key names the person in the page's element ids ("login-ada") and in the calls of this package.
	Key, Name, Email string
	// NoPicture omits the picture claim.
	NoPicture bool
	// NoAPIScopes leaves Options.APIScopes out of what this person can grant, as for a user without permissions at Auth0.
	NoAPIScopes bool
}

// Subject returns the person's "sub" claim.
func (p Person) Subject() string { return "demo|" + p.Key }

// DemoPeople returns the people that a provider knows when its options name none.
func DemoPeople() []Person {
	return []Person{
		{Key: "ada", Name: "Ada Lovelace", Email: "ada@demo.example"},
		{Key: "grace", Name: "Grace Hopper", Email: "grace@demo.example"},
		{Key: "alan", Name: "Alan Turing", Email: "alan@demo.example", NoAPIScopes: true},
	}
}

func bySubject(people []Person) map[string]Person {
	index := make(map[string]Person, len(people))
	for _, person := range people {
		index[person.Subject()] = person
	}
	return index
}

// person finds a person by key.
func (p *Provider) person(key string) (Person, bool) {
	person, ok := p.people[Person{Key: key}.Subject()]
	return person, ok
}

// grantable returns the part of a requested scope that a person can grant.
func (p *Provider) grantable(scope string, person Person) string {
	if !person.NoAPIScopes {
		return scope
	}
	return strings.Join(slices.DeleteFunc(strings.Fields(scope), func(one string) bool {
		return slices.Contains(p.opts.APIScopes, one)
	}), " ")
}

// userInfoClaims returns the claims that the granted scopes ask for (OpenID Connect Core, section 5.4).
func (p *Provider) userInfoClaims(_ context.Context, grant *goidc.Grant) map[string]any {
	person := p.people[grant.Subject]
	claims := map[string]any{}
	if hasScope(grant.Scopes, goidc.ScopeProfile.ID) {
		claims[goidc.ClaimName] = person.Name
		if !person.NoPicture {
			claims[goidc.ClaimPicture] = p.opts.Issuer + pathPicture + person.Key + ".png"
		}
	}
	if hasScope(grant.Scopes, goidc.ScopeEmail.ID) {
		claims[goidc.ClaimEmail] = person.Email
		claims[goidc.ClaimEmailVerified] = true
	}
	return claims
}

// idTokenClaims returns the same claims, as Auth0 does, and when the person logged in.
func (p *Provider) idTokenClaims(ctx context.Context, grant *goidc.Grant) map[string]any {
	claims := maps.Clone(p.userInfoClaims(ctx, grant))
	claims[goidc.ClaimAuthTime] = grant.Store[noteAuthTime]
	return claims
}
