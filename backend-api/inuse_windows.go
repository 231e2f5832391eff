package main

import "golang.org/x/sys/windows"

// inUse is the error for a port that another program listens at. The value of syscall.EADDRINUSE is Go's own on Windows, and no call
// returns it.
const inUse = windows.WSAEADDRINUSE
