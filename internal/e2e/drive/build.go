//go:build linux

package drive

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Build builds a Wails program as a product build into the file output. pkg is a package path, or a folder that begins
// with "./". With the extra tag e2e its web inspector stays reachable.
func Build(ctx context.Context, pkg, output string, extraTags ...string) error {
	tags := append([]string{"desktop", "production"}, extraTags...)
	// Systems have WebKitGTK 4.1, or the older 4.0, which is Wails' default.
	if exec.CommandContext(ctx, "pkg-config", "--exists", "webkit2gtk-4.1").Run() == nil {
		tags = append(tags, "webkit2_41")
	}
	out, err := exec.CommandContext(ctx, "go", "build", "-tags", strings.Join(tags, ","), "-o", output, pkg).CombinedOutput()
	if err != nil {
		return fmt.Errorf("drive: build %s: %w: %s", pkg, err, strings.TrimSpace(string(out)))
	}
	return nil
}
