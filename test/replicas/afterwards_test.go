//go:build replicas

package replicas

import (
	"strings"
	"testing"
)

// checkBalancer checks that HAProxy used every replica and never had to repair a failure. The only answers with 503 are those
// that told a client to try again.
func (s *system) checkBalancer(t *testing.T) {
	t.Helper()
	unavailable := 0
	for _, r := range s.replicas {
		answers, failures := s.balancer.number(t, r.name, "hrsp_2xx"), 0
		for _, column := range []string{"econ", "eresp", "wretr", "wredis", "cli_abrt", "srv_abrt"} {
			n := s.balancer.number(t, r.name, column)
			if failures += n; n > 0 {
				t.Errorf("%s: HAProxy's %s is %d", r.name, column, n)
			}
		}
		unavailable += s.balancer.number(t, r.name, "hrsp_5xx")
		t.Logf("%6d answers of 200, %d failures  %s", answers, failures, r.name)
	}
	if unavailable != s.load.told {
		t.Errorf("HAProxy saw %d answers with 5xx, but clients were told %d times to try again", unavailable, s.load.told)
	}
	t.Logf("%6d fetches of the keys", s.provider.fetches.Load())
}

// checkLogs checks that no log contains a token, although clients put tokens into the query.
func (s *system) checkLogs(t *testing.T) {
	t.Helper()
	logs := map[string]string{"HAProxy": s.balancer.log.String()}
	for _, r := range s.replicas {
		logs[r.name] = r.log.String()
	}
	for name, log := range logs {
		if !strings.Contains(log, "/private-scoped") {
			t.Errorf("the log of %s has no requests:\n%.500s", name, log)
		}
		if strings.Contains(log, "eyJ") || strings.Contains(log, "access_token") || strings.Contains(log, "Bearer ey") {
			t.Errorf("there are tokens in the log of %s", name)
		}
	}
}
