// Package sessionbus has session buses for tests, and a notification service.
package sessionbus
