//go:build linux

package driver

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	// stillEvery is the time between two comparisons of the screen.
	stillEvery = 100 * time.Millisecond
	// stillLooks is the number of comparisons after which a screen that still changes is accepted.
	stillLooks = 10
)

// screenFile is the memory of the screen, which Xvfb maps to a file of its folder. To read it costs less than to take a picture,
// which starts a program.
func (d *Desktop) screenFile() string { return filepath.Join(d.root, "Xvfb_screen0") }

// awaitStill waits until the screen is the same twice in a row.
func (d *Desktop) awaitStill(ctx context.Context) error {
	var last []byte
	for range stillLooks {
		content, err := os.ReadFile(d.screenFile())
		if err != nil {
			return fmt.Errorf("driver: screen: %w", err)
		}
		if bytes.Equal(content, last) {
			return nil
		}
		last = content
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(stillEvery):
		}
	}
	return nil
}
