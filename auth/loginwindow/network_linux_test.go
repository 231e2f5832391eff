//go:build cgo

package loginwindow_test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// alone tells a test that it runs in a network of its own.
const alone = "LOGINWINDOW_ALONE"

// inNetworkOfItsOwn runs the test again, by itself in a new network namespace with a loopback device and nothing else. There
// it returns true; in the first run it returns false when the second has ended, and the first is to end with it.
//
// A user other than root needs a user namespace for that. Where neither can be had, as in a container without the right, the
// test goes on in the network that is there: then it fails if port 80 is taken, and says so.
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
		t.Logf("no network of its own: %v", err)
		return true
	}
	if err != nil {
		t.Errorf("in a network of its own: %v\n%s", err, out)
	}
	return false
}

// again runs the test in new namespaces. There is no output, not even an empty one, if they cannot be made.
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

// loopbackUp brings the loopback device up, which in a new network is down.
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
