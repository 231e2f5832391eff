//go:build !windows

package main

import "syscall"

// inUse is the error for a port that another program listens at.
const inUse = syscall.EADDRINUSE
