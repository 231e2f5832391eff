package loginwindow

import "sync"

// registry finds the attempt of a native window. Native code holds ids, never Go pointers, and an event that comes too
// late finds no attempt.
var registry = struct {
	sync.Mutex
	last     uint32
	attempts map[uint32]*attempt
}{attempts: map[uint32]*attempt{}}

// register gives the attempt a unique id, which is never 0.
func register(a *attempt) uint32 {
	registry.Lock()
	defer registry.Unlock()
	registry.last++
	registry.attempts[registry.last] = a
	return registry.last
}

// unregister may be called more than once.
func unregister(a *attempt) {
	registry.Lock()
	defer registry.Unlock()
	delete(registry.attempts, a.id)
}

// find returns nil when the attempt has ended.
func find(id uint32) *attempt {
	registry.Lock()
	defer registry.Unlock()
	return registry.attempts[id]
}
