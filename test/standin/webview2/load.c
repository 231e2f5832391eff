// Loads: of the main frame, of frames, and what pages request. The app is asked at every step, as WebView2 asks it.

#include "standin.h"

#include <shlwapi.h>
#include <stdlib.h>
#include <wchar.h>
#include <winhttp.h>

static INT64 last_load;

METHOD contains(Object *headers, const WCHAR *name, LONG *out) {
	HERE("Contains");
	*out = !_wcsicmp(name, L"Content-Type") && headers->number[0];
	return S_OK;
}

static const char *const starting_iids[] = {IID_ICoreWebView2NavigationStartingEventArgs,
	IID_ICoreWebView2NavigationStartingEventArgs2, IID_ICoreWebView2NavigationStartingEventArgs3, NULL};

// may_start asks whether a load or a redirect may go on.
static BOOL may_start(Request *r) {
	Object *a = object("ICoreWebView2NavigationStartingEventArgs", N_ICoreWebView2NavigationStartingEventArgs3, starting_iids);
	Object *headers = object("ICoreWebView2HttpRequestHeaders", N_ICoreWebView2HttpRequestHeaders, NULL);
	implement(headers, ICoreWebView2HttpRequestHeaders__Contains, contains);
	headers->number[0] = r->post;
	a->child[0] = headers;
	wcscpy(a->text[0], r->url);
	a->number[0] = r->user;
	a->number[1] = r->redirected;
	a->number[3] = r->id;
	a->number[4] = r->kind;
	readable_text(a, ICoreWebView2NavigationStartingEventArgs__Uri, 0);
	readable(a, ICoreWebView2NavigationStartingEventArgs__IsUserInitiated, 0);
	readable(a, ICoreWebView2NavigationStartingEventArgs__IsRedirected, 1);
	readable_child(a, ICoreWebView2NavigationStartingEventArgs__RequestHeaders, 0);
	writable(a, ICoreWebView2NavigationStartingEventArgs__SetCancel, 2);
	readable_long(a, ICoreWebView2NavigationStartingEventArgs__NavigationId, 3);
	readable(a, ICoreWebView2NavigationStartingEventArgs3__NavigationKind, 4);
	fire(r->view, r->frame ? ICoreWebView2__add_FrameNavigationStarting : ICoreWebView2__add_NavigationStarting, a);
	say("%s %ls%s%s", r->frame ? "frame" : "navigation", r->url, r->redirected ? " redirected" : "", a->number[2] ? " cancelled" : "");
	return !a->number[2];
}

static const char *const completed_iids[] = {
	IID_ICoreWebView2NavigationCompletedEventArgs, IID_ICoreWebView2NavigationCompletedEventArgs2, NULL};

// complete ends a load of the main frame. A page with the status of an error is no success.
static void complete(Request *r, int error, BOOL success) {
	if (!r->main)
		return;
	Object *a = object("ICoreWebView2NavigationCompletedEventArgs", N_ICoreWebView2NavigationCompletedEventArgs2, completed_iids);
	readable(a, ICoreWebView2NavigationCompletedEventArgs__IsSuccess, 0);
	readable(a, ICoreWebView2NavigationCompletedEventArgs__WebErrorStatus, 1);
	readable_long(a, ICoreWebView2NavigationCompletedEventArgs__NavigationId, 2);
	readable(a, ICoreWebView2NavigationCompletedEventArgs2__HttpStatusCode, 3);
	a->number[0] = success;
	a->number[1] = error;
	a->number[2] = r->id;
	a->number[3] = (INT64)r->status;
	fire(r->view, ICoreWebView2__add_NavigationCompleted, a);
}

static void source_changed(View *v, BOOL new_document) {
	Object *a = object("ICoreWebView2SourceChangedEventArgs", N_ICoreWebView2SourceChangedEventArgs, NULL);
	readable(a, ICoreWebView2SourceChangedEventArgs__IsNewDocument, 0);
	a->number[0] = new_document;
	fire(v, ICoreWebView2__add_SourceChanged, a);
}

void push_state(View *v, const WCHAR *url) {
	wcsncpy(v->url, url, MAX_URL - 1);
	source_changed(v, FALSE);
}

static void remember(View *v, Request *r) {
	if (r->history >= 0) {
		v->history_at = r->history;
		return;
	}
	int at = v->history_count ? v->history_at + 1 : 0;
	if (at == 32)
		return;
	wcscpy(v->history[at].url, r->url);
	v->history[at].post = r->post;
	v->history_at = at;
	v->history_count = at + 1;
}

