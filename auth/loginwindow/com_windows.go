package loginwindow

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// object is a COM interface pointer. Its methods are called by their place in the interface's table: see slots_windows.go.
type object struct{ table *[maxSlots]uintptr }

// maxSlots is more than the longest table has.
const maxSlots = 160

// hresult is a COM error.
type hresult uint32

func (h hresult) Error() string { return fmt.Sprintf("HRESULT %08X", uint32(h)) }

// errorOf returns the error in a result, or nil.
func errorOf(result uintptr) error {
	if int32(result) < 0 {
		return hresult(result)
	}
	return nil
}

// call calls the method at the slot.
//
//go:uintptrescapes
func (o *object) call(slot int, arguments ...uintptr) error {
	all := append(make([]uintptr, 0, 8), uintptr(unsafe.Pointer(o)))
	result, _, _ := syscall.SyscallN(o.table[slot], append(all, arguments...)...)
	return errorOf(result)
}

// addRef and release may be called on nil.
func (o *object) addRef() {
	if o != nil {
		_, _, _ = syscall.SyscallN(o.table[slotAddRef], uintptr(unsafe.Pointer(o)))
	}
}

func (o *object) release() {
	if o != nil {
		_, _, _ = syscall.SyscallN(o.table[slotRelease], uintptr(unsafe.Pointer(o)))
	}
}

// as asks for another interface of the object. It returns nil when there is none, as in older runtimes.
func (o *object) as(iid *windows.GUID) *object {
	var other *object
	if o.call(slotQueryInterface, uintptr(unsafe.Pointer(iid)), uintptr(unsafe.Pointer(&other))) != nil {
		return nil
	}
	return other
}

// with calls f with another interface of the object, and reports whether there is one.
func (o *object) with(iid *windows.GUID, f func(*object) error) (bool, error) {
	other := o.as(iid)
	if other == nil {
		return false, nil
	}
	defer other.release()
	return true, f(other)
}

// text reads a property that is a text.
func (o *object) text(slot int) string {
	var p *uint16
	if o.call(slot, uintptr(unsafe.Pointer(&p))) != nil || p == nil {
		return ""
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(p))
	return windows.UTF16PtrToString(p)
}

// number reads a property that is a BOOL, a number or an enumeration of 32 bits.
func (o *object) number(slot int) int32 {
	var n int32
	_ = o.call(slot, uintptr(unsafe.Pointer(&n)))
	return n
}

func (o *object) is(slot int) bool { return o.number(slot) != 0 }

// number64 reads a property of 64 bits.
func (o *object) number64(slot int) uint64 {
	var n uint64
	_ = o.call(slot, uintptr(unsafe.Pointer(&n)))
	return n
}

// child reads a property that is an object. The caller releases it.
func (o *object) child(slot int) (*object, error) {
	var c *object
	if err := o.call(slot, uintptr(unsafe.Pointer(&c))); err != nil {
		return nil, err
	}
	if c == nil {
		return nil, hresult(windows.E_POINTER)
	}
	return c, nil
}

// put sets a BOOL or an enumeration, by value.
func (o *object) put(slot int, value uintptr) error { return o.call(slot, value) }

// putText sets a text.
func (o *object) putText(slot int, text string) error {
	return o.call(slot, uintptr(unsafe.Pointer(utf16(text))))
}

// handler is a COM object of ours. Every handler of WebView2 has one method after those of IUnknown: Invoke, with two parameters of
// the size of a pointer. So one table serves them all.
type handler struct {
	table  *[4]uintptr
	refs   int32
	invoke func(first uintptr, second *object)
}

var handlerTable = [4]uintptr{
	windows.NewCallback(handlerQueryInterface), windows.NewCallback(handlerAddRef),
	windows.NewCallback(handlerRelease), windows.NewCallback(handlerInvoke),
}

// alive keeps the handlers to which only native code points.
var alive = map[*handler]struct{}{}

// newHandler returns a handler with one reference, which the caller releases. Only the thread of the windows touches it.
func newHandler(invoke func(uintptr, *object)) *handler {
	h := &handler{table: &handlerTable, refs: 1, invoke: invoke}
	alive[h] = struct{}{}
	return h
}

var iidUnknown = guid("00000000-0000-0000-c000-000000000046")

// handlerQueryInterface knows IUnknown alone: nothing asks an event handler for more.
func handlerQueryInterface(h *handler, iid *windows.GUID, out **handler) uintptr {
	if *iid != iidUnknown {
		*out = nil
		return uintptr(windows.E_NOINTERFACE)
	}
	*out = h
	atomic.AddInt32(&h.refs, 1)
	return 0
}

func handlerAddRef(h *handler) uintptr { return uintptr(atomic.AddInt32(&h.refs, 1)) }

func handlerRelease(h *handler) uintptr {
	n := atomic.AddInt32(&h.refs, -1)
	if n == 0 {
		delete(alive, h)
	}
	return uintptr(n)
}

func handlerInvoke(h *handler, first uintptr, second *object) uintptr {
	h.invoke(first, second)
	return 0
}

// later calls a method whose last parameter is a handler for the result. Only an error of the call itself is returned.
//
//go:uintptrescapes
func (o *object) later(slot int, then func(result uintptr, value *object), arguments ...uintptr) error {
	h := newHandler(then)
	defer handlerRelease(h)
	return o.call(slot, append(arguments, uintptr(unsafe.Pointer(h)))...)
}

// on adds an event handler, which lives as long as the object.
func (o *object) on(slot int, event func(arguments *object)) error {
	h := newHandler(func(_ uintptr, arguments *object) { event(arguments) })
	defer handlerRelease(h)
	var token int64
	return o.call(slot, uintptr(unsafe.Pointer(h)), uintptr(unsafe.Pointer(&token)))
}

// onIf is on for an event of a later interface, which older runtimes do not have.
func (o *object) onIf(iid *windows.GUID, slot int, event func(arguments *object)) error {
	_, err := o.with(iid, func(later *object) error { return later.on(slot, event) })
	return err
}
