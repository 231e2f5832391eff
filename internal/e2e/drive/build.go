//go:build linux

package drive

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Build builds a Wails program as a product build with the tag e2e, which leaves its web inspector reachable, into the
// file output. pkg is a package path, or a folder that begins with "./".
func Build(ctx context.Context, pkg, output string) error {
	tags := "desktop,production,e2e"
	// Systems have WebKitGTK 4.1, or the older 4.0, which is Wails' default.
	if exec.CommandContext(ctx, "pkg-config", "--exists", "webkit2gtk-4.1").Run() == nil {
		tags += ",webkit2_41"
	}
	out, err := exec.CommandContext(ctx, "go", "build", "-tags", tags, "-o", output, pkg).CombinedOutput()
	if err != nil {
		return fmt.Errorf("drive: build %s: %w: %s", pkg, err, strings.TrimSpace(string(out)))
	}
	return nil
}