// commit puts a new document in the place of the one before it.
static void commit(Request *r, BOOL error_page) {
	View *v = r->view;
	stop_acts(v);
	v->document++;
	wcscpy(v->url, r->url);
	remember(v, r);
	source_changed(v, TRUE);
	Object *a = object("ICoreWebView2ContentLoadingEventArgs", N_ICoreWebView2ContentLoadingEventArgs, NULL);
	readable(a, ICoreWebView2ContentLoadingEventArgs__IsErrorPage, 0);
	readable_long(a, ICoreWebView2ContentLoadingEventArgs__NavigationId, 1);
	a->number[0] = error_page;
	a->number[1] = r->id;
	fire(v, ICoreWebView2__add_ContentLoading, a);
}

static BOOL current(Request *r) {
	View *v = r->view;
	return !v->closed && (r->main ? r->id == v->load : r->document == v->document);
}

METHOD put_response(Object *o, Object *response) {
	HERE("SetResponse");
	o->number[1] = response->number[0];
	return S_OK;
}

// answered_by_app asks the app for an answer to a request, if it wants to be asked. It returns the status, or 0.
static int answered_by_app(Request *r) {
	const int document = 1, fetched = 8;
	if (!r->view->filtered)
		return 0;
	Object *request = object("ICoreWebView2WebResourceRequest", N_ICoreWebView2WebResourceRequest, NULL);
	Object *a = object("ICoreWebView2WebResourceRequestedEventArgs", N_ICoreWebView2WebResourceRequestedEventArgs, NULL);
	wcscpy(request->text[0], r->url);
	readable_text(request, ICoreWebView2WebResourceRequest__Uri, 0);
	a->child[0] = request;
	a->number[0] = r->main || r->frame ? document : fetched;
	readable_child(a, ICoreWebView2WebResourceRequestedEventArgs__Request, 0);
	readable(a, ICoreWebView2WebResourceRequestedEventArgs__ResourceContext, 0);
	implement(a, ICoreWebView2WebResourceRequestedEventArgs__SetResponse, put_response);
	fire(r->view, ICoreWebView2__add_WebResourceRequested, a);
	if (a->number[1])
		say("kept back %ls", r->url);
	return (int)a->number[1];
}

static void answered(Request *r);

static void start(void *data) {
	Request *r = data;
	View *v = r->view;
	if (v->closed)
		return;
	if (r->main && !r->redirected)
		r->id = v->load = ++last_load;
	if (!may_start(r) && !(r->redirected && option("ignore-cancel"))) { // MicrosoftEdge/WebView2Feedback, issues 576 and 5431
		complete(r, 14, FALSE);
		return;
	}
	if (!current(r))
		return;
	if (!wcsncmp(r->url, L"about:", 6)) {
		commit(r, FALSE);
		complete(r, 0, TRUE);
		return;
	}
	if (wcsncmp(r->url, L"http", 4)) {
		say("FAULT a page loads %ls", r->url);
		return;
	}
	if (!r->redirected && answered_by_app(r)) {
		complete(r, 14, FALSE);
		return;
	}
	send_request(r, answered);
}

// load begins a load like another one.
void load(View *v, const WCHAR *url, Request like) {
	Request *r = malloc(sizeof *r);
	*r = like;
	r->view = v;
	r->document = v->document;
	wcsncpy(r->url, url, MAX_URL - 1);
	post_call(start, r);
}

void go_back(View *v) {
	if (v->history_at > 0)
		load(v, v->history[v->history_at - 1].url,
			(Request){.main = TRUE, .kind = 1, .history = v->history_at - 1, .post = v->history[v->history_at - 1].post});
}

static void download(Request *r) {
	Object *a = object("ICoreWebView2DownloadStartingEventArgs", N_ICoreWebView2DownloadStartingEventArgs, NULL);
	Object *operation = object("ICoreWebView2DownloadOperation", N_ICoreWebView2DownloadOperation, NULL);
	wcscpy(operation->text[0], r->url);
	readable_text(operation, ICoreWebView2DownloadOperation__Uri, 0);
	a->child[0] = operation;
	readable_child(a, ICoreWebView2DownloadStartingEventArgs__DownloadOperation, 0);
	writable(a, ICoreWebView2DownloadStartingEventArgs__SetCancel, 0);
	writable(a, ICoreWebView2DownloadStartingEventArgs__SetHandled, 1);
	fire(r->view, ICoreWebView2_4__add_DownloadStarting, a);
	if (!a->number[0] || !a->number[1])
		say("FAULT a download is saved");
	complete(r, 9, FALSE);
}

