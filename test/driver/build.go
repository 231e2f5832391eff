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
	Tags    []string // more tags than those of a product build; with e2e its web inspector stays reachable
	Overlay string   // file for "go build -overlay", which replaces files of the source; may be empty
}

// Build builds a program as a product build.
func Build(ctx context.Context, p Program) error {
	tags := append([]string{"desktop", "production"}, p.Tags...)
	// Systems have WebKitGTK 4.1, or the older 4.0, which is Wails' default.
	if exec.CommandContext(ctx, "pkg-config", "--exists", "webkit2gtk-4.1").Run() == nil {
		tags = append(tags, "webkit2_41")
	}
	args := []string{"build", "-tags", strings.Join(tags, ","), "-o", p.Output}
	if p.Overlay != "" { // An empty flag would switch off an overlay of GOFLAGS.
		args = append(args, "-overlay", p.Overlay)
	}
	out, err := exec.CommandContext(ctx, "go", append(args, p.Package)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("driver: build %s: %w: %s", p.Package, err, strings.TrimSpace(string(out)))
	}
	return nil
}
