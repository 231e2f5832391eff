//go:build linux

// Bench measures backend-api under load, beside its peers and in a flood:
//
//	go run ./test/bench              about six minutes
//	go run ./test/bench -rounds 1    two
//
// Each server has one core, and in one contest both. The load comes from the other core, on 64 connections to each server, which stay
// open. Every request carries a token, even where the server does not read it. The generator looks at every answer. NODE is the
// program of Node.js, and FASTIFY the script of the peer that needs it.
//
// The speed of a shared machine changes from one tenth of a second to the next. So the servers take turns of a tenth, many times
// over. A ratio is the median of the ratios of neighbours, with the interval that holds the true median with 95 % confidence.
//
// Keys and tokens are made for the run. Nothing leaves the machine. Exit status: 1 if an answer was wrong, if the server took more
// memory than it may, or if something did not work. A slow row is no error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

const (
	connections = 64
	turn        = 100 * time.Millisecond // of a row
	cycles      = 30                     // in a round

	// crowd and floodRate describe a flood of tokens with unknown keys: its connections, of which more wait than may wait for
	// the provider's keys, and its requests a second.
	crowd, floodRate = 512, 3000
)

func main() {
	rounds := flag.Int("rounds", 3, "how often to measure everything, with new servers each time")
	serves := flag.String("serve", "", "be one of the servers beside which backend-api is measured (for this program's own use)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *serves != "" {
		err = serve(*serves)
	} else {
		err = run(ctx, *rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	b := &bench{
		folder: folder, api: filepath.Join(folder, "backend-api"), node: os.Getenv("NODE"), fastify: os.Getenv("FASTIFY"),
		rates: map[row][]float64{}, results: map[place]*result{}, startups: map[peer][]startup{},
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", b.api, "./backend-api")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as in the image
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build backend-api: %w\n%s", err, out)
	}
	fmt.Fprintln(os.Stderr, "making tokens")
	b.tokens = makeTokens()
	b.token = b.tokens[single][0]
	stop, err := b.serveKeys()
	if err != nil {
		return err
	}
	defer stop()
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, rounds)
		if err := errors.Join(b.besidePeers(ctx), b.flood(ctx), b.long(ctx), b.longest(ctx)); err != nil {
			return err
		}
	}
	b.printPeers(os.Stdout)
	b.print(os.Stdout)
	return b.checkMemory()
}

// bench is what all rounds share.
type bench struct {
	folder, api   string
	node, fastify string
	environment   []string // of all servers
	token         string   // a valid one
	tokens        map[kind][]string
	results       map[place]*result
	startups      map[peer][]startup
	rates         map[row][]float64 // requests a second of each turn; those with one index are neighbours in time
	// The megabytes that a backend-api ever had resident: with tokens up to usualLimit, and with longer ones.
	peak, longestPeak float64
}

// flood compares a stream alone and beside tokens of unknown keys. Its turns are longer, because a flood rises slowly.
func (b *bench) flood(ctx context.Context) error {
	return b.withAPI(ctx, &b.peak, func(g *generator, api *server) error {
		many, err := b.warm(ctx, g, api)
		if err != nil {
			return err
		}
		return b.measure(ctx, g, 8, time.Second/2, map[row][]*stream{beforeFlood: {many}, inFlood: {many, b.junk(g, api)}})
	})
}

// long sends what takes the most memory of all tokens up to 8 KiB: 10,000 valid ones of that length, beside tokens of unknown keys.
func (b *bench) long(ctx context.Context) error {
	return b.withAPI(ctx, &b.peak, func(g *generator, api *server) error {
		valid := g.stream(api, "/private", b.tokens[long], isPrivate)
		return b.measure(ctx, g, 6, time.Second, map[row][]*stream{longTokens: {valid, b.junk(g, api)}})
	})
}

// longest is the same with tokens of 24 KiB.
func (b *bench) longest(ctx context.Context) error {
	return b.withAPI(ctx, &b.longestPeak, func(g *generator, api *server) error {
		valid := g.stream(api, "/private", b.tokens[longest], isPrivate)
		return b.measure(ctx, g, 6, time.Second, map[row][]*stream{longestTokens: {valid, b.junk(g, api)}})
	})
}

// The most that a backend-api may take, in megabytes.
const mostMemory, mostMemoryLongest = 32, 48

func (b *bench) checkMemory() error {
	if b.peak > mostMemory || b.longestPeak > mostMemoryLongest {
		return fmt.Errorf("the server had %.1f and %.1f MB resident; it may have %d and %d", b.peak, b.longestPeak, mostMemory, mostMemoryLongest)
	}
	return nil
}

func (b *bench) junk(g *generator, api *server) *stream {
	junk := g.stream(api, "/private", b.tokens[unknown], isUnknown)
	junk.connections, junk.rate = crowd, floodRate
	return junk
}

// warm returns a stream of tokens that the server has seen, all of them.
func (b *bench) warm(ctx context.Context, g *generator, api *server) (*stream, error) {
	s := g.stream(api, "/private", b.tokens[seen], isPrivate)
	return s, g.sendAll(ctx, s)
}

// measure gives every row a turn, in their order, as often as cycles. Only the first stream of a row counts.
func (b *bench) measure(ctx context.Context, g *generator, cycles int, length time.Duration, streams map[row][]*stream) error {
	for range cycles {
		for row := range rows {
			if len(streams[row]) == 0 {
				continue
			}
			rate, err := g.turn(ctx, length, streams[row]...)
			if err != nil {
				return err
			}
			b.rates[row] = append(b.rates[row], rate)
		}
	}
	return nil
}
