//go:build linux

package driver

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Program is a Wails program to build.
type Program struct {
	Package string   // package path, or a folder that begins with "./"
	Output  string   // the file to make
	Tags    []string // added to those of a product build; with e2e the web inspector stays reachable
	Symbols bool     // keep the table of symbols, which "wails build" leaves out
	Overlay string   // file for "go build -overlay", to replace files of the source; may be empty
}

// Build builds a program as a product build.
func Build(ctx context.Context, p Program) error {
	tags := append([]string{"desktop", "production"}, p.Tags...)
	// A system has WebKitGTK 4.1, or 4.0, which is the default of Wails.
	if exec.CommandContext(ctx, "pkg-config", "--exists", "webkit2gtk-4.1").Run() == nil {
		tags = append(tags, "webkit2_41")
	}
	args := []string{"build", "-tags", strings.Join(tags, ","), "-o", p.Output}
	if !p.Symbols {
		args = append(args, "-ldflags", "-w -s")
	}
	if p.Overlay != "" { // An empty flag would switch off an overlay of GOFLAGS.
		args = append(args, "-overlay", p.Overlay)
	}
	out, err := exec.CommandContext(ctx, "go", append(args, p.Package)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("driver: build %s: %w: %s", p.Package, err, strings.TrimSpace(string(out)))
	}
	return nil
}
