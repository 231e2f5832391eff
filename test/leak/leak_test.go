package leak

import (
	"strings"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

func forgotten(entered chan<- struct{}, leave <-chan struct{}) {
	close(entered)
	<-leave
}

func TestLeft(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() { forgotten(entered, leave) })
	<-entered
	found := false
	for _, stack := range Left(0) {
		found = found || strings.Contains(stack, "forgotten")
	}
	if !found {
		t.Error("Left did not find a running goroutine")
	}
	time.AfterFunc(50*time.Millisecond, func() { close(leave) })
	for _, stack := range Left(waitLimit) {
		if strings.Contains(stack, "forgotten") {
			t.Error("Left did not wait for a goroutine that ends")
		}
	}
	running.Wait()
}
