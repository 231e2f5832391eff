package loginwindow

import (
	"math"
	"unsafe"
)

// putBounds passes a structure of 16 bytes as a pointer to a copy.
func (o *object) putBounds(r rect) error { return o.call(slotPutBounds, uintptr(unsafe.Pointer(&r))) }

// putDouble passes a double: Go gives the first four parameters in both kinds of registers.
func (o *object) putDouble(slot int, value float64) error {
	return o.call(slot, uintptr(math.Float64bits(value)))
}
