//go:build linux

// Bench measures what checking an access token costs backend-api, beside the same server's unprotected route, in one run:
//
//	go run ./test/bench                    about three minutes
//	go run ./test/bench -rounds 1          one
//	go run ./test/bench -api ./backend-api    a program that was built before
//
// Servers run on one core with GOMAXPROCS=1, and the generator on another, with 64 connections that stay. Every request
// of every row carries a token, even if the server does not read it, so that the rows differ only in the check. The generator
// checks every answer.
//
// A machine that others use, too, is at times half as fast as at others, from one tenth of a second to the next. So the rows
// take turns of a tenth, many times over, and what is compared are neighbours: ratios are medians of those, with the
// interval that holds the true median with 95 % confidence.
//
// Keys and tokens are made for the run and thrown away. Nothing leaves the machine.
//
// Exit status: 0 when everything was measured, whether or not the aims are met, for a timing is no test; 1 when an
// answer was wrong or something did not work.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// The cores, as taskset names them.
const (
	serverCore = 0
	loadCore   = 1
)

func main() {
	rounds := flag.Int("rounds", 3, "how often to measure everything, with new servers each time")
	api := flag.String("api", "", "a backend-api to measure instead of building one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	defer stop()
	if err := run(ctx, *rounds, *api); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int, api string) error {
	if rounds < 1 || flag.NArg() > 0 {
		return errors.New("it takes at least one round, and no arguments")
	}
	about, err := machine()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "bench") // Of mode 0700.
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	b := &bench{folder: folder}
	stop, err := b.prepare(ctx, api)
	if err != nil {
		return err
	}
	defer stop()
	if err := pin(loadCore); err != nil { // After the tokens were made, on all cores.
		return err
	}
	r := newResults()
	for round := range rounds {
		progress("round %d of %d", round+1, rounds)
		if err := b.round(ctx, r); err != nil {
			return err
		}
	}
	fmt.Printf("%s; %d rounds.\n\n", about, rounds)
	r.print(os.Stdout)
	return r.wrong()
}

// prepare builds the servers, makes the tokens and publishes their key.
func (b *bench) prepare(ctx context.Context, api string) (stop func(), err error) {
	progress("building")
	if b.programs, err = build(ctx, b.folder, api); err != nil {
		return nil, err
	}
	b.tokens = map[kind][]string{}
	for of, n := range map[kind]int{single: 1, seen: inTurn, fresh: enough, forged: enough, unknown: inTurn, big8K: inTurn, noise: inTurn} {
		progress("making %d tokens (%s)", n, of)
		b.tokens[of] = makeTokens(of, n)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	b.environment, stop, err = serveKeys()
	return stop, err
}

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
