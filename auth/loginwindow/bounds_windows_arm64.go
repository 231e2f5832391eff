package loginwindow

import (
	"math"
	"syscall"
	"unsafe"
)

// putBounds passes a structure of 16 bytes in two registers.
func (o *object) putBounds(r rect) error {
	words := (*[2]uintptr)(unsafe.Pointer(&r))
	return o.call(slotPutBounds, words[0], words[1])
}

// putDouble passes a double. Go gives parameters only in the registers for whole numbers, so a function in assembly moves this one.
func (o *object) putDouble(slot int, value float64) error {
	result, _, _ := syscall.SyscallN(withDouble(), uintptr(unsafe.Pointer(o)), uintptr(math.Float64bits(value)), o.table[slot])
	return errorOf(result)
}

// withDouble returns the address of a C function: it calls its third parameter with its first one and, as a double, its second.
func withDouble() uintptr
