//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// peer is a server beside which backend-api is measured, or backend-api itself.
type peer string

const (
	floor        peer = "bare `net/http`, no check"
	fastify      peer = "fastify + fast-jwt, cache"
	ours         peer = "`backend-api`"
	defaults     peer = "keyfunc + golang-jwt, defaults"
	verification peer = "bare `net/http`, one RSA verification"
)

// peers are all of them, in the order of their starts and turns. Node.js goes on working for a while after both, so what comes after
// it is a peer with which nothing is compared.
var peers = []peer{floor, ours, defaults, fastify, verification}

// contest is what all peers are asked in turn.
type contest struct {
	name   string
	tokens kind
	right  func(answer) bool
	cores  []string // Each peer has a server for each.
	cycles int
	warm   bool // Each server sees all tokens before.
	aims   []aim
}

// aim is how many requests a second backend-api should answer, as a share of those of a peer.
type aim struct {
	of    peer
	share float64
}

var (
	sameToken = contest{"the same token", single, isPrivate, []string{oneCore}, cycles, false, []aim{{fastify, 1.1}, {floor, .8}}}
	inTurn    = contest{"10,000 tokens in turn", seen, isPrivate, []string{oneCore}, cycles, true, []aim{{fastify, 1.1}, {floor, .8}}}
	firstTime = contest{"each token for the first time", fresh, isPrivate, []string{oneCore}, cycles / 2, false, []aim{{defaults, 1.1}}}
	badOnes   = contest{"bad signatures, all different", forged, isInvalid, []string{oneCore}, cycles / 2, false, []aim{{defaults, 1.1}}}
	scaling   = contest{"the same token, on one core and on both", single, isPrivate, []string{oneCore, bothCores}, cycles, false, nil}
)

// place is where a result belongs.
type place struct {
	contest string
	peer    peer
	cores   string
}

// result is what was measured in the turns of a place.
type result struct {
	rate []float64 // answers a second
	cpu  []float64 // microseconds of the server's processor time for each answer
}

// command is how to start a peer.
func (b *bench) command(p peer) ([]string, error) {
	self, err := os.Executable()
	return map[peer][]string{
		floor: {self, "-serve", "floor"}, verification: {self, "-serve", "verification"}, defaults: {self, "-serve", "defaults"},
		ours: {b.api}, fastify: {b.node, b.fastify},
	}[p], err
}

// besidePeers holds all contests, each with new servers.
func (b *bench) besidePeers(ctx context.Context) error {
	for _, c := range []contest{sameToken, inTurn, firstTime, badOnes, scaling} {
		if err := onOwnThread(func(g *generator) error { return b.hold(ctx, g, c) }); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// participant is a server in a contest.
type participant struct {
	place
	server *server
	stream *stream
}

func (b *bench) hold(ctx context.Context, g *generator, c contest) (err error) {
	var all []participant
	defer func() {
		for _, one := range all {
			err = errors.Join(err, one.server.stop())
		}
	}()
	for _, p := range peers {
		for _, cores := range c.cores {
			command, err := b.command(p)
			if err != nil {
				return err
			}
			s, err := b.start(ctx, cores, "/private", command...)
			if err != nil {
				return err
			}
			right := c.right
			if p == floor {
				right = isPrivate // whatever the token
			}
			all = append(all, participant{place{c.name, p, cores}, s, g.stream(s, "/private", b.tokens[c.tokens], right)})
			b.startups[p] = append(b.startups[p], s.startup)
		}
	}
	if c.warm {
		for _, one := range all {
			if err := g.sendAll(ctx, one.stream); err != nil {
				return fmt.Errorf("%s: %w", one.peer, err)
			}
		}
	}
	for range c.cycles {
		for _, one := range all {
			if err := b.take(ctx, g, one); err != nil {
				return fmt.Errorf("%s: %w", one.peer, err)
			}
			remembers := one.peer == ours || one.peer == fastify
			if c.tokens == fresh && remembers && one.stream.sent > len(one.stream.tokens) {
				return fmt.Errorf("%d tokens are too few to send each only once", len(one.stream.tokens))
			}
		}
	}
	return nil
}

// take gives a participant its turn.
func (b *bench) take(ctx context.Context, g *generator, one participant) error {
	before, err := one.server.processorTime()
	if err != nil {
		return err
	}
	answered := one.stream.answered
	rate, err := g.turn(ctx, turn, one.stream)
	if err != nil {
		return err
	}
	after, err := one.server.processorTime()
	if err != nil {
		return err
	}
	r := b.result(one.place)
	r.rate = append(r.rate, rate)
	r.cpu = append(r.cpu, float64((after-before).Nanoseconds())/1e3/float64(one.stream.answered-answered))
	return nil
}

// result returns the result of a place, which may be empty.
func (b *bench) result(at place) *result {
	if b.results[at] == nil {
		b.results[at] = &result{}
	}
	return b.results[at]
}

// printPeers writes what came of the contests.
func (b *bench) printPeers(w io.Writer) {
	line := func(name string, cell func(peer) string) {
		fmt.Fprintf(w, "| %s |", name)
		for _, p := range peers {
			fmt.Fprintf(w, " %s |", cell(p))
		}
		fmt.Fprintln(w)
	}
	line("", func(p peer) string { return string(p) })
	fmt.Fprintln(w, "|---"+strings.Repeat("|---:", len(peers))+"|")
	alone := []contest{sameToken, inTurn, firstTime, badOnes}
	for _, c := range alone {
		line(c.name+", requests a second", func(p peer) string {
			return fmt.Sprintf("%.0f", estimateOf(b.result(place{c.name, p, oneCore}).rate).median)
		})
	}
	for _, c := range alone {
		line(c.name+", µs of processor time for each", func(p peer) string {
			return fmt.Sprintf("%.1f", estimateOf(b.result(place{c.name, p, oneCore}).cpu).median)
		})
	}
	line("the same token, both cores, requests a second", func(p peer) string {
		return fmt.Sprintf("%.0f", estimateOf(b.result(place{scaling.name, p, bothCores}).rate).median)
	})
	line("processor time for each on both cores, compared with one", func(p peer) string {
		return each(b.result(place{scaling.name, p, oneCore}).cpu, b.result(place{scaling.name, p, bothCores}).cpu, ratio).text("%.2f", "×")
	})
	line("from the start to the first 200, ms; memory then, MB", func(p peer) string {
		var took, memory []float64
		for _, s := range b.startups[p] {
			took, memory = append(took, s.took.Seconds()*1e3), append(memory, s.memory)
		}
		return fmt.Sprintf("%.0f; %.0f", estimateOf(took).median, estimateOf(memory).median)
	})
	fmt.Fprintln(w, "\n| `backend-api` | compared with | answers, in the same time | aim |\n|---|---|---:|---:|")
	for _, c := range alone {
		for _, a := range c.aims {
			share := each(b.result(place{c.name, a.of, oneCore}).rate, b.result(place{c.name, ours, oneCore}).rate, ratio)
			fmt.Fprintf(w, "| %s | %s | %s | %.1f × |\n", c.name, a.of, share.text("%.2f", "×"), a.share)
		}
	}
}

func ratio(base, value float64) float64 { return value / base }
