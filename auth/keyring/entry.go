package keyring

import (
	"encoding/json"
	"errors"
	"time"

	"wails-openid-oauth/auth"
)

// version is the format of the entry. An entry of an unknown format is not read, and a refresh does not overwrite it.
const version = 1

// entry is the JSON in the keyring. It is the only place where the refresh token is written in clear.
type entry struct {
	Version      int       `json:"v"`
	Issuer       string    `json:"iss"`
	ClientID     string    `json:"client_id"`
	Subject      string    `json:"sub"`
	Scope        string    `json:"scope"`
	RefreshToken string    `json:"refresh_token"`
	Generation   int       `json:"generation"`
	Created      time.Time `json:"created"`
	Issued       time.Time `json:"issued,omitzero"`
	Era          string    `json:"era,omitempty"`
	Alternative  bool      `json:"alternative,omitempty"`
}

// errEntry quotes nothing of the entry, because the error text goes into a log.
var errEntry = errors.New("the entry cannot be read")

func encode(grant auth.Grant) (string, error) {
	text, err := json.Marshal(entry{
		Version: version, Issuer: grant.Issuer, ClientID: grant.ClientID, Subject: grant.Subject, Scope: grant.Scope,
		RefreshToken: grant.RefreshToken.Reveal(), Generation: grant.Generation, Created: grant.Created,
		Issued: grant.Issued, Era: grant.Era, Alternative: grant.Alternative,
	})
	if err != nil {
		return "", errEntry
	}
	return string(text), nil
}

func decode(text string) (auth.Grant, error) {
	var e entry
	if json.Unmarshal([]byte(text), &e) != nil || e.Version != version || e.RefreshToken == "" {
		return auth.Grant{}, errEntry
	}
	return auth.Grant{
		Account:      auth.Account{Issuer: e.Issuer, ClientID: e.ClientID},
		RefreshToken: auth.NewSecret(e.RefreshToken), Subject: e.Subject, Scope: e.Scope,
		Generation: e.Generation, Created: e.Created, Issued: e.Issued, Era: e.Era,
		Alternative: e.Alternative,
	}, nil
}
