package loginwindow

import (
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32  = windows.NewLazySystemDLL("user32.dll")
	gdi32   = windows.NewLazySystemDLL("gdi32.dll")
	dwmapi  = windows.NewLazySystemDLL("dwmapi.dll")
	uxtheme = windows.NewLazySystemDLL("uxtheme.dll")

	pAdjustWindowRect    = user32.NewProc("AdjustWindowRectExForDpi")
	pCreateWindow        = user32.NewProc("CreateWindowExW")
	pDefWindowProc       = user32.NewProc("DefWindowProcW")
	pDestroyWindow       = user32.NewProc("DestroyWindow")
	pDispatchMessage     = user32.NewProc("DispatchMessageW")
	pDrawText            = user32.NewProc("DrawTextW")
	pEnableWindow        = user32.NewProc("EnableWindow")
	pEnumWindows         = user32.NewProc("EnumWindows")
	pFillRect            = user32.NewProc("FillRect")
	pGetAncestor         = user32.NewProc("GetAncestor")
	pGetClassLong        = user32.NewProc("GetClassLongPtrW")
	pGetClientRect       = user32.NewProc("GetClientRect")
	pGetDC               = user32.NewProc("GetDC")
	pGetDlgCtrlID        = user32.NewProc("GetDlgCtrlID")
	pGetDpiForWindow     = user32.NewProc("GetDpiForWindow")
	pGetFocus            = user32.NewProc("GetFocus")
	pGetForegroundWindow = user32.NewProc("GetForegroundWindow")
	pGetKeyState         = user32.NewProc("GetKeyState")
	pGetLastInputInfo    = user32.NewProc("GetLastInputInfo")
	pGetMessage          = user32.NewProc("GetMessageW")
	pGetMonitorInfo      = user32.NewProc("GetMonitorInfoW")
	pGetSysColor         = user32.NewProc("GetSysColor")
	pGetWindow           = user32.NewProc("GetWindow")
	pGetWindowLength     = user32.NewProc("GetWindowTextLengthW")
	pGetWindowLong       = user32.NewProc("GetWindowLongPtrW")
	pGetWindowRect       = user32.NewProc("GetWindowRect")
	pGetWindowText       = user32.NewProc("GetWindowTextW")
	pGetWindowThread     = user32.NewProc("GetWindowThreadProcessId")
	pInvalidateRect      = user32.NewProc("InvalidateRect")
	pIsDialogMessage     = user32.NewProc("IsDialogMessageW")
	pIsIconic            = user32.NewProc("IsIconic")
	pIsWindowVisible     = user32.NewProc("IsWindowVisible")
	pKillTimer           = user32.NewProc("KillTimer")
	pLoadCursor          = user32.NewProc("LoadCursorW")
	pMessageBox          = user32.NewProc("MessageBoxW")
	pMonitorFromWindow   = user32.NewProc("MonitorFromWindow")
	pPostMessage         = user32.NewProc("PostMessageW")
	pRegisterClass       = user32.NewProc("RegisterClassExW")
	pReleaseDC           = user32.NewProc("ReleaseDC")
	pSendMessage         = user32.NewProc("SendMessageW")
	pSendMessageTimeout  = user32.NewProc("SendMessageTimeoutW")
	pSetFocus            = user32.NewProc("SetFocus")
	pSetForeground       = user32.NewProc("SetForegroundWindow")
	pSetTimer            = user32.NewProc("SetTimer")
	pSetWindowPos        = user32.NewProc("SetWindowPos")
	pSetWindowText       = user32.NewProc("SetWindowTextW")
	pShowWindow          = user32.NewProc("ShowWindow")
	pSystemParameters    = user32.NewProc("SystemParametersInfoW")
	pThreadDpi           = user32.NewProc("SetThreadDpiAwarenessContext")
	pTranslateMessage    = user32.NewProc("TranslateMessage")

	pCreateFont       = gdi32.NewProc("CreateFontW")
	pCreatePen        = gdi32.NewProc("CreatePen")
	pCreateSolidBrush = gdi32.NewProc("CreateSolidBrush")
	pDeleteObject     = gdi32.NewProc("DeleteObject")
	pArc              = gdi32.NewProc("Arc")
	pRectangle        = gdi32.NewProc("Rectangle")
	pSelectObject     = gdi32.NewProc("SelectObject")
	pSetBkColor       = gdi32.NewProc("SetBkColor")
	pSetTextColor     = gdi32.NewProc("SetTextColor")
	pTextExtent       = gdi32.NewProc("GetTextExtentPoint32W")
	pGetStockObject   = gdi32.NewProc("GetStockObject")

	pSetWindowAttribute = dwmapi.NewProc("DwmSetWindowAttribute")
	pSetWindowTheme     = uxtheme.NewProc("SetWindowTheme")
)

