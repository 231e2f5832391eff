package desktopproxy

import (
	"context"
	"fmt"
	"net/url"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	winHTTP    = windows.NewLazySystemDLL("winhttp.dll")
	ieConfig   = winHTTP.NewProc("WinHttpGetIEProxyConfigForCurrentUser")
	open       = winHTTP.NewProc("WinHttpOpen")
	proxyFor   = winHTTP.NewProc("WinHttpGetProxyForUrl")
	closeHTTP  = winHTTP.NewProc("WinHttpCloseHandle")
	globalFree = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalFree")
)

// The constants of winhttp.h.
const (
	accessTypeNoProxy    = 1
	accessTypeNamedProxy = 3
	autoProxyDetect      = 1
	autoProxyConfigURL   = 2
	detectByDHCPAndDNS   = 1 | 2
)

// userConfig is WINHTTP_CURRENT_USER_IE_PROXY_CONFIG.
type userConfig struct {
	autoDetect                     int32
	autoConfigURL, proxies, bypass *uint16
}

// autoOptions is WINHTTP_AUTOPROXY_OPTIONS.
type autoOptions struct {
	flags, detectFlags uint32
	configURL          *uint16
	reserved           unsafe.Pointer
	reserved2          uint32
	logOn              int32
}

// proxyInfo is WINHTTP_PROXY_INFO.
type proxyInfo struct {
	accessType      uint32
	proxies, bypass *uint16
}

// ask reads the user's settings. If they name a script, or the network may have one, the script decides. If it cannot be had, the
// manual settings count, as for other programs on Windows.
func ask(_ context.Context, target string) ([]string, error) {
	parsed, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	var config userConfig
	if ok, _, err := ieConfig.Call(uintptr(unsafe.Pointer(&config))); ok == 0 {
		return nil, fmt.Errorf("WinHttpGetIEProxyConfigForCurrentUser: %w", err)
	}
	defer free(config.autoConfigURL, config.proxies, config.bypass)
	if config.autoDetect != 0 || config.autoConfigURL != nil {
		if found, ok := automatic(target, parsed, config); ok {
			return found, nil
		}
	}
	return static{windows.UTF16PtrToString(config.proxies), windows.UTF16PtrToString(config.bypass)}.find(parsed), nil
}

// automatic runs the script, and reports whether there was one.
func automatic(target string, parsed *url.URL, config userConfig) ([]string, bool) {
	session, _, _ := open.Call(0, accessTypeNoProxy, 0, 0, 0)
	if session == 0 {
		return nil, false
	}
	defer closeHTTP.Call(session)
	text, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return nil, false
	}
	options := autoOptions{configURL: config.autoConfigURL, logOn: 1}
	if config.autoDetect != 0 {
		options.flags, options.detectFlags = autoProxyDetect, detectByDHCPAndDNS
	}
	if config.autoConfigURL != nil {
		options.flags |= autoProxyConfigURL
	}
	var info proxyInfo
	ok, _, _ := proxyFor.Call(session, uintptr(unsafe.Pointer(text)), uintptr(unsafe.Pointer(&options)), uintptr(unsafe.Pointer(&info)))
	if ok == 0 {
		return nil, false
	}
	defer free(info.proxies, info.bypass)
	if info.accessType != accessTypeNamedProxy {
		return []string{"direct://"}, true
	}
	return static{windows.UTF16PtrToString(info.proxies), windows.UTF16PtrToString(info.bypass)}.find(parsed), true
}

// free frees what WinHTTP has allocated.
func free(texts ...*uint16) {
	for _, text := range texts {
		if text != nil {
			globalFree.Call(uintptr(unsafe.Pointer(text)))
		}
	}
}
