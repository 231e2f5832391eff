package window

import (
	"image"
	"log/slog"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"wails-openid-oauth/internal/mainwindow"
)

func at(x, y int) *image.Point { return &image.Point{X: x, Y: y} }

// TestFit: a window is wholly on one of today's screens: 1920 by 1080 with a panel of 30 on top, and right of it 1280 by 1024.
func TestFit(t *testing.T) {
	areas := []image.Rectangle{image.Rect(0, 30, 1920, 1080), image.Rect(1920, 0, 3200, 1024)}
	frame := image.Pt(10, 40)
	for name, tt := range map[string]struct{ size, wantSize, position, want image.Point }{
		"as it was":                {image.Pt(800, 500), image.Pt(800, 500), image.Pt(100, 200), image.Pt(100, 200)},
		"on the other screen":      {image.Pt(800, 500), image.Pt(800, 500), image.Pt(2000, 100), image.Pt(2000, 100)},
		"on both":                  {image.Pt(800, 500), image.Pt(800, 500), image.Pt(1600, 100), image.Pt(1920, 100)},
		"under the panel":          {image.Pt(800, 500), image.Pt(800, 500), image.Pt(100, -20), image.Pt(100, 30)},
		"beyond the corner":        {image.Pt(800, 500), image.Pt(800, 500), image.Pt(3000, 900), image.Pt(2390, 484)},
		"larger than the screen":   {image.Pt(4000, 3000), image.Pt(1910, 1010), image.Pt(-500, 100), image.Pt(0, 30)},
		"smaller than it may be":   {image.Pt(10, 10), image.Pt(400, 300), image.Pt(100, 200), image.Pt(100, 200)},
		"on a screen that is gone": {image.Pt(2500, 500), image.Pt(1910, 500), image.Pt(-4000, 200), image.Point{}},
	} {
		got := fit(mainwindow.Place{Size: tt.size, Frame: frame, At: &tt.position, Maximised: true}, areas)
		want := mainwindow.Place{Size: tt.wantSize, Frame: frame, At: &tt.want, Maximised: true}
		if tt.want == (image.Point{}) {
			want.At = nil
		}
		if !same(got, want) {
			t.Errorf("%s: got %+v at %v, want %+v at %v", name, got, got.At, want, want.At)
		}
	}
	if got := fit(mainwindow.Place{Size: image.Pt(9000, 500)}, areas); got.At != nil || got.Size != image.Pt(1920, 500) {
		t.Errorf("without a position: got %+v", got)
	}
	if got := fit(mainwindow.Place{Size: image.Pt(9000, 500), At: at(1, 1)}, nil); got.At != nil {
		t.Errorf("without a screen: got %+v", got)
	}
}

// recall returns a keeper that has read a file with the text, and the path of that file.
func recall(t *testing.T, text string) (*Keeper, string) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have another folder for state")
	}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	k := NewKeeper(slog.New(slog.DiscardHandler))
	k.Recall() // makes the folder
	if text == "" {
		return k, k.path
	}
	if err := os.WriteFile(k.path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	k.Recall()
	return k, k.path
}

// TestRecall: a file that cannot be used stands for the default place.
func TestRecall(t *testing.T) {
	standard := NewKeeper(nil).kept
	for text, want := range map[string]mainwindow.Place{
		"": standard,
		`{"size":{"X":700,"Y":500},"frame":{"X":4,"Y":30},"at":{"X":-10,"Y":20},"maximised":true}`: {
			Size: image.Pt(700, 500), Frame: image.Pt(4, 30), At: at(-10, 20), Maximised: true,
		},
		`{"size":{"X":700,"Y":500},"later":1}`: {Size: image.Pt(700, 500)}, // a later version wrote this
		`{`:                                    standard, `null`: standard, `[]`: standard, "\x00": standard,
		`{"size":{"X":-700,"Y":500}}`: standard, `{"size":{"X":700}}`: standard, `{"size":{"X":1e9,"Y":500}}`: standard,
		`{"size":{"X":700,"Y":99999}}`: standard, `{"size":{"X":7e99,"Y":500}}`: standard, `{"size":{"X":"700","Y":500}}`: standard,
		`{"size":{"X":700,"Y":500},"at":{"X":-99999999,"Y":0}}`:   standard,
		`{"size":{"X":700,"Y":500},"at":{"X":0,"Y":99999999}}`:    standard,
		`{"size":{"X":700,"Y":500},"frame":{"X":-1,"Y":0}}`:       standard,
		`{"size":{"X":700,"Y":500},"frame":{"X":0,"Y":99999999}}`: standard,
	} {
		if k, _ := recall(t, text); !same(k.kept, want) {
			t.Errorf("%s: got %+v at %v", text, k.kept, k.kept.At)
		}
	}
}

