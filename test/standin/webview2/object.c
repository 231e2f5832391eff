// COM objects, their tables, and what is checked at every call.

#include "standin.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

DWORD ui_thread;
int event_depth;

BOOL on_ui_thread(const char *what) {
	if (GetCurrentThreadId() == ui_thread)
		return TRUE;
	say("FAULT %s on another thread", what);
	return FALSE;
}

static GUID parse(const char *text) {
	WCHAR wide[64];
	GUID g = {0};
	swprintf(wide, 64, L"{%hs}", text);
	IIDFromString(wide, &g);
	return g;
}

METHOD query_interface(Object *o, const GUID *iid, void **out) {
	GUID unknown = parse("00000000-0000-0000-c000-000000000046");
	BOOL known = IsEqualGUID(iid, &unknown);
	for (const char *const *i = o->iids; i && *i && !known; i++) {
		GUID g = parse(*i);
		known = IsEqualGUID(iid, &g);
	}
	*out = known ? o : NULL;
	if (known)
		o->refs++;
	return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE add_ref(Object *o) { return (ULONG)++o->refs; }

// release keeps the memory, so that a later use is noticed.
static ULONG STDMETHODCALLTYPE release(Object *o) {
	if (o->refs <= 0) {
		say("FAULT %s is released too often", o->kind);
		return 0;
	}
	return (ULONG)--o->refs;
}

// A method that is not implemented tells its place.
#define STUB(n) \
	METHOD stub##n(Object *o) { \
		say("FAULT %s has no method at place %d", o->kind, 1##n - 1000); \
		return E_NOTIMPL; \
	}
#define TEN(a) STUB(a##0) STUB(a##1) STUB(a##2) STUB(a##3) STUB(a##4) STUB(a##5) STUB(a##6) STUB(a##7) STUB(a##8) STUB(a##9)
#define NAMES(a) \
	stub##a##0, stub##a##1, stub##a##2, stub##a##3, stub##a##4, stub##a##5, stub##a##6, stub##a##7, stub##a##8, stub##a##9
TEN(00) TEN(01) TEN(02) TEN(03) TEN(04) TEN(05) TEN(06) TEN(07) TEN(08) TEN(09) TEN(10) TEN(11) TEN(12)

static void *const stubs[] = {NAMES(00), NAMES(01), NAMES(02), NAMES(03), NAMES(04), NAMES(05), NAMES(06), NAMES(07), NAMES(08),
	NAMES(09), NAMES(10), NAMES(11), NAMES(12)};

// object makes an object with a reference of the caller.
Object *object(const char *kind, int slots, const char *const *iids) {
	Object *o = calloc(1, sizeof *o);
	*o = (Object){calloc((size_t)slots, sizeof(void *)), 1, kind, iids};
	for (int i = 0; i < slots; i++)
		o->table[i] = stubs[i];
	o->table[0] = query_interface;
	o->table[1] = add_ref;
	o->table[2] = release;
	return o;
}

void implement(Object *o, int slot, void *method) { o->table[slot] = method; }

void take(void *unknown) { (*(ULONG(STDMETHODCALLTYPE ***)(void *))unknown)[1](unknown); }
void drop(void *unknown) {
	if (unknown)
		(*(ULONG(STDMETHODCALLTYPE ***)(void *))unknown)[2](unknown);
}

// invoke calls a handler of the app, which must return before its events go on.
void invoke(void *handler, void *first, void *second) {
	mark();
	event_depth++;
	(*(Invoke **)handler)[3](handler, first, second);
	event_depth--;
}

HRESULT give_text(const WCHAR *text, WCHAR **out) {
	if (!out) {
		say("FAULT no place for a text");
		return E_POINTER;
	}
	size_t size = (wcslen(text) + 1) * sizeof *text;
	*out = CoTaskMemAlloc(size);
	memcpy(*out, text, size);
	return S_OK;
}

HRESULT give(Object *o, Object **out) {
	if (!out)
		return E_POINTER;
	*out = o;
	if (o)
		o->refs++;
	return S_OK;
}

// Properties, by the place in the object that holds them.
static BOOL alive(Object *o) {
	if (o->refs <= 0)
		say("FAULT %s is used after its release", o->kind);
	return on_ui_thread(o->kind) && o->refs > 0;
}

#define TEXT_PROPERTY(n) \
	METHOD get_text##n(Object *o, WCHAR **out) { return alive(o) ? give_text(o->text[n], out) : E_FAIL; } \
	METHOD put_text##n(Object *o, const WCHAR *text) { \
		if (alive(o)) \
			wcsncpy(o->text[n], text, MAX_URL - 1); \
		return S_OK; \
	}