// untrusted asks what happens to a certificate that is not trusted.
static void untrusted(Request *r) {
	const int cancel = 1;
	Object *a = object("ICoreWebView2ServerCertificateErrorDetectedEventArgs", N_ICoreWebView2ServerCertificateErrorDetectedEventArgs, NULL);
	wcscpy(a->text[0], r->url);
	a->number[0] = r->error;
	readable(a, ICoreWebView2ServerCertificateErrorDetectedEventArgs__ErrorStatus, 0);
	readable_text(a, ICoreWebView2ServerCertificateErrorDetectedEventArgs__RequestUri, 0);
	writable(a, ICoreWebView2ServerCertificateErrorDetectedEventArgs__SetAction, 1);
	fire(r->view, ICoreWebView2_14__add_ServerCertificateErrorDetected, a);
	if (a->number[1] != cancel)
		say("FAULT a certificate that is not trusted can be accepted");
}

static void show(Request *r);

// password_answered goes on after the app has answered a server that asks for a password, or has not.
static void password_answered(Object *a) {
	Request *r = a->task;
	Object *response = a->child[0];
	if (!current(r))
		return;
	if (a->number[0] || !*response->text[0]) {
		show(r);
		return;
	}
	char plain[512];
	WCHAR encoded[512];
	DWORD size = 512;
	int length = WideCharToMultiByte(CP_UTF8, 0, response->text[0], -1, plain, 255, NULL, NULL) - 1;
	plain[length++] = ':';
	length += WideCharToMultiByte(CP_UTF8, 0, response->text[1], -1, plain + length, 255, NULL, NULL) - 1;
	CryptBinaryToStringW((const BYTE *)plain, (DWORD)length, CRYPT_STRING_BASE64 | CRYPT_STRING_NOCRLF, encoded, &size);
	_snwprintf(r->authorization, 511, L"Basic %ls", encoded);
	send_request(r, answered);
}

static void ask_password(Request *r) {
	Object *a = object("ICoreWebView2BasicAuthenticationRequestedEventArgs", N_ICoreWebView2BasicAuthenticationRequestedEventArgs, NULL);
	Object *response = object("ICoreWebView2BasicAuthenticationResponse", N_ICoreWebView2BasicAuthenticationResponse, NULL);
	writable_text(response, ICoreWebView2BasicAuthenticationResponse__SetUserName, 0);
	writable_text(response, ICoreWebView2BasicAuthenticationResponse__SetPassword, 1);
	wcscpy(a->text[0], r->url);
	wcscpy(a->text[1], r->authenticate);
	a->child[0] = response;
	a->task = r;
	a->completed = password_answered;
	readable_text(a, ICoreWebView2BasicAuthenticationRequestedEventArgs__Uri, 0);
	readable_text(a, ICoreWebView2BasicAuthenticationRequestedEventArgs__Challenge, 1);
	readable_child(a, ICoreWebView2BasicAuthenticationRequestedEventArgs__Response, 0);
	writable(a, ICoreWebView2BasicAuthenticationRequestedEventArgs__SetCancel, 0);
	deferrable(a, ICoreWebView2BasicAuthenticationRequestedEventArgs__GetDeferral);
	fire(r->view, ICoreWebView2_10__add_BasicAuthenticationRequested, a);
	if (!r->view->handlers[ICoreWebView2_10__add_BasicAuthenticationRequested])
		say("FAULT WebView2 asks for a password");
}

static void show(Request *r) {
	View *v = r->view;
	if (r->frame)
		return;
	commit(r, FALSE);
	if (v->closed)
		return;
	complete(r, 0, r->status < 400);
	begin_acts(v, r->body);
}

static void answered(Request *r) {
	if (!current(r))
		return;
	if (r->error) {
		BOOL certificate = r->error <= 5;
		if (certificate)
			untrusted(r);
		if (r->main) {
			commit(r, TRUE);
			complete(r, certificate ? 9 : r->error, FALSE); // the app has ended the connection
		}
		return;
	}
	if (r->status >= 300 && r->status < 400 && *r->location) {
		WCHAR url[MAX_URL];
		DWORD size = MAX_URL;
		if (FAILED(UrlCombineW(r->url, r->location, url, &size, 0)))
			return;
		wcscpy(r->url, url);
		r->redirected = TRUE;
		r->post = FALSE;
		start(r);
		return;
	}
	if (r->status == 401 && !_wcsnicmp(r->authenticate, L"Basic", 5))
		ask_password(r);
	else if (!_wcsnicmp(r->disposition, L"attachment", 10))
		download(r);
	else if (r->status == 204)
		complete(r, 14, FALSE);
	else
		show(r);
}

static void start_fetch(void *data) {
	Request *r = data;
	if (!current(r))
		return;
	if (answered_by_app(r))
		r->done(r);
	else
		send_request(r, r->done);
}

// fetch requests something for a page.
void fetch(View *v, const WCHAR *url, void (*done)(Request *)) {
	Request *r = calloc(1, sizeof *r);
	r->view = v;
	r->document = v->document;
	r->done = done;
	wcsncpy(r->url, url, MAX_URL - 1);
	post_call(start_fetch, r);
}
