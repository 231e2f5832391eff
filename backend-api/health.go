package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"wails-openid-oauth/internal/config"
)

// healthTimeout is shorter than the time that container engines wait.
const healthTimeout = 2 * time.Second

// health asks the API on this machine whether it is alive. It is for images that contain no other program.
func health(settings config.API) error {
	host := settings.Host
	if ip := net.ParseIP(host); ip.IsUnspecified() { // All interfaces include the loopback.
		host = "127.0.0.1"
		if ip.To4() == nil {
			host = "::1"
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), healthTimeout)
	defer cancel()
	url := "http://" + net.JoinHostPort(host, strconv.Itoa(settings.Port)) + "/healthz"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	direct := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // Never through a proxy.
	response, err := direct.Do(request)
	if err != nil {
		return fmt.Errorf("the API does not answer: %w", err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the API answered with status %d", response.StatusCode)
	}
	return nil
}
