package namespace

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// inside is the variable that tells a test that it runs in a namespace. Its values say whether the namespace is ready.
const (
	inside   = "TEST_NAMESPACE"
	entered  = "entered"
	prepared = "prepared"
)

// Enter runs only this test again, with its subtests, in a process with a new network and a new mount namespace. The
// network has a loopback device with the addresses of [Network], and nothing else. Mounts are seen by that process and its
// children alone.
//
// In this second run Enter returns true. In the first run it waits for the second, passes its failure on, and returns
// false: the first run must end. If the namespaces cannot be made, as in a container without the right, it returns an error.
//
// A user other than root gets a new user namespace too, and is root there (user_namespaces(7)).
func Enter(t *testing.T) (bool, error) {
	t.Helper()
	if Inside() {
		return true, nil
	}
	failFast := flag.Lookup("test.failfast").Value.String()
	var out bytes.Buffer
	again, err := start(func() *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.failfast="+failFast)
		cmd.Stdout, cmd.Stderr = &out, &out
		return cmd
	}, 0)
	if err != nil {
		return false, err
	}
	if err := again.Wait(); err != nil {
		t.Errorf("in a network of its own: %v\n%s", err, &out)
	}
	return false, nil
}

// Main does the same for all tests of a program, in one process. Call it in TestMain, on the main thread:
//
//	if !namespace.Inside() {
//		if code, err := namespace.Main(); err == nil {
//			os.Exit(code) // the tests have run
//		}
//	}
func Main() (code int, err error) {
	again, err := start(func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], os.Args[1:]...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		return cmd
	}, unix.SIGKILL)
	if err != nil {
		return 0, err
	}
	_ = again.Wait() // the exit status says it
	if code = again.ProcessState.ExitCode(); code < 0 {
		code = 1 // a signal ended it
	}
	return code, nil
}

// Inside reports whether this process runs in a namespace of this package.
func Inside() bool { return os.Getenv(inside) != "" }

// start starts a command in new namespaces. The signal, if any, is for the case that this thread ends first.
func start(command func() *exec.Cmd, orphaned syscall.Signal) (cmd *exec.Cmd, err error) {
	const flags = unix.CLONE_NEWNET | unix.CLONE_NEWNS
	for _, namespaces := range []*syscall.SysProcAttr{
		{Cloneflags: flags, Pdeathsig: orphaned},
		{
			Cloneflags: flags | unix.CLONE_NEWUSER, Pdeathsig: orphaned,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		},
	} {
		cmd = command()
		cmd.Env = append(os.Environ(), inside+"="+entered)
		cmd.SysProcAttr = namespaces
		if err = cmd.Start(); err == nil {
			return cmd, nil
		}
	}
	return nil, fmt.Errorf("the test gets no network of its own: %w", err)
}

// Network is the network at the loopback device, which has all of its addresses (TEST-NET-1, RFC 5737). Without an
// address beside 127.0.0.1, the C library finds no host by its name (AI_ADDRCONFIG in getaddrinfo(3)).
const Network = "192.0.2.0/24"

// prepare keeps mounts from reaching other namespaces, and brings up the loopback device. It runs before any test of the
// second run.
func prepare() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts cannot be made private: %w", err)
	}
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	return errors.Join(bringUp(socket), addAddress(socket))
}

func bringUp(socket int) error {
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

// addAddress gives the device a second address. Its netmask is that of the address's class, 24 bits (netdevice(7)).
func addAddress(socket int) error {
	request, err := unix.NewIfreq("lo:1")
	if err != nil {
		return err
	}
	if err := request.SetInet4Addr(netip.MustParsePrefix(Network).Addr().Next().AsSlice()); err != nil {
		return err
	}
	return unix.IoctlIfreq(socket, unix.SIOCSIFADDR, request)
}

func init() {
	if os.Getenv(inside) != entered {
		return
	}
	if err := errors.Join(prepare(), os.Setenv(inside, prepared)); err != nil {
		panic("namespace: " + err.Error())
	}
}

// Replace puts a file with the text in the place of another one, in this namespace and until it ends. The returned
// function changes the text.
func Replace(t testing.TB, name, text string) (change func(text string)) {
	t.Helper()
	if !Inside() {
		t.Fatal("files are replaced in a namespace only")
	}
	own, mounted, err := own(name)
	if err != nil {
		t.Fatal(err)
	}
	change = func(text string) {
		t.Helper()
		_, err := own.WriteAt([]byte(text), 0)
		if err := errors.Join(err, own.Truncate(int64(len(text)))); err != nil {
			t.Fatal(err)
		}
	}
	change(text)
	if mounted {
		return change
	}
	err = errors.Join(own.Chmod(0o644), unix.Mount(own.Name(), name, "", unix.MS_BIND, ""), os.Remove(own.Name()))
	if err != nil {
		t.Fatalf("%s cannot be replaced: %v", name, err)
	}
	return change
}

// own returns the file to put in the place of another one. A file without a name in any folder is there already: the process that
// has started this one has put it there.
func own(name string) (file *os.File, mounted bool, err error) {
	var there unix.Stat_t
	if err := unix.Stat(name, &there); err != nil {
		return nil, false, err
	}
	if there.Nlink == 0 {
		file, err = os.OpenFile(name, os.O_WRONLY, 0)
		return file, true, err
	}
	file, err = os.CreateTemp("", "namespace-")
	return file, false, err
}