// TestKeeper: the place is written when the window rests, and at the app's end, for this user alone.
func TestKeeper(t *testing.T) {
	small := mainwindow.Place{Size: image.Pt(700, 500), Frame: image.Pt(4, 30), At: at(10, 20)}
	other := mainwindow.Place{Size: image.Pt(800, 600), Frame: image.Pt(4, 30), At: at(30, 40)}
	full := mainwindow.Place{Size: image.Pt(1280, 770), Frame: image.Pt(0, 30), At: at(0, 0)}
	maximised, smallMaximised := full, small
	maximised.Maximised, smallMaximised.Maximised = true, true
	type move struct {
		place    mainwindow.Place
		fleeting bool
	}
	for name, tt := range map[string]struct {
		moves []move
		want  mainwindow.Place
	}{
		"moved":                    {[]move{{small, false}, {other, false}}, other},
		"maximised":                {[]move{{full, false}, {maximised, false}}, smallMaximised}, // the size comes before the state
		"maximised and back":       {[]move{{maximised, false}, {other, false}}, other},
		"on the whole screen":      {[]move{{full, false}, {full, true}}, small},
		"minimised":                {[]move{{small, true}}, small},
		"minimised, was maximised": {[]move{{maximised, false}, {maximised, true}, {maximised, false}}, smallMaximised},
	} {
		t.Run(name, func(t *testing.T) {
			for _, atTheEnd := range []bool{false, true} {
				k, path := recall(t, `{"size":{"X":700,"Y":500},"frame":{"X":4,"Y":30},"at":{"X":10,"Y":20}}`)
				read := func() mainwindow.Place {
					place, err := readPlace(path)
					if err != nil {
						t.Fatal(err)
					}
					return place
				}
				synctest.Test(t, func(*testing.T) {
					for _, m := range tt.moves {
						k.moved(m.place, m.fleeting)
					}
					time.Sleep(settleTime - time.Nanosecond) // by the clock of synctest
					synctest.Wait()
					if got := read(); !same(got, small) {
						t.Errorf("written while the window moves: %+v at %v", got, got.At)
					}
					if atTheEnd {
						k.Keep()
					} else {
						time.Sleep(time.Nanosecond)
						synctest.Wait()
					}
					if got := read(); !same(got, tt.want) {
						t.Errorf("at the end %v: got %+v at %v", atTheEnd, got, got.At)
					}
				})
				info, err := os.Stat(path)
				if isNew := !same(tt.want, small); err != nil || isNew && info.Mode() != 0o600 {
					t.Errorf("got %v, %v, want a file for this user alone", info.Mode(), err)
				}
			}
		})
	}
}

// TestNothingNew: a place that is known already is not written again, and a folder that cannot be used is no reason to stop.
func TestNothingNew(t *testing.T) {
	k, path := recall(t, `{"size":{"X":700,"Y":500},"at":{"X":10,"Y":20}}`)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	k.moved(mainwindow.Place{Size: image.Pt(700, 500), At: at(10, 20)}, false)
	k.Keep()
	if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
		t.Errorf("the file is new: %v", err)
	}
	t.Setenv("XDG_STATE_HOME", path) // not a folder
	k = NewKeeper(slog.New(slog.DiscardHandler))
	k.Recall()
	k.moved(mainwindow.Place{Size: image.Pt(800, 500)}, false)
	k.Keep()
}
