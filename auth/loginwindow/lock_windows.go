package loginwindow

// drawItem is DRAWITEMSTRUCT.
type drawItem struct {
	_        [5]uint32 // kind, identifier, item, action, state
	hwnd, dc uintptr
	area     rect
	_        uintptr // data
}

// The names of the lock, for people who cannot see it.
const (
	lockClosed = "The connection is encrypted"
	lockOpen   = "The connection is not encrypted"
)

// drawLock draws a closed lock, or an open one: no font with such signs is on every Windows.
func (w *pane) drawLock(item *drawItem) {
	if item.hwnd != w.lock {
		return
	}
	const solid, hollow = 0, 5
	thick := max(1, w.unit()/5)
	pen, _, _ := pCreatePen.Call(solid, uintptr(thick), w.scheme.text)
	brush, _, _ := pGetStockObject.Call(hollow)
	before, _, _ := pSelectObject.Call(item.dc, pen)
	filled, _, _ := pSelectObject.Call(item.dc, brush)
	u, x, y := w.unit(), item.area.left+2, item.area.top
	width, top := 2*u-u/4, y+u
	_, _, _ = pRectangle.Call(item.dc, uintptr(x), uintptr(top), uintptr(x+width), uintptr(y+2*u+u/4))
	bow := rect{x + u/4, y, x + width - u/4, y + 2*u}
	if textOf(w.lock) == lockOpen {
		bow.left, bow.right = bow.left+width-u/2, bow.right+width-u/2 // beside the body
	}
	_, _, _ = pArc.Call(item.dc, uintptr(bow.left), uintptr(bow.top), uintptr(bow.right), uintptr(bow.bottom),
		uintptr(bow.right), uintptr(top), uintptr(bow.left), uintptr(top))
	_, _, _ = pSelectObject.Call(item.dc, before)
	_, _, _ = pSelectObject.Call(item.dc, filled)
	_, _, _ = pDeleteObject.Call(pen)
}
