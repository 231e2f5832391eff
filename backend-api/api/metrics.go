package api

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wails-openid-oauth/backend-api/bearer"
)

// metrics count what comes of requests. No label comes from a request: routes are our own patterns, and reasons are those of package
// bearer. See also [tallies].
type metrics struct {
	registry *prometheus.Registry
	refusals *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "bearer_refusals_total", Help: "Requests that brought no good access token, by reason.",
		}, []string{"reason"}),
	}
	m.registry.MustRegister(m.refusals, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// watch adds the guard's own figures.
func (m *metrics) watch(guard *bearer.Guard) {
	fetches := func(result string, count func(bearer.Stats) uint64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "jwks_fetches_total", Help: "Fetches of the provider's keys.", ConstLabels: prometheus.Labels{"result": result},
		}, func() float64 { return float64(count(guard.Stats())) })
	}
	m.registry.MustRegister(
		fetches("ok", func(s bearer.Stats) uint64 { return s.Fetches }),
		fetches("failed", func(s bearer.Stats) uint64 { return s.FailedFetches }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "jwks_age_seconds", Help: "How old the provider's keys are; a day, if there are none.",
		}, func() float64 { return guard.Stats().KeysAge.Seconds() }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "bearer_remembered_tokens", Help: "Verified tokens that are remembered.",
		}, func() float64 { return float64(guard.Stats().Remembered) }))
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }
