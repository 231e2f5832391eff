package ending

import (
	"context"
	"testing"
	"testing/synctest"

	"wails-openid-oauth/auth"
)

func TestFollow(t *testing.T) {
	const in, off, gone, out, again, unknown = auth.SignedIn, auth.Offline, auth.Expired, auth.SignedOut, auth.SigningIn, auth.KeyringLocked
	for name, tt := range map[string]struct {
		states      []auth.State
		seen        bool
		tells, left int // left are those that are not taken back
	}{
		"ends":                         {states: []auth.State{again, in, gone}, tells: 1, left: 1},
		"ends while offline":           {states: []auth.State{in, off, gone}, tells: 1, left: 1},
		"ends, told once":              {states: []auth.State{in, gone, gone, gone}, tells: 1, left: 1},
		"ends before the user's eyes":  {states: []auth.State{in, gone, gone}, seen: true},
		"had ended before the start":   {states: []auth.State{again, gone}},
		"the user logs out":            {states: []auth.State{in, auth.SigningOut, out}},
		"ends, and the user logs in":   {states: []auth.State{in, gone, again, in}, tells: 1},
		"ends, and the user logs out":  {states: []auth.State{in, gone, out}, tells: 1},
		"ends, and a log-in fails":     {states: []auth.State{in, gone, again, gone}, tells: 1},
		"two end":                      {states: []auth.State{in, gone, again, in, gone}, tells: 2, left: 1},
		"the keyring is locked before": {states: []auth.State{unknown, gone}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				snapshots, ended := make(chan auth.Snapshot), make(chan struct{})
				tells, left := 0, 0
				go func() {
					defer close(ended)
					Follow(ctx, snapshots, func() bool { return tt.seen }, func(ctx context.Context) {
						tells++
						left++
						<-ctx.Done()
						left--
					})
				}()
				for _, state := range tt.states {
					snapshots <- auth.Snapshot{State: state}
					synctest.Wait()
				}
				if tells != tt.tells || left != tt.left {
					t.Errorf("told %d times, %d not taken back; want %d, %d", tells, left, tt.tells, tt.left)
				}
				stop()
				<-ended
				if left != 0 {
					t.Errorf("%d are left at the end", left)
				}
			})
		})
	}
}
