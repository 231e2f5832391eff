package keyring

import (
	"errors"
	"strconv"

	gokeyring "github.com/zalando/go-keyring"
)

// The text of an entry stands in one item while it fits, and else in chunks behind a manifest. The item under the
// account's own name decides: writing it is the one step that replaces the entry, and removing it the one that ends it.
//
// A process may be killed between any two calls. So the chunks of the new entry go into the slot that the old one does
// not use, and the old one's are removed last. What a crash left behind is found again because the names of the chunks
// are fixed and a slot has no gaps: its chunks are written upwards and removed downwards, each looked at before the
// next. Keyrings cannot be asked for a list on every system.

// chunk names an item of a slot.
func (i items) chunk(slot string, n int) string { return i.name + "." + slot + "." + strconv.Itoa(n) }

// read returns the text of the entry, and the manifest when it stands in chunks, also if they cannot be read. Errors:
// the backend's ErrNotFound when there is no entry, errEntry when there is one and it is not whole.
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
		// Another process may have replaced the entry since its manifest was read. Then there is a new one.
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

// write replaces the entry, unless it is the same. A keyring that cannot be read is not written to.
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
	// The new entry stands, whatever becomes of the old one's chunks: those that stay go with the next write.
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

// erase removes the entry, and every chunk of either slot.
func (i items) erase() error {
	if err := i.remove(i.name); err != nil {
		return err
	}
	return i.sweep(manifest{})
}

// sweep removes all chunks but those of the live entry.
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

// count returns how far the chunks of a slot go, looking from first on.
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
