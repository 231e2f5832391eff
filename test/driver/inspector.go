//go:build linux

package driver

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"time"
)

// inspectorClient talks to the inspector server, never through a proxy. The server handles its connections in the app's main
// loop, and a request that is cancelled half-way can block it for seconds. So each request has its own time limit, and the
// caller's context does not end it.
var inspectorClient = &http.Client{Transport: &http.Transport{}, Timeout: 5 * time.Second}

// Target is a web view as the inspector server lists it.
type Target struct {
	Title string
	URL   string
	path  string // the path of its WebSocket: "/socket/1/2/WebPage"
}

// targetRow matches one row of the inspector server's page. The server has no list in another format.
var targetRow = regexp.MustCompile(
	`<div class="targetname">([^<]*)</div><div class="targeturl">([^<]*)</div>.*?(/socket/\d+/\d+/WebPage)`)

// Targets lists the app's web views.
func (a *App) Targets(ctx context.Context) ([]Target, error) {
	req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, "http://"+a.inspector+"/", nil)
	if err != nil {
		return nil, err
	}
	resp, err := inspectorClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("driver: list the web views (was the app built with the tag e2e?): %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	page, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("driver: list the web views: %w", err)
	}
	var targets []Target
	for _, m := range targetRow.FindAllStringSubmatch(string(page), -1) {
		targets = append(targets, Target{Title: html.UnescapeString(m[1]), URL: html.UnescapeString(m[2]), path: m[3]})
	}
	return targets, nil
}
