//go:build !windows && ((!linux && !darwin) || !cgo)

package loginwindow

import (
	"context"
	"log/slog"

	"wails-openid-oauth/auth"
)

// unsupported is the native layer for systems that have none yet.
type unsupported struct{}

func platform() native { return unsupported{} }

func (unsupported) prepare(context.Context, *slog.Logger) error { return auth.ErrUnsupported }
func (unsupported) forget(context.Context) error                { return auth.ErrUnsupported }
func (unsupported) open(*page)                                  {}
func (unsupported) destroy(id uint32)                           { go find(id).gone() }
func (unsupported) present(uint32)                              {}
func (unsupported) setOrigin(uint32, string, string, bool)      {}
func (unsupported) notify(uint32, notice)                       {}
func (unsupported) ask(uint32, prompt)                          {}
func (unsupported) say(uint32, uint32, line)                    {}
func (unsupported) load(uint32, string, notice)                 {}
func (unsupported) showURI(uint32, string)                      {}
func (unsupported) back(uint32, int)                            {}
func (unsupported) zoom(uint32, int)                            {}
