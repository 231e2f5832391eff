// Package replicas shows that the API grows by replicas: three of them behind HAProxy, as deploy/haproxy/haproxy.cfg sets
// it up, answer every request rightly while they are started anew one after the other, and while the provider changes
// its key and withdraws the old one at the same moment.
//
//	scripts/packages.sh build replicas
//	go test -tags replicas ./test/replicas
//
// It has tests only. The programs are the real ones, each in its own process; everything is on the loopback.
package replicas
