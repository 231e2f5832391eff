package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// maxLeeway keeps the tolerance at "no more than a few minutes" (RFC 7519, section 4.1.4), and well below it.
const maxLeeway = time.Minute

// API is what the resource server needs.
type API struct {
	// Issuer and Audience are what an access token has to name.
	Issuer, Audience string
	// ClientID is the app's client_id, or empty. Tokens for that audience are ID tokens, and refused.
	ClientID string
	// JWKSURI is the provider's key set, or empty: then discovery tells.
	JWKSURI string
	// CABundle is the path of a PEM file with certificate authorities to trust beside those of the system, or empty.
	CABundle string
	// Host and Port are where to listen.
	Host string
	Port int
	// Leeway is how far the provider's clock may be from ours.
	Leeway time.Duration
}

// LoadAPI reads the API's settings from the environment and from env-variables.json in the working folder or beside
// the executable.
func LoadAPI() (API, error) {
	return loadAPI(os.Getenv, OnDisk("."), BesideExecutable())
}

func loadAPI(env func(string) string, files ...File) (API, error) {
	v, err := load(env, files)
	if errors.Is(err, ErrNothing) {
		return API{}, fmt.Errorf("%w: write an %s, or set ISSUER (or AUTH0_DOMAIN) and API_IDENTIFIER", err, FileName)
	}
	if err != nil {
		return API{}, err
	}
	api := API{
		Issuer:   v.issuer(),
		Audience: v.required(apiIdentifier),
		ClientID: v.text(clientID),
		JWKSURI:  v.httpURL(jwksURI),
		CABundle: v.text(caBundle),
		Host:     v.address(),
		Port:     v.port(),
		Leeway:   v.leeway(),
	}
	return api, v.err
}

// BesideExecutable is the settings file in the folder of the running program.
func BesideExecutable() File {
	path, err := os.Executable()
	if err != nil {
		return OnDisk(".")
	}
	return OnDisk(filepath.Dir(path))
}

// Address is where to listen, for net.Listen.
func (a API) Address() string { return net.JoinHostPort(a.Host, strconv.Itoa(a.Port)) }

// address takes a literal, because a name may resolve to more interfaces than were meant. "localhost" is no exception.
func (v *values) address() string {
	value := v.text(host)
	if _, err := netip.ParseAddr(value); err != nil {
		v.fail(host, "is not an IP address", "Use 127.0.0.1 for this machine, 0.0.0.0 for every interface")
	}
	return value
}

func (v *values) port() int {
	n, err := strconv.ParseUint(v.text(port), 10, 16)
	if err != nil {
		v.fail(port, "is not a port", "Use a number from 0 to 65535; 0 takes any free one")
	}
	return int(n)
}

func (v *values) leeway() time.Duration {
	d, err := time.ParseDuration(v.text(leeway))
	if err != nil || d < 0 || d > maxLeeway {
		v.fail(leeway, "is not a time from 0s to 60s", "Write it with its unit, such as 30s")
	}
	return d
}
