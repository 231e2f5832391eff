//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// programs are the two servers.
type programs struct{ api, floor string }

// build builds them as the container's image does. If api names an existing backend-api, such as an older one to compare with,
// build uses that one.
func build(ctx context.Context, folder, api string) (programs, error) {
	p := programs{api: filepath.Join(folder, "backend-api"), floor: filepath.Join(folder, "floor")}
	packages := map[string]string{p.floor: "wails-openid-oauth/test/bench/floor"}
	if api == "" {
		packages[p.api] = "wails-openid-oauth/backend-api"
	} else {
		var err error
		if p.api, err = filepath.Abs(api); err != nil {
			return p, err
		}
	}
	for output, source := range packages {
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", output, source)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return p, fmt.Errorf("build %s: %w\n%s", source, err, out)
		}
	}
	return p, nil
}
