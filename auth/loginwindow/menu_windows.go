package loginwindow

import (
	"slices"
	"unsafe"
)

// menuKeeps are the items of WebView2's menu that stay: the way back, reload, and what a form needs.
var menuKeeps = []string{"back", "reload", "undo", "redo", "cut", "copy", "paste", "selectAll"}

// onMenu makes the menu small. A runtime that does not tell of it gets none.
func (w *pane) onMenu() error {
	known, err := w.core.with(&iidView11, func(later *object) error { return later.on(slotOnContextMenu, menu) })
	if known {
		return err
	}
	s, err := w.core.child(slotGetSettings)
	if err != nil {
		return err
	}
	defer s.release()
	return s.put(slotPutContextMenus, 0)
}

func menu(arguments *object) {
	items, err := arguments.child(menuItems)
	if err != nil {
		return
	}
	defer items.release()
	for i := items.number(itemsCount) - 1; i >= 0; i-- {
		var item *object
		if items.call(itemsGet, uintptr(i), uintptr(unsafe.Pointer(&item))) != nil {
			continue
		}
		if !slices.Contains(menuKeeps, item.text(itemName)) {
			_ = items.call(itemsRemove, uintptr(i))
		}
		item.release()
	}
}
