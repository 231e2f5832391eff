package keyring

import (
	"errors"
	"strconv"

	gokeyring "github.com/zalando/go-keyring"
)

// An entry is in one item if it fits, and otherwise in chunks behind a manifest. The item under the account's own name
// decides: one write of it replaces the entry, and one removal of it ends the entry.
//
// A process may be killed between any two calls. Therefore the chunks of the new entry go into the slot that the old
// one does not use, and the chunks of the old one are removed last. Not every system can list a keyring. A later call
// still finds what a crash left, because the names of the chunks are fixed and a slot has no gaps: chunks are written
// in ascending order and removed in descending order, and each is checked before the next.

// chunk returns the name of a chunk's item.
func (i items) chunk(slot string, n int) string { return i.name + "." + slot + "." + strconv.Itoa(n) }

// read returns the text of the entry, and its manifest if it is in chunks, even if the chunks cannot be read. Errors:
// the backend's ErrNotFound when there is no entry, errEntry when the entry is incomplete.
func (i items) read() (text string, live manifest, err error) {
	for previous := ""; ; {
		head, err := i.get(i.name)
		if err != nil {
			return "", manifest{}, err
		}
		live, chunked := parseManifest(head)
		if !chunked {
			return head, live, nil
		}
		text, err := i.readChunks(live)
		// Another process may have replaced the entry after its manifest was read. Then read the new entry.
		if !errors.Is(err, errEntry) || head == previous {
			return text, live, err
		}
		previous = head
	}
}

func (i items) readChunks(m manifest) (string, error) {
	chunks := make([]string, m.Chunks)
	for n := range chunks {
		var err error
		switch chunks[n], err = i.get(i.chunk(m.Slot, n)); {
		case errors.Is(err, gokeyring.ErrNotFound):
			return "", errEntry // which is not "nothing is stored"
		case err != nil:
			return "", err
		}
	}
	return m.join(chunks)
}

// write replaces the entry, unless it is unchanged. It does not write to a keyring that cannot be read.
func (i items) write(text string) error {
	stored, live, err := i.read()
	switch {
	case err == nil && stored == text:
		_ = i.sweep(live)
		return nil
	case err != nil && !errors.Is(err, gokeyring.ErrNotFound) && !errors.Is(err, errEntry):
		return err
	}
	head, next := text, manifest{}
	if len(text) > maxItem {
		if head, next, err = i.writeChunks(text, live.other()); err != nil {
			return err
		}
	}
	if err := i.put(i.name, head); err != nil {
		return err
	}
	if next.Chunks > 0 {
		if kept, _, err := i.read(); err != nil || kept != text {
			return errNotKept // another process wrote into the same slot
		}
	}
	// The new entry is complete. If chunks of the old one remain, the next write removes them.
	_ = i.sweep(next)
	return nil
}

func (i items) writeChunks(text, slot string) (head string, m manifest, err error) {
	head, m, chunks, err := split(text, slot)
	if err != nil {
		return "", manifest{}, err
	}
	for n, chunk := range chunks {
		if err := i.put(i.chunk(slot, n), chunk); err != nil {
			return "", manifest{}, err
		}
	}
	return head, m, nil
}

// erase removes the entry and all chunks of both slots.
func (i items) erase() error {
	if err := i.remove(i.name); err != nil {
		return err
	}
	return i.sweep(manifest{})
}

// sweep removes all chunks except those of the live entry.
func (i items) sweep(live manifest) error {
	for _, slot := range slots {
		first := 0
		if slot == live.Slot {
			first = live.Chunks
		}
		end, err := i.count(slot, first)
		if err != nil {
			return err
		}
		for n := end - 1; n >= first; n-- {
			if err := i.remove(i.chunk(slot, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// count returns the index after the last chunk of a slot, searching upwards from first.
func (i items) count(slot string, first int) (end int, err error) {
	for end = first; end < maxChunks; end++ {
		_, err := i.get(i.chunk(slot, end))
		if errors.Is(err, gokeyring.ErrNotFound) {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	return end, nil
}
