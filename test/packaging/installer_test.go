//go:build linux && packages

package packaging

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestInstaller makes the installer for Windows with a stand-in for the program, and installs and removes it under Wine:
// scripts/test-installer.sh says what has to hold. "make test-packages" does the same with the real program.
func TestInstaller(t *testing.T) {
	p, folder := readProject(t), t.TempDir()
	program, out := filepath.Join(folder, p.OutputFilename+".exe"), filepath.Join(folder, "out", "installer.exe")
	script := filepath.Join(folder, "installer.nsi")
	for name, text := range map[string][]byte{
		program: []byte("a program"), filepath.Join(folder, "licences.txt"): []byte("licences"),
		script: read(t, "build/windows/installer.nsi"), filepath.Join(folder, "icon.ico"): read(t, "build/windows/icon.ico"),
	} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Dir(out), 0o700); err != nil {
		t.Fatal(err)
	}
	side := filepath.Join(folder, "side.bmp")
	for _, command := range [][]string{
		{"go", "-C", "../../tools", "run", "./icons", "installer", side},
		{"makensis", "-V2", "-WX", "-DNAME=" + p.OutputFilename, "-DTITLE=" + p.Info.ProductName, "-DNUMBER=" + p.Info.ProductVersion,
			"-DVERSION=" + p.Info.ProductVersion, "-DARCH=amd64", "-DPUBLISHER=" + p.Info.CompanyName, "-DCOPYRIGHT=" + p.Info.Copyright,
			"-DFILES=" + folder, "-DSIDE=" + side, "-DOUT=" + out, script},
		{"../../scripts/test-installer.sh", out},
	} {
		cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
		cmd.Env = append(os.Environ(), "GOFLAGS=")
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command[0], err, text)
		}
	}
}
