//go:build linux && interop

package interop_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"wails-openid-oauth/test/driver"
)

const (
	// startTime bounds the start of Keycloak. A start takes ten seconds on two idle cores, and a minute on busy ones.
	startTime = 2 * time.Minute
	// stopTime is how long Keycloak may run after SIGTERM. Then it gets SIGKILL.
	stopTime = 10 * time.Second
)

// keycloak is a running Keycloak that keeps its data in memory.
type keycloak struct {
	url      string // without a slash at its end
	password string // of Ada, and of the administrator
	cmd      *exec.Cmd
	home     string
	done     chan struct{} // closed when it has ended
}

// startKeycloak starts the server, and waits until the realm answers. The file log gets the server's output.
func startKeycloak(ctx context.Context, log, pictureURL string) (_ *keycloak, err error) {
	k := &keycloak{password: rand.Text(), done: make(chan struct{})}
	if err := k.makeHome(os.Getenv("KEYCLOAK_HOME")); err != nil {
		return nil, errors.Join(err, os.RemoveAll(k.home))
	}
	address, err := driver.FreeAddress()
	if err != nil {
		return nil, err
	}
	k.url = "http://" + address
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }() // the server has its own copy
	k.cmd = k.command(address, pictureURL)
	k.cmd.Stdout, k.cmd.Stderr = out, out
	if err := k.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("is JAVA_HOME set? (make interop does it): %w", err), os.RemoveAll(k.home))
	}
	go func() {
		_ = k.cmd.Wait()
		close(k.done)
	}()
	if err := k.awaitReady(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w; see %s", err, log), k.stop())
	}
	return k, nil
}

// makeHome makes a folder for the files that this run writes. It links to the files of the distribution that are only read.
func (k *keycloak) makeHome(distribution string) (err error) {
	if k.home, err = os.MkdirTemp("", "keycloak-"); err != nil {
		return err
	}
	imports := filepath.Join(k.home, "data", "import")
	if err := os.MkdirAll(imports, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"conf", "lib", "providers", "themes"} {
		part := filepath.Join(distribution, name)
		if _, err := os.Stat(part); err != nil {
			return fmt.Errorf("KEYCLOAK_HOME does not contain Keycloak (make interop sets it): %w", err)
		}
		if err := os.Symlink(part, filepath.Join(k.home, name)); err != nil {
			return err
		}
	}
	realm, err := os.ReadFile("realm.json")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(imports, "realm.json"), realm, 0o600)
}

// command is the command that bin/kc.sh runs, but without the shell in between: if this process dies, the kernel ends a child, but
// not a grandchild. The optimizing compiler is off, because here it costs more than it saves.
func (k *keycloak) command(address, pictureURL string) *exec.Cmd {
	host, port, _ := net.SplitHostPort(address)
	cmd := exec.Command(filepath.Join(os.Getenv("JAVA_HOME"), "bin", "java"),
		"-Xms64m", "-Xmx512m", "-XX:MaxMetaspaceSize=256m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
		"-XX:+ExitOnOutOfMemoryError", "-Duser.language=en", "-Dfile.encoding=UTF-8", "-Djava.io.tmpdir="+k.home,
		"-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
		"-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
		"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
		"--add-opens=java.base/java.security=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
		"--enable-native-access=ALL-UNNAMED",
		"-Dkc.home.dir="+k.home, "-Djboss.server.config.dir="+filepath.Join(k.home, "conf"),
		"-cp", filepath.Join(k.home, "lib", "quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
		"start", "--optimized", "--import-realm", "--cache=local", "--http-enabled=true",
		"--http-host="+host, "--http-port="+port, "--hostname="+k.url)
	cmd.Dir = k.home
	cmd.Env = []string{
		"HOME=" + k.home, "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC",
		"KC_BOOTSTRAP_ADMIN_USERNAME=admin", "KC_BOOTSTRAP_ADMIN_PASSWORD=" + k.password,
		"PASSWORD=" + k.password, "PICTURE_URL=" + pictureURL, // the placeholders in realm.json
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	return cmd
}

// awaitReady waits until the realm answers.
func (k *keycloak) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, k.issuer()+"/.well-known/openid-configuration", nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-k.done:
			return fmt.Errorf("keycloak ended: %s", k.cmd.ProcessState)
		case <-ctx.Done():
			return fmt.Errorf("keycloak did not answer within %v", startTime)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// issuer is the realm's issuer identifier.
func (k *keycloak) issuer() string { return k.url + "/realms/" + realm }

// stop ends the server and removes its folder.
func (k *keycloak) stop() error {
	_ = k.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-k.done:
	case <-time.After(stopTime):
		_ = k.cmd.Process.Kill()
		<-k.done
	}
	return os.RemoveAll(k.home)
}
