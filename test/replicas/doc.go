// Package replicas tests the API with three replicas behind HAProxy, configured by deploy/haproxy/haproxy.cfg. They answer every
// request correctly while they are restarted one after the other, and while the provider changes its key and withdraws the old
// one at the same moment.
//
//	scripts/packages.sh build replicas
//	go test -tags replicas ./test/replicas
//
// It has tests only. The programs are the real ones, each in its own process, on the loopback interface.
package replicas
