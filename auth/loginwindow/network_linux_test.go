//go:build cgo

package loginwindow_test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// alone is the variable that tells a test that it runs in its own network.
const alone = "LOGINWINDOW_ALONE"

// inNetworkOfItsOwn runs only this test again, in a new network namespace that has a loopback device and nothing else. In
// this second run it returns true. In the first run it waits for the second, and returns false: the first run must end.
//
// A user other than root also needs a new user namespace. If the namespaces cannot be made, as in a container without the
// right, it returns true in the first run, and the test uses the machine's network. Then it fails if port 80 is taken, and
// says so.
func inNetworkOfItsOwn(t *testing.T) bool {
	t.Helper()
	if os.Getenv("DISPLAY") == "" {
		t.Skip("no display: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
	if os.Getenv(alone) != "" {
		if err := loopbackUp(); err != nil {
			t.Fatal(err)
		}
		return true
	}
	out, err := again(t, &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET})
	if out == nil {
		out, err = again(t, &syscall.SysProcAttr{
			Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		})
	}
	if out == nil {
		t.Logf("the test runs in the machine's network, because it got no network of its own: %v", err)
		return true
	}
	if err != nil {
		t.Errorf("in a network of its own: %v\n%s", err, out)
	}
	return false
}

// again runs the test in new namespaces. The output is nil if they cannot be made.
func again(t *testing.T, namespaces *syscall.SysProcAttr) (output []byte, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), alone+"=1")
	cmd.SysProcAttr = namespaces
	output, err = cmd.CombinedOutput()
	if cmd.Process == nil {
		return nil, err
	}
	return append([]byte{}, output...), err
}

// loopbackUp brings up the loopback device, which is down in a new network.
func loopbackUp() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(socket, unix.SIOCGIFFLAGS, request); err != nil {
		return err
	}
	request.SetUint16(request.Uint16() | unix.IFF_UP)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request)
}
