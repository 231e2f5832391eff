//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	connections = 64
	// turn is how long a row has the servers to itself at a time, and cycles how often each has them in a round.
	turn   = 100 * time.Millisecond
	cycles = 30
	// crowd is the number of connections that send bad tokens. It is more than may wait for the provider's keys.
	crowd     = 512
	floodRate = 3000 // a second
)

// bench is what all rounds share.
type bench struct {
	folder      string // only this user may look into it
	programs    programs
	environment []string // of backend-api
	tokens      map[kind][]string
}

// round measures everything once, with new servers.
func (b *bench) round(ctx context.Context, r *results) error {
	for _, measure := range []func(context.Context, *results) error{
		b.verification, b.seenBefore, b.verification, b.firstSeen, b.verification, b.flood, b.memory,
	} {
		if err := measure(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// stream sends a kind of tokens to one of a server's routes.
func (b *bench) stream(of row, s *server, lane int, path string, tokens kind, right func(answer) bool) *stream {
	return &stream{row: of, address: s.address, path: path, tokens: b.tokens[tokens], right: right,
		connections: connections, lane: lane}
}

// seenBefore compares what needs no signature.
func (b *bench) seenBefore(ctx context.Context, r *results) error {
	return b.with(ctx, r, "bare", func(api, floor *server) error {
		if err := b.warm(ctx, r, api); err != nil {
			return err
		}
		return r.measure(ctx, &r.seen, turn, cycles, []*server{api, floor}, []*stream{
			b.stream(bare, floor, 0, "/public", single, isPublic),
			b.stream(unprotected, api, 1, "/public", single, isPublic),
			b.stream(sameToken, api, 2, "/private", single, isPrivate),
			b.stream(manyTokens, api, 3, "/private", seen, isPrivate),
		})
	})
}

// firstSeen compares what takes a signature.
func (b *bench) firstSeen(ctx context.Context, r *results) error {
	return b.with(ctx, r, "reference", func(api, floor *server) error {
		if err := b.warm(ctx, r, api); err != nil {
			return err
		}
		streams := []*stream{
			b.stream(unprotected, api, 0, "/public", single, isPublic),
			b.stream(reference, floor, 1, "/public", single, isPublic),
			b.stream(firstSeen, api, 2, "/private", fresh, isPrivate),
			b.stream(badSignature, api, 3, "/private", forged, isInvalid),
		}
		err := r.measure(ctx, &r.first, turn, cycles, []*server{api, floor}, streams)
		for _, s := range streams[2:] {
			if s.sent > len(s.tokens) {
				err = errors.Join(err, fmt.Errorf("%d tokens were too few for each to be sent once", len(s.tokens)))
			}
		}
		return err
	})
}

// flood compares the same stream without and with tokens of unknown keys beside it. The turns are longer: it takes a while
// until a flood has risen.
func (b *bench) flood(ctx context.Context, r *results) error {
	return b.with(ctx, r, "", func(api, _ *server) error {
		if err := b.warm(ctx, r, api); err != nil {
			return err
		}
		junk := b.stream(junkTokens, api, 1, "/private", unknown, isUnknown)
		junk.connections, junk.rate = crowd, floodRate
		return r.measure(ctx, &r.flood, time.Second/2, 8, []*server{api}, []*stream{
			b.stream(manyTokens, api, 0, "/private", seen, isPrivate),
			b.stream(flooded, api, 1, "/private", seen, isPrivate),
			junk,
		})
	})
}

// memory sends the worst load: ten thousand valid tokens of the greatest length, while as many forged and unknown ones come on
// eight times the connections. It compares nothing; only the peak counts.
func (b *bench) memory(ctx context.Context, r *results) error {
	return b.with(ctx, r, "", func(api, _ *server) error {
		junk := b.stream(longJunk, api, 0, "/private", noise, isUnknown)
		junk.connections = crowd
		return r.measure(ctx, &r.memory, time.Second, 6, []*server{api}, []*stream{
			b.stream(longTokens, api, 0, "/private", big8K, isPrivate), junk,
		})
	})
}

// verification measures the cryptography alone.
func (b *bench) verification(ctx context.Context, r *results) error {
	took, err := b.verify(ctx)
	r.rsa = append(r.rsa, took)
	return err
}

// with starts a backend-api and, if one is named, a floor.
func (b *bench) with(ctx context.Context, r *results, kind string, do func(api, floor *server) error) (err error) {
	api, err := b.startAPI(ctx)
	if err != nil {
		return err
	}
	defer func() {
		peak, peakErr := peakMemory(api.pid())
		r.peak = max(r.peak, peak)
		err = errors.Join(err, peakErr, api.stop())
	}()
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w: %w", err, api.tail())
		}
	}()
	if kind == "" {
		return do(api, nil)
	}
	floor, err := b.startFloor(ctx, kind)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, floor.stop()) }()
	return do(api, floor)
}

// warm sends every token that is used in turn at least once, so that the server remembers it.
func (b *bench) warm(ctx context.Context, r *results, api *server) error {
	tokens := b.tokens[seen]
	for sent := 0; sent < len(tokens)+connections; {
		s := b.stream(manyTokens, api, 0, "/private", seen, isPrivate)
		s.tokens = tokens[sent%len(tokens):]
		if _, err := generate(ctx, []*stream{s}, turn, 5); err != nil {
			return err
		}
		sent += s.sent
		r.note(s)
	}
	return nil
}
