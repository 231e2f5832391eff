//go:build linux

package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Stored returns the refresh tokens in the keyring.
func (j *Journey) Stored(ctx context.Context) ([]string, error) {
	items, err := j.Desktop.Items(ctx, nil)
	var found []string
	for _, item := range items {
		var entry struct {
			RefreshToken string `json:"refresh_token"`
		}
		if err := json.Unmarshal([]byte(item.Secret), &entry); err != nil {
			return nil, fmt.Errorf("keyring entry %v is not JSON", item)
		}
		found = append(found, entry.RefreshToken)
	}
	return found, err
}

// OnlyStored returns an error unless the keyring holds exactly one refresh token, the given one.
func (j *Journey) OnlyStored(ctx context.Context, refresh string) error {
	stored, err := j.Stored(ctx)
	if err == nil && (len(stored) != 1 || stored[0] != refresh || refresh == "") {
		err = fmt.Errorf("the keyring holds %d refresh tokens, want only the latest one", len(stored))
	}
	return err
}

// AwaitNothingStored waits until the keyring is empty.
func (j *Journey) AwaitNothingStored(ctx context.Context) error {
	for {
		stored, err := j.Stored(ctx)
		if err != nil || len(stored) == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the keyring still holds %d refresh tokens: %w", len(stored), ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
