package loginwindow

import "sync"

// registry finds the page of a native window. Native code holds ids, never Go pointers, and an event that comes too
// late finds none.
var registry = struct {
	sync.Mutex
	last  uint32
	pages map[uint32]*page
}{pages: map[uint32]*page{}}

// register gives the page a unique id, which is never 0.
func register(p *page) uint32 {
	registry.Lock()
	defer registry.Unlock()
	registry.last++
	registry.pages[registry.last] = p
	return registry.last
}

// unregister may be called more than once.
func unregister(p *page) {
	registry.Lock()
	defer registry.Unlock()
	delete(registry.pages, p.id)
}

// find returns nil when the window is gone, or its attempt has ended.
func find(id uint32) *page {
	registry.Lock()
	defer registry.Unlock()
	return registry.pages[id]
}
