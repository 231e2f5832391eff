package loginwindow

import "testing"

func TestWithin(t *testing.T) {
	screen := rect{0, 0, 1280, 800}
	for name, tt := range map[string]struct{ around, want rect }{
		"in the middle":         {rect{140, 100, 1140, 700}, rect{140, 100, 1140, 700}},
		"at the right and low":  {rect{900, 500, 1200, 700}, rect{280, 200, 1280, 800}},
		"at the left and above": {rect{0, 0, 200, 100}, rect{0, 0, 1000, 600}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := within(1000, 600, tt.around, screen); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