// Messages, styles and other constants of winuser.h and wingdi.h.
const (
	wmDestroy         = 0x0002
	wmMove            = 0x0003
	wmSize            = 0x0005
	wmActivate        = 0x0006
	wmSetFocus        = 0x0007
	wmClose           = 0x0010
	wmEraseBackground = 0x0014
	wmSettingChange   = 0x001A
	wmDrawItem        = 0x002B
	wmSetFont         = 0x0030
	wmGetIcon         = 0x007F
	wmSetIcon         = 0x0080
	wmKeyDown         = 0x0100
	wmSysKeyDown      = 0x0104
	wmCommand         = 0x0111
	wmTimer           = 0x0113
	wmCtlColorEdit    = 0x0133
	wmCtlColorButton  = 0x0135
	wmCtlColorStatic  = 0x0138
	wmDpiChanged      = 0x02E0
	wmWork            = 0x8000 // WM_APP

	wsChild, wsVisible, wsTabStop, wsBorder              = 0x40000000, 0x10000000, 0x00010000, 0x00800000
	wsOverlappedWindow, wsClipChildren, wsClipSiblings   = 0x00CF0000, 0x02000000, 0x04000000
	ssCenter, ssRight, ssNoPrefix, ssOwnerDraw, ssEtched = 0x01, 0x02, 0x80, 0x0D, 0x10
	esAutoHScroll, esPassword                            = 0x80, 0x20
	bsPush, bsDefault                                    = 0, 1
	pbsMarquee, pbmSetMarquee                            = 0x08, 0x040A
	bmClick, bmSetStyle, emSetSel                        = 0x00F5, 0x00F4, 0x00B1
	swHide, swShowNormal, swShow, swRestore              = 0, 1, 5, 9
	swpNoSize, swpNoMove, swpNoZOrder, swpNoActive       = 0x01, 0x02, 0x04, 0x10
	gwOwner, gaRoot                                      = 4, 2
	dtCenter, dtWordBreak, dtCalcRect, dtNoPrefix        = 0x01, 0x10, 0x400, 0x800
	colorWindow, colorWindowText, colorInfo              = 5, 8, 24
	useDefault                                           = -0x80000000
	usualDPI                                             = 96
	spiGetWorkArea                                       = 0x30

	idOK, idCancel = 1, 2 // what IsDialogMessage makes of Return and Escape
)

type rect struct{ left, top, right, bottom int32 }

func (r rect) width() int32  { return r.right - r.left }
func (r rect) height() int32 { return r.bottom - r.top }

// message is MSG.
type message struct {
	hwnd    uintptr
	message uint32
	wParam  uintptr
	lParam  uintptr
	time    uint32
	x, y    int32
}

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style                        uint32
	proc                               uintptr
	classExtra, windowExtra            int32
	instance, icon, cursor, background uintptr
	menuName, name                     *uint16
	smallIcon                          uintptr
}

// utf16 returns a text for Windows.
func utf16(s string) *uint16 { return &utf16Of(s)[0] }

// utf16Of drops what follows a NUL, because pages choose some of these texts.
func utf16Of(s string) []uint16 {
	s, _, _ = strings.Cut(s, "\x00")
	units, err := windows.UTF16FromString(s)
	if err != nil {
		return make([]uint16, 1)
	}
	return units
}

// create makes a window or a control.
func create(class, text string, style uint32, parent, id uintptr) uintptr {
	h, _, _ := pCreateWindow.Call(0, uintptr(unsafe.Pointer(utf16(class))), uintptr(unsafe.Pointer(utf16(text))), uintptr(style),
		0, 0, 0, 0, parent, id, 0, 0)
	return h
}

func send(h uintptr, message uint32, w, l uintptr) uintptr {
	r, _, _ := pSendMessage.Call(h, uintptr(message), w, l)
	return r
}

func postTo(h uintptr, message uint32) { _, _, _ = pPostMessage.Call(h, uintptr(message), 0, 0) }

func setText(h uintptr, s string) {
	_, _, _ = pSetWindowText.Call(h, uintptr(unsafe.Pointer(utf16(s))))
}

func textOf(h uintptr) string {
	n, _, _ := pGetWindowLength.Call(h)
	text := make([]uint16, n+1)
	_, _, _ = pGetWindowText.Call(h, uintptr(unsafe.Pointer(&text[0])), n+1)
	return windows.UTF16ToString(text)
}

// show shows or hides a control.
func show(h uintptr, on bool) {
	how := uintptr(swHide)
	if on {
		how = swShow
	}
	_, _, _ = pShowWindow.Call(h, how)
}

func visible(h uintptr) bool {
	r, _, _ := pIsWindowVisible.Call(h)
	return r != 0
}

func enable(h uintptr, on bool) {
	_, _, _ = pEnableWindow.Call(h, boolean(on))
}

func boolean(on bool) uintptr {
	if on {
		return 1
	}
	return 0
}

func focus() uintptr {
	h, _, _ := pGetFocus.Call()
	return h
}

func setFocus(h uintptr) { _, _, _ = pSetFocus.Call(h) }

// move places a window, and leaves the order of the windows alone.
func move(h uintptr, r rect) {
	_, _, _ = pSetWindowPos.Call(h, 0, uintptr(r.left), uintptr(r.top), uintptr(r.width()), uintptr(r.height()), swpNoZOrder|swpNoActive)
}

func clientRect(h uintptr) (r rect) {
	_, _, _ = pGetClientRect.Call(h, uintptr(unsafe.Pointer(&r)))
	return r
}

func windowRect(h uintptr) (r rect) {
	_, _, _ = pGetWindowRect.Call(h, uintptr(unsafe.Pointer(&r)))
	return r
}

// mnemonic turns a label with GTK's underscore into one with the ampersand of Windows.
func mnemonic(label string) string {
	return strings.Replace(strings.ReplaceAll(label, "&", "&&"), "_", "&", 1)
}
