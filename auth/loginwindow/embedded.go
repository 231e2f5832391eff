package loginwindow

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// disallowed is the error code with which providers refuse log-ins in web views of apps (Google's, in practice).
const disallowed = "disallowed_useragent"

// refusesEmbedded reports whether the page at raw says that the provider takes no log-ins from web views in apps. Its query
// names the error code as text, or within a value in base64.
func refusesEmbedded(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	for _, values := range u.Query() {
		for _, value := range values {
			value = strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(value)
			decoded, _ := base64.RawStdEncoding.DecodeString(value) // the part before a mistake counts, too
			if strings.Contains(string(decoded), disallowed) {
				return true
			}
		}
	}
	return strings.Contains(u.RawQuery, disallowed)
}