TEXT_PROPERTY(0) TEXT_PROPERTY(1) TEXT_PROPERTY(2)

static HRESULT get(Object *o, int n, LONG *out) {
	if (!alive(o) || !out)
		return E_POINTER;
	*out = (LONG)o->number[n];
	return S_OK;
}

static HRESULT get_long(Object *o, int n, INT64 *out) {
	if (!alive(o) || !out)
		return E_POINTER;
	*out = o->number[n];
	return S_OK;
}

static HRESULT put(Object *o, int n, LONG value) {
	if (!alive(o))
		return E_FAIL;
	if (value < 0 || value > 9)
		say("FAULT %s gets %ld: a pointer in place of a value?", o->kind, value);
	o->number[n] = value;
	return S_OK;
}

#define PROPERTY(n) \
	METHOD get##n(Object *o, LONG *out) { return get(o, n, out); } \
	METHOD get_long##n(Object *o, INT64 *out) { return get_long(o, n, out); } \
	METHOD put##n(Object *o, LONG value) { return put(o, n, value); }
PROPERTY(0) PROPERTY(1) PROPERTY(2) PROPERTY(3) PROPERTY(4) PROPERTY(5)

METHOD get_child0(Object *o, Object **out) { return alive(o) ? give(o->child[0], out) : E_FAIL; }
METHOD get_child1(Object *o, Object **out) { return alive(o) ? give(o->child[1], out) : E_FAIL; }

static void *const text_getters[] = {get_text0, get_text1, get_text2};
static void *const text_setters[] = {put_text0, put_text1, put_text2};
static void *const getters[] = {get0, get1, get2, get3, get4, get5};
static void *const long_getters[] = {get_long0, get_long1, get_long2, get_long3, get_long4, get_long5};
static void *const setters[] = {put0, put1, put2, put3, put4, put5};
static void *const child_getters[] = {get_child0, get_child1};

void readable_text(Object *o, int slot, int n) { o->table[slot] = text_getters[n]; }
void writable_text(Object *o, int slot, int n) { o->table[slot] = text_setters[n]; }
void readable(Object *o, int slot, int n) { o->table[slot] = getters[n]; }
void readable_long(Object *o, int slot, int n) { o->table[slot] = long_getters[n]; }
void writable(Object *o, int slot, int n) { o->table[slot] = setters[n]; }
void readable_child(Object *o, int slot, int n) { o->table[slot] = child_getters[n]; }

METHOD complete(Object *deferral) {
	Object *arguments = deferral->child[0];
	HERE("Complete");
	if (!arguments->deferred) {
		say("FAULT %s is completed twice", arguments->kind);
		return S_OK;
	}
	arguments->deferred = FALSE;
	if (arguments->returned)
		end_event(arguments);
	return S_OK;
}

static void run_completed(void *data) {
	Object *arguments = data;
	if (arguments->refs != 1)
		say("FAULT %s has %ld references after its event", arguments->kind, arguments->refs);
	arguments->completed(arguments);
}

// end_event has what an event was about go on, now or after the deferral. Only then may the arguments be kept.
void end_event(Object *arguments) {
	arguments->returned = TRUE;
	if (arguments->deferred)
		return;
	if (arguments->completed)
		post_call(run_completed, arguments);
	else if (arguments->refs != 1)
		say("FAULT %s is kept without a deferral", arguments->kind);
}

METHOD get_deferral(Object *o, Object **out) {
	if (!alive(o))
		return E_FAIL;
	Object *deferral = object("ICoreWebView2Deferral", N_ICoreWebView2Deferral, NULL);
	implement(deferral, ICoreWebView2Deferral__Complete, complete);
	deferral->child[0] = o;
	o->deferred = TRUE;
	*out = deferral;
	return S_OK;
}

void deferrable(Object *o, int slot) { o->table[slot] = get_deferral; }
