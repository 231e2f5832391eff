//go:build !linux

package notify

import "context"

// Show returns [ErrUnsupported].
func Show(context.Context, Message, func()) error { return ErrUnsupported }
