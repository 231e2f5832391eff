package window

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"wails-openid-oauth/internal/mainwindow"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/safefile"
)

const (
	// defaultWidth and defaultHeight are the window's at the first start, and minWidth and minHeight its smallest size.
	defaultWidth, defaultHeight = 1000, 600
	minWidth, minHeight         = 400, 300
	// settleTime is the pause after which a place is written. A window that is dragged has hundreds of places.
	settleTime = 500 * time.Millisecond
	// maxPlaceFile bounds the file with the place, in bytes.
	maxPlaceFile = 4 << 10
	// maxSide and maxFrame bound a window and its frame, and maxAway is how far from the main screen another one may be, in pixels.
	// Beyond them, numbers are absurd.
	maxSide, maxFrame, maxAway = 1 << 13, 1 << 9, 1 << 16
)

// Keeper keeps the place of the main window from one run to the next. Make one with [NewKeeper].
type Keeper struct {
	log  *slog.Logger
	path string // of the file; empty if there can be none

	// writing is held while the file is written, and mu while a value changes: the main thread waits for no disk.
	writing, mu sync.Mutex
	// kept is the place to remember. seen is where the window has just been, and becomes kept when the timer ends.
	kept  mainwindow.Place
	seen  *mainwindow.Place
	timer *time.Timer
}

// NewKeeper makes a keeper that knows the default place.
func NewKeeper(log *slog.Logger) *Keeper {
	return &Keeper{log: log, kept: mainwindow.Place{Size: image.Pt(defaultWidth, defaultHeight)}}
}

// Recall reads where the window was in the last run. Without a file that it can use, the window goes to the default place.
func (k *Keeper) Recall() {
	folder, err := paths.State()
	if err == nil {
		k.path = filepath.Join(folder, "window.json")
		var place mainwindow.Place
		if place, err = readPlace(k.path); err == nil {
			k.kept = place
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		k.log.Info("the window goes to its default place", "why", err)
	}
}

func readPlace(path string) (p mainwindow.Place, err error) {
	text, err := safefile.Read(path, maxPlaceFile)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err == nil && !isSane(p) {
		err = fmt.Errorf("%s has absurd numbers", path)
	}
	return p, err
}

// isSane reports whether a window can have been there.
func isSane(p mainwindow.Place) bool {
	within := func(v image.Point, low, high int) bool { return min(v.X, v.Y) >= low && max(v.X, v.Y) <= high }
	return within(p.Size, 1, maxSide) && within(p.Frame, 0, maxFrame) && (p.At == nil || within(*p.At, -maxAway, maxAway))
}

// Size is the window's, before the screens are known. The page is painted in this size while the window is hidden.
func (k *Keeper) Size() (width, height int) { return k.kept.Size.X, k.kept.Size.Y }

// Follow puts the window where it was, and remembers where it goes. Call it right after [Guard].
func (k *Keeper) Follow() {
	mainwindow.Follow(mainwindow.PlaceOptions{
		Choose: func(areas []image.Rectangle) mainwindow.Place { return fit(k.kept, areas) },
		Moved:  k.moved,
	})
}

// fit makes a place one on the screens of today: within the area in which most of the window is. If it is in none, the place has no
// position, and the window goes to the middle of the screen.
func fit(p mainwindow.Place, areas []image.Rectangle) mainwindow.Place {
	if len(areas) == 0 {
		p.At = nil
		return p
	}
	area, most := areas[0], 0
	if p.At != nil {
		window := image.Rectangle{*p.At, p.At.Add(p.Size).Add(p.Frame)}
		for _, a := range areas {
			if seen := window.Intersect(a).Size(); seen.X*seen.Y > most {
				area, most = a, seen.X*seen.Y
			}
		}
	}
	p.Size.X = max(minWidth, min(p.Size.X, area.Dx()-p.Frame.X))
	p.Size.Y = max(minHeight, min(p.Size.Y, area.Dy()-p.Frame.Y))
	if most == 0 {
		p.At = nil
		return p
	}
	end := area.Max.Sub(p.Size).Sub(p.Frame)
	p.At = &image.Point{X: max(area.Min.X, min(p.At.X, end.X)), Y: max(area.Min.Y, min(p.At.Y, end.Y))}
	return p
}

// moved is called on the main thread.
func (k *Keeper) moved(place mainwindow.Place, fleeting bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.timer != nil {
		k.timer.Stop()
	}
	if k.seen = nil; fleeting {
		return
	}
	k.seen, k.timer = &place, time.AfterFunc(settleTime, k.Keep)
}

// Keep writes the place now, if it is new. The app calls it at its end, too.
func (k *Keeper) Keep() {
	k.writing.Lock()
	defer k.writing.Unlock()
	place, isNew := k.settle()
	if !isNew || k.path == "" {
		return
	}
	text, err := json.Marshal(place)
	if err == nil {
		err = safefile.Replace(k.path, text)
	}
	if err != nil {
		k.log.Warn("the window's place cannot be remembered", "err", err)
	}
}

// settle takes over where the window has been seen. Of a maximised window, the size and the position are those to which it returns.
func (k *Keeper) settle() (place mainwindow.Place, isNew bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	before, seen := k.kept, k.seen
	k.seen = nil
	switch {
	case seen == nil:
	case seen.Maximised:
		k.kept.Maximised = true
	default:
		k.kept = *seen
	}
	return k.kept, !same(k.kept, before)
}

func same(a, b mainwindow.Place) bool {
	isSameCorner := a.At == b.At || a.At != nil && b.At != nil && *a.At == *b.At
	a.At, b.At = nil, nil
	return isSameCorner && a == b
}
