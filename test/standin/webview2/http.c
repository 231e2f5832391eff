// Requests by WinHTTP, each on a thread of its own, with cookies and passwords of the browser process.

#include "standin.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <winhttp.h>

#define MAX_BODY (1 << 16)

// mapped reports whether the browser process was told that there is no such host: --host-resolver-rules="MAP HOST:PORT ~NOTFOUND".
static BOOL mapped(Browser *b, const WCHAR *host, INTERNET_PORT port) {
	WCHAR rule[512];
	swprintf(rule, 512, wcschr(host, ':') ? L"MAP [%ls]:%u ~NOTFOUND" : L"MAP %ls:%u ~NOTFOUND", host, port);
	return wcsstr(b->arguments, L"--host-resolver-rules=\"") && wcsstr(b->arguments, rule);
}

void cookies_for(Browser *b, const WCHAR *host, WCHAR *out, size_t size) {
	*out = 0;
	for (int i = 0; i < b->cookie_count; i++)
		if (!wcscmp(b->cookies[i].host, host))
			swprintf(out + wcslen(out), size - wcslen(out), L"%ls%ls=%ls", *out ? L"; " : L"", b->cookies[i].name, b->cookies[i].value);
}

static void keep_cookie(Browser *b, const WCHAR *host, WCHAR *cookie) {
	WCHAR *end = wcschr(cookie, ';'), *equals = wcschr(cookie, '=');
	int i;
	if (!equals)
		return;
	if (end)
		*end = 0;
	*equals = 0;
	for (i = 0; i < b->cookie_count; i++)
		if (!wcscmp(b->cookies[i].host, host) && !wcscmp(b->cookies[i].name, cookie))
			break;
	if (i == 64)
		return;
	if (i == b->cookie_count)
		b->cookie_count++;
	wcsncpy(b->cookies[i].host, host, 255);
	wcsncpy(b->cookies[i].name, cookie, 127);
	wcsncpy(b->cookies[i].value, equals + 1, 511);
}

static int error_status(DWORD error) {
	switch (error) {
	case ERROR_WINHTTP_NAME_NOT_RESOLVED:
		return 13;
	case ERROR_WINHTTP_SECURE_FAILURE:
		return 5;
	case ERROR_WINHTTP_TIMEOUT:
		return 7;
	default:
		return 12;
	}
}

static void header(HINTERNET request, const WCHAR *name, WCHAR *out, DWORD size) {
	*out = 0;
	WinHttpQueryHeaders(request, WINHTTP_QUERY_CUSTOM, name, out, &size, WINHTTP_NO_HEADER_INDEX);
}

static void read_answer(Request *r, HINTERNET request) {
	DWORD n = sizeof r->status, length = 0;
	WinHttpQueryHeaders(request, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER, NULL, &r->status, &n, NULL);
	header(request, L"Location", r->location, sizeof r->location);
	header(request, L"Set-Cookie", r->cookie, sizeof r->cookie);
	header(request, L"Content-Disposition", r->disposition, sizeof r->disposition);
	header(request, L"WWW-Authenticate", r->authenticate, sizeof r->authenticate);
	while (length < MAX_BODY - 1 && WinHttpReadData(request, r->body + length, MAX_BODY - 1 - length, &n) && n)
		length += n;
}

static void answered(void *data) {
	Request *r = data;
	URL_COMPONENTS u = {sizeof u};
	WCHAR host[256];
	u.lpszHostName = host;
	u.dwHostNameLength = 256;
	if (*r->cookie && WinHttpCrackUrl(r->url, 0, 0, &u))
		keep_cookie(r->view->browser, host, r->cookie);
	r->done(r);
}

static DWORD WINAPI run(void *data) {
	Request *r = data;
	Browser *b = r->view->browser;
	URL_COMPONENTS u = {sizeof u};
	WCHAR host[256], path[MAX_URL], headers[2048] = L"", cookies[1024];
	DWORD off = WINHTTP_DISABLE_REDIRECTS, no_cookies = WINHTTP_DISABLE_COOKIES, no_auth = WINHTTP_DISABLE_AUTHENTICATION;
	HINTERNET session = NULL, connection = NULL, request = NULL;
	u.lpszHostName = host;
	u.dwHostNameLength = 256;
	u.lpszUrlPath = path;
	u.dwUrlPathLength = MAX_URL;
	r->body = calloc(1, MAX_BODY);
	if (!WinHttpCrackUrl(r->url, 0, 0, &u)) {
		r->error = 16;
	} else if (mapped(b, host, u.nPort)) {
		r->error = 13;
	} else if (u.nScheme == INTERNET_SCHEME_HTTPS && option("untrusted")) {
		r->error = 5; // Wine may have no TLS
	} else {
		say("request %ls", r->url);
		cookies_for(b, host, cookies, 1024);
		if (*cookies)
			swprintf(headers, 2048, L"Cookie: %ls\r\n", cookies);
		if (*r->authorization)
			swprintf(headers + wcslen(headers), 2048 - wcslen(headers), L"Authorization: %ls\r\n", r->authorization);
		if (r->post)
			wcscat(headers, L"Content-Type: application/x-www-form-urlencoded\r\n");
		session = WinHttpOpen(L"stand-in", WINHTTP_ACCESS_TYPE_NO_PROXY, NULL, NULL, 0);
		connection = WinHttpConnect(session, host, u.nPort, 0);
		request = WinHttpOpenRequest(connection, r->post ? L"POST" : L"GET", path, NULL, NULL, NULL,
			u.nScheme == INTERNET_SCHEME_HTTPS ? WINHTTP_FLAG_SECURE : 0);
		WinHttpSetOption(request, WINHTTP_OPTION_DISABLE_FEATURE, &off, sizeof off);
		WinHttpSetOption(request, WINHTTP_OPTION_DISABLE_FEATURE, &no_cookies, sizeof no_cookies);
		WinHttpSetOption(request, WINHTTP_OPTION_DISABLE_FEATURE, &no_auth, sizeof no_auth);
		if (!WinHttpSendRequest(request, *headers ? headers : NULL, *headers ? (DWORD)-1 : 0, NULL, 0, 0, 0) ||
			!WinHttpReceiveResponse(request, NULL))
			r->error = error_status(GetLastError());
		else
			read_answer(r, request);
	}
	WinHttpCloseHandle(request);
	WinHttpCloseHandle(connection);
	WinHttpCloseHandle(session);
	post_call(answered, r);
	return 0;
}

void send_request(Request *r, void (*done)(Request *)) {
	r->done = done;
	free(r->body);
	r->body = NULL;
	r->error = 0;
	*r->location = *r->cookie = *r->disposition = *r->authenticate = 0;
	CloseHandle(CreateThread(NULL, 0, run, r, 0, NULL));
}
