package loginwindow

import (
	"slices"
	"unsafe"
)

// parts are the controls of a window. Their text is never markup.
type parts struct {
	lock, origin, rule                     uintptr // above the page
	outside, aside, leave                  uintptr // beside the origin: open in browser, use my browser, cancel
	bar, text, act, dismiss                uintptr // between the origin and the page
	progress, heading, words               uintptr // the notice, and the form's question
	cancel, elsewhere, retry               uintptr // in the notice
	userName, user, passwordName, password uintptr // the form
	drop, answer                           uintptr
	all                                    []uintptr
}

// The identifiers of the controls, which tests use, too.
const (
	idLock = iota + 100
	idOrigin
	idRule
	idOutside
	idAside
	idLeave
	idBar
	idText
	idAct
	idDismiss
	idProgress
	idHeading
	idWords
	idCancelNotice
	idElsewhere
	idRetry
	idUserName
	idUser
	idPasswordName
	idPassword
	idDrop
	idAnswer
)

func (w *pane) makeParts() {
	part := func(class, text string, style uint32, id uintptr) uintptr {
		h := create(class, text, wsChild|style, w.hwnd, id)
		w.all = append(w.all, h)
		return h
	}
	label := func(style uint32, id uintptr) uintptr { return part("STATIC", "", ssNoPrefix|style, id) }
	button := func(text string, id uintptr) uintptr { return part("BUTTON", text, wsTabStop|bsPush, id) }
	field := func(style uint32, id uintptr) uintptr {
		return part("EDIT", "", wsTabStop|wsBorder|esAutoHScroll|style, id)
	}

	w.lock = part("STATIC", "", ssOwnerDraw, idLock)
	w.origin = label(0, idOrigin)
	w.rule = part("STATIC", "", ssEtched, idRule)
	w.outside = button("Open in &browser", idOutside)
	w.aside = button("Use my &browser instead", idAside)
	w.leave = button("Cancel", idLeave) // without a mnemonic, because the keys of a page must not end the log-in by mistake
	if w.opener != nil {
		setText(w.leave, "Close")
	}
	w.text = label(0, idText)
	w.act = button("", idAct)
	w.dismiss = button("Dismiss", idDismiss)
	w.bar = label(wsClipSiblings, idBar) // below the others in the bar
	w.progress = part("msctls_progress32", "", pbsMarquee, idProgress)
	w.heading = label(ssCenter, idHeading)
	w.words = label(ssCenter, idWords)
	w.cancel = button("&Cancel", idCancelNotice)
	w.elsewhere = button("Use my &browser instead", idElsewhere)
	w.retry = button("&Try again", idRetry)
	w.userName = part("STATIC", "&User name", ssRight, idUserName) // the mnemonic is that of the field after it
	w.user = field(0, idUser)
	w.passwordName = part("STATIC", "&Password", ssRight, idPasswordName)
	w.password = field(esPassword, idPassword)
	w.drop = button("&Cancel", idDrop)
	w.answer = button("&Log in", idAnswer)
	send(w.progress, pbmSetMarquee, 1, 0)
}

// set shows exactly these controls.
func (w *pane) set(shown ...uintptr) {
	for _, h := range w.all {
		if on := slices.Contains(shown, h); on != visible(h) {
			show(h, on)
		}
	}
	w.layout()
}

// unit is an eighth of the usual distance, in pixels of the monitor.
func (w *pane) unit() int32 { return w.dpi() * 8 / usualDPI }

// layout places the controls. Those that are not shown take no room.
func (w *pane) layout() {
	client := clientRect(w.hwnd)
	if client.width() == 0 || w.all == nil {
		return
	}
	if w.shows == showsPage {
		w.layoutPage(client)
	} else {
		w.layoutColumn(client)
	}
}

// layoutPage places the line with the origin, the bar and the page below each other.
func (w *pane) layoutPage(client rect) {
	u := w.unit()
	height, right := 3*u+u/2, client.right-u
	for _, b := range []uintptr{w.leave, w.aside, w.outside} {
		if w.isShown(b) {
			width := w.buttonWidth(b)
			move(b, rect{right - width, u, right, u + height})
			right -= width + u
		}
	}
	move(w.lock, rect{u, u + u/2, u + 3*u, u + height})
	move(w.origin, rect{4*u + u/2, u + u*3/4, right, u + height})
	w.fitOrigin(right - 4*u - u/2)
	top := 2*u + height
	move(w.rule, rect{0, top - 2, client.right, top})
	if w.isShown(w.bar) {
		top += w.layoutBar(rect{0, top, client.right, client.bottom})
	}
	client.top = top
	w.putBounds(client)
}

