//go:build linux

package main

import (
	"net/http"
	"strings"

	"wails-openid-oauth/backend-api/api"
)

// row is one of the table.
type row int

// The rows.
const (
	bare row = iota
	unprotected
	sameToken
	manyTokens
	reference
	firstSeen
	badSignature
	flooded
	longTokens
	rows

	// These are sent along with others, and have no row.
	junkTokens
	longJunk
)

// names are what the table says.
var names = [rows]string{
	bare:         "bare net/http, no middleware",
	unprotected:  "`/public`, the unprotected route",
	sameToken:    "`/private`, the same token",
	manyTokens:   "`/private`, 10,000 tokens in turn",
	reference:    "(1) behind one RSA-2048 verification",
	firstSeen:    "`/private`, each token for the first time",
	badSignature: "`/private`, bad signatures, all different",
	flooded:      "(3) in a flood of unknown keys",
	longTokens:   "10,000 tokens of 8 KiB in turn, among bad ones",
}

// How many tokens a row has.
const (
	inTurn = 10_000
	enough = 40_000 // for each to be sent once in a round
)

// The right answers.
func isPublic(a answer) bool { return a.status == http.StatusOK && string(a.body) == api.PublicMessage }
func isPrivate(a answer) bool {
	return a.status == http.StatusOK && string(a.body) == api.PrivateMessage
}

func isInvalid(a answer) bool {
	return a.status == http.StatusUnauthorized && strings.Contains(string(a.header), `error="invalid_token"`)
}

// isUnknown is for a token with an unknown key: it is refused because the provider does not have the key, or because there was no
// room to wait for the provider.
func isUnknown(a answer) bool {
	return isInvalid(a) || a.status == http.StatusServiceUnavailable && strings.Contains(string(a.header), "\r\nRetry-After: ")
}
