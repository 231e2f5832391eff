//go:build linux

package driver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// frameEvery is the time between two looks at the screen.
const frameEvery = 8 * time.Millisecond

// minSide is the smallest side of a window that a person sees, in pixels. Toolkits have smaller ones for their own use.
const minSide = 100

// Mapping is a window that appears, disappears, or changes its place or size on the screen.
type Mapping struct {
	Window string // its ID in hexadecimal; under a window manager, that of its frame
	Change Change
}

// Change is what happens to a window.
type Change string

// The changes.
const (
	Mapped   Change = "+"
	Unmapped Change = "-"
	Moved    Change = "~"
)

// Recording is what the screen shows in the course of time. Make one with [Desktop.Record].
type Recording struct {
	screen  *framebuffer
	windows *process
	events  string // a file
	stop    context.CancelFunc
	done    sync.WaitGroup
	frames  []Frame
}

// Record begins a recording. Stop ends it. The pointer leaves the middle of the screen.
func (d *Desktop) Record(ctx context.Context) (*Recording, error) {
	if _, err := d.xdotool(ctx, "mousemove", "0", "0"); err != nil {
		return nil, err
	}
	screen, err := openFramebuffer(d.screenFile())
	if err != nil {
		return nil, fmt.Errorf("driver: screen: %w", err)
	}
	r := &Recording{screen: screen, events: d.log("xev")}
	cmd := exec.Command("stdbuf", "-oL", "xev", "-root", "-event", "substructure")
	cmd.Env = d.Env()
	if r.windows, err = start("xev", cmd, r.events); err != nil {
		return nil, errors.Join(err, screen.close())
	}
	ctx, r.stop = context.WithCancel(ctx)
	r.done.Go(func() { r.watch(ctx) })
	return r, nil
}

// Stop ends the recording. It returns the frames, each different from the one before it, and the windows that came and went.
func (r *Recording) Stop() ([]Frame, []Mapping, error) {
	r.stop()
	r.done.Wait()
	ended := r.windows.exited()
	r.windows.stop()
	text, err := os.ReadFile(r.events)
	return r.frames, mappings(string(text)), errors.Join(ended, err, os.Remove(r.events), r.screen.close())
}

func (r *Recording) watch(ctx context.Context) {
	for tick := time.NewTicker(frameEvery); ; {
		frame := r.screen.frame()
		if n := len(r.frames); n == 0 || !r.frames[n-1].shows(frame) {
			r.frames = append(r.frames, frame)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			tick.Stop()
			return
		}
	}
}

var (
	eventName  = regexp.MustCompile(`^(\w+) event,`)
	eventIDs   = regexp.MustCompile(` window (0x[0-9a-f]+)`)
	eventSizes = regexp.MustCompile(`\((-?\d+),(-?\d+)\), width (\d+), height (\d+)`)
)

// mappings reads what xev has printed: for each event a line with its name, and indented lines with its values.
func mappings(text string) (list []Mapping) {
	large, mapped, places := map[string]bool{}, map[string]bool{}, map[string]string{}
	for event := range strings.SplitSeq(text, "\n\n") {
		event = strings.TrimSpace(event)
		name, ids := eventName.FindStringSubmatch(event), eventIDs.FindAllStringSubmatch(event, -1)
		if name == nil || ids == nil {
			continue
		}
		window := ids[len(ids)-1][1]
		before := places[window]
		if size := eventSizes.FindStringSubmatch(event); size != nil {
			width, _ := strconv.Atoi(size[3])
			height, _ := strconv.Atoi(size[4])
			large[window] = width >= minSide && height >= minSide
			places[window] = size[0]
		}
		switch {
		case !large[window]:
		case name[1] == "MapNotify":
			mapped[window] = true
			list = append(list, Mapping{window, Mapped})
		case name[1] == "UnmapNotify" && mapped[window]: // A window may be unmapped that never was on the screen.
			mapped[window] = false
			list = append(list, Mapping{window, Unmapped})
		case name[1] == "ConfigureNotify" && mapped[window] && places[window] != before:
			list = append(list, Mapping{window, Moved})
		}
	}
	return list
}
