// The log, which tests read.

#include "standin.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void say(const char *format, ...) {
	char path[MAX_PATH];
	va_list arguments;
	if (!GetEnvironmentVariableA("WEBVIEW2_STANDIN_LOG", path, sizeof path))
		return;
	FILE *log = fopen(path, "ab");
	if (!log)
		return;
	va_start(arguments, format);
	vfprintf(log, format, arguments);
	va_end(arguments);
	fputc('\n', log);
	fclose(log);
}

// option reports whether WEBVIEW2_STANDIN has a word, which asks for a way of the real runtime that not every one has.
BOOL option(const char *name) {
	char words[256];
	return GetEnvironmentVariableA("WEBVIEW2_STANDIN", words, sizeof words) && strstr(words, name);
}