// layoutBar places the bar at the top of an area, and returns its height.
func (w *pane) layoutBar(area rect) int32 {
	u := w.unit()
	height, right := 3*u+u/2, area.right-u
	for _, b := range []uintptr{w.dismiss, w.act} {
		if w.isShown(b) {
			width := w.buttonWidth(b)
			move(b, rect{right - width, area.top + u, right, area.top + u + height})
			right -= width + u
		}
	}
	words := max(w.textHeight(w.text, right-2*u), height-u)
	move(w.text, rect{2 * u, area.top + u + u/2, right, area.top + u + u/2 + words})
	total := max(words, height) + 2*u
	move(w.bar, rect{0, area.top, area.right, area.top + total})
	return total
}

// layoutColumn places a notice or the form in a column, in the middle of the window.
func (w *pane) layoutColumn(client rect) {
	u := w.unit()
	width := min(client.width()-4*u, 60*u)
	left, gap, row := (client.width()-width)/2, 2*u, 3*u+u/2
	head, words := w.textHeight(w.heading, width), int32(0)
	if textOf(w.words) != "" {
		words = w.textHeight(w.words, width)
	}
	heights := []int32{head, words, row}
	if w.isShown(w.progress) {
		heights = append(heights, u)
	}
	if w.isShown(w.user) {
		heights = append(heights, row, row)
	}
	total := gap * int32(len(heights)-1)
	for _, h := range heights {
		total += h
	}
	y := max(u, (client.height()-total)/2)
	next := func(h, height int32, control uintptr) {
		move(control, rect{left, y, left + width, y + height})
		y += h + gap
	}
	if w.isShown(w.progress) {
		next(u, u, w.progress)
	}
	next(head, head, w.heading)
	next(words, words, w.words)
	if w.isShown(w.user) {
		for _, pair := range [][2]uintptr{{w.userName, w.user}, {w.passwordName, w.password}} {
			move(pair[0], rect{left, y + u/2, left + width/3 - u, y + row})
			move(pair[1], rect{left + width/3, y, left + width*5/6, y + row})
			y += row + gap
		}
	}
	w.layoutButtons(client, y, row)
}

// layoutButtons places the buttons of a notice or of the form beside each other, in the middle.
func (w *pane) layoutButtons(client rect, y, row int32) {
	u, total := w.unit(), int32(0)
	var buttons []uintptr
	for _, b := range []uintptr{w.cancel, w.drop, w.elsewhere, w.retry, w.answer} {
		if w.isShown(b) {
			buttons = append(buttons, b)
			total += w.buttonWidth(b) + u
		}
	}
	x := (client.width() - total + u) / 2
	for _, b := range buttons {
		width := w.buttonWidth(b)
		move(b, rect{x, y, x + width, y + row})
		x += width + u
	}
}

// isShown reports whether a control is to be seen when its window is.
func (w *pane) isShown(h uintptr) bool {
	const gwlStyle = ^uintptr(15) // -16
	style, _, _ := pGetWindowLong.Call(h, gwlStyle)
	return style&wsVisible != 0
}

func (w *pane) buttonWidth(b uintptr) int32 {
	u := w.unit()
	return max(10*u, w.textWidth(textOf(b), w.fonts[0])+4*u)
}

// measuring calls f with a device context that has the font.
func (w *pane) measuring(font uintptr, f func(dc uintptr)) {
	dc, _, _ := pGetDC.Call(w.hwnd)
	before, _, _ := pSelectObject.Call(dc, font)
	f(dc)
	_, _, _ = pSelectObject.Call(dc, before)
	_, _, _ = pReleaseDC.Call(w.hwnd, dc)
}

func (w *pane) textWidth(text string, font uintptr) int32 {
	var size struct{ x, y int32 }
	units := utf16Of(text)
	w.measuring(font, func(dc uintptr) {
		_, _, _ = pTextExtent.Call(dc, uintptr(unsafe.Pointer(&units[0])), uintptr(len(units)-1), uintptr(unsafe.Pointer(&size)))
	})
	return size.x
}

// textHeight returns the height of a control's text in a width.
func (w *pane) textHeight(h uintptr, width int32) int32 {
	font := w.fonts[0]
	if h == w.heading {
		font = w.fonts[1]
	}
	area := rect{right: width}
	units := utf16Of(textOf(h))
	w.measuring(font, func(dc uintptr) {
		_, _, _ = pDrawText.Call(dc, uintptr(unsafe.Pointer(&units[0])), uintptr(len(units)-1), uintptr(unsafe.Pointer(&area)),
			dtCalcRect|dtWordBreak|dtNoPrefix)
	})
	return area.height()
}

// fitOrigin shows as much of the origin as there is room for. The end of a host name says whose it is, so a name that is too long
// loses its beginning.
func (w *pane) fitOrigin(width int32) {
	shown := []rune(w.address)
	for cut := 0; cut < len(shown) && w.textWidth(string(shown), w.fonts[0]) > width; cut++ {
		shown = append([]rune("…"), []rune(w.address)[cut+1:]...)
	}
	if textOf(w.origin) != string(shown) {
		setText(w.origin, string(shown))
	}
}
