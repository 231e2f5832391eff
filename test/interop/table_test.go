//go:build linux && interop

package interop_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// cannot is a step that a provider does not offer. Its own steps show that the provider indeed cannot.
type cannot struct {
	why  string
	show func(*world)
}

// noRefreshToken is what a public client of Spring Authorization Server gets.
const noRefreshToken = "public clients get no refresh token"

// column is a provider of the table in docs/providers.md.
type column struct {
	name     string
	provider func() (provider, *server)
	cannot   map[step]cannot
	// more are journeys that only this provider has.
	more func(*testing.T, provider)
}

var table = []column{
	{name: "Keycloak", provider: with(currentKeycloak), more: keycloakJourneys},
	{name: "Keycloak 24.0.5", provider: with(keycloak24)},
	{name: "oidc-provider", provider: with(newOIDCProvider)},
	{name: "Ory Hydra", provider: with(newHydra)},
	{name: "Spring, with a secret", provider: with(confidentialSpring)},
	{name: "Spring, public client", provider: with(publicSpring), cannot: map[step]cannot{
		reopen: {noRefreshToken, (*world).stepNoReopen},
		renew:  {noRefreshToken, (*world).stepNoRenew},
	}},
	{name: "Django OAuth Toolkit", provider: with(newDjango), more: djangoJourneys},
}

// with makes a provider, and returns the part that all have in common beside it.
func with[P interface {
	provider
	common() *server
}](make func() P) func() (provider, *server) {
	return func() (provider, *server) {
		p := make()
		return p, p.common()
	}
}

func (s *server) common() *server { return s }

// TestProviders makes the journey of all steps at every provider, in the app's own window and in a browser.
func TestProviders(t *testing.T) {
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, s := c.provider()
			t.Cleanup(func() {
				if err := p.stop(); err != nil {
					t.Error(err)
				}
			})
			if err := p.start(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, with := range []agent{inWindow, inBrowser} {
				t.Run(string(with), func(t *testing.T) { c.journey(newWorld(t, p, s.password, with)) })
			}
			if c.more != nil {
				c.more(t, p)
			}
		})
	}
}

// journey takes every step. For a step that the provider does not offer, it shows that.
func (c column) journey(w *world) {
	for _, s := range steps {
		do := s.do
		if no, ok := c.cannot[s.name]; ok {
			do = no.show
		}
		do(w)
	}
}

// TestTable: docs/providers.md has the table.
func TestTable(t *testing.T) {
	page, err := os.ReadFile("../../docs/providers.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := markdown(); !strings.Contains(string(page), want) {
		t.Errorf("docs/providers.md lacks this table:\n%s", want)
	}
}

// markdown writes the table: a line for each step, and the reasons below it.
func markdown() string {
	var text, reasons strings.Builder
	text.WriteString("| |")
	for _, c := range table {
		fmt.Fprintf(&text, " %s |", c.name)
	}
	text.WriteString("\n|---|" + strings.Repeat("---|", len(table)) + "\n")
	var notes []string
	for _, s := range steps {
		fmt.Fprintf(&text, "| %s |", s.name)
		for _, c := range table {
			no, ok := c.cannot[s.name]
			if !ok {
				text.WriteString(" yes |")
				continue
			}
			at := slices.Index(notes, no.why)
			if at < 0 {
				notes = append(notes, no.why)
				at = len(notes) - 1
				fmt.Fprintf(&reasons, "\n%d. No: %s.", at+1, no.why)
			}
			fmt.Fprintf(&text, " no (%d) |", at+1)
		}
		text.WriteString("\n")
	}
	return text.String() + reasons.String() + "\n"
}
