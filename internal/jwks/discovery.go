package jwks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/jose"
)

// metadataDepth is how deep a discovery document may nest.
const metadataDepth = 8

// Discover returns a Locate for [Options] that asks the issuer's discovery document for "jwks_uri" (OpenID Connect
// Discovery, section 4). The document must name the same issuer, byte for byte (section 4.3), and may not lead from
// https to http. A nil client is the default one.
func Discover(issuer string, client *http.Client) func(ctx context.Context) (string, error) {
	client = withoutRedirects(client)
	return func(ctx context.Context) (string, error) {
		if _, err := endpoint.Parse(issuer); err != nil {
			return "", fmt.Errorf("the issuer %w", err)
		}
		body, err := get(ctx, client, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration")
		if err != nil {
			return "", fmt.Errorf("discovery: %w", err)
		}
		url, err := keySetURL(body, issuer)
		if err != nil {
			return "", fmt.Errorf("discovery: %w", err)
		}
		return url, nil
	}
}

// textOf returns the text of a JSON string, and "" if raw is missing or not a string.
func textOf(raw json.RawMessage) (text string) {
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// keySetURL reads the two members that matter, and skips the rest, however much it is. It reads into a map, because the names of
// struct fields match in any case.
func keySetURL(body []byte, issuer string) (string, error) {
	if err := jose.CheckObject(body, metadataDepth); err != nil {
		return "", err
	}
	var metadata map[string]json.RawMessage
	if err := json.Unmarshal(body, &metadata); err != nil {
		return "", errors.New("not valid JSON")
	}
	named, url := textOf(metadata["issuer"]), textOf(metadata["jwks_uri"])
	if named != issuer {
		return "", errors.New("the document names another issuer")
	}
	if _, err := endpoint.Parse(url); err != nil {
		return "", fmt.Errorf("jwks_uri %w", err)
	}
	if strings.HasPrefix(issuer, "https:") && !strings.HasPrefix(url, "https:") {
		return "", errors.New("jwks_uri leads from https to http")
	}
	return url, nil
}
