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
	// stillEvery is the time between two looks at a screen that may be moving.
	stillEvery = 100 * time.Millisecond
	// stillLooks is the number of looks after which a moving screen is accepted as it is.
	stillLooks = 10
)

// screenFile is the memory of the screen, which Xvfb maps to a file of its folder. A look at it costs a read, and a picture
// costs a program.
func (d *Desktop) screenFile() string { return filepath.Join(d.root, "Xvfb_screen0") }

// awaitStill waits until two looks in a row see the same screen.
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
