package systembrowser

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

// TestTheLook: the pages name the app and show its logo and colours, as text and as an image.
func TestTheLook(t *testing.T) {
	const logo = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	f := newFlow(t, func(opts *Options, _ *auth.Request) {
		opts.Name, opts.Logo = `Notes & <b>"More"</b>`, []byte(logo)
		opts.Style = `:root{--page:#123456}</style><script>alert(1)</script>`
	})
	way, err := os.ReadFile(f.file)
	if err != nil {
		t.Fatal(err)
	}
	f.enter()
	last, _ := f.finish("code=a&state=right")
	for name, body := range map[string]string{"the last page": last.body, "the file": string(way)} {
		for _, want := range []string{
			`<p class="app">Notes &amp; &lt;b&gt;&#34;More&#34;&lt;/b&gt;</p>`, ` – Notes &amp; &lt;b&gt;`,
			`<img src="data:image/svg+xml;base64,`, `--page:#123456`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "<b>") || strings.Count(body, "</style") != 1 {
			t.Errorf("%s has markup of the options: %s", name, body)
		}
	}
	want := "default-src 'none'; style-src 'sha256-" + styleHash(last.body) + "'; img-src data:; "
	if got := last.header.Get("Content-Security-Policy"); last.status != http.StatusOK || !strings.HasPrefix(got, want) {
		t.Errorf("status %d, policy %s", last.status, got)
	}
	policy := regexp.MustCompile(`(?s)http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; [^"]*form-action &#39;none&#39;;"`)
	if !policy.Match(way) || !strings.Contains(string(way), `<meta name="referrer" content="no-referrer">`) {
		t.Errorf("the file has no policy, or tells where it is: %s", way)
	}
}

// TestTheColours: the pages look like the app's own, in light and in dark, and for people who ask for more contrast.
func TestTheColours(t *testing.T) {
	app, err := os.ReadFile("../../frontend/css/base.css")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(colours(string(app)), colours(ownStyle)); diff != "" {
		t.Errorf("the app's colours and those of the pages (-app +pages):\n%s", diff)
	}
}

// colours returns the colours that a style sets for the names that the pages use, with the conditions, in the style's order.
func colours(style string) []string {
	return regexp.MustCompile(`@media [^{]*prefers-(?:contrast|color-scheme)[^{]*|--(?:page|surface|text|muted|line|primary): [^;]+`).FindAllString(style, -1)
}
