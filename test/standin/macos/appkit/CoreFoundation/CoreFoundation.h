// A stand-in for the headers of macOS: only what internal/desktopproxy uses, in the types of Apple's documentation.

#ifndef STANDIN_COREFOUNDATION_H
#define STANDIN_COREFOUNDATION_H

#include <stdbool.h>
#include <stdint.h>

typedef const void *CFTypeRef;
typedef const struct __CFString *CFStringRef;
typedef struct __CFString *CFMutableStringRef;
typedef const struct __CFArray *CFArrayRef;
typedef const struct __CFDictionary *CFDictionaryRef;
typedef const struct __CFNumber *CFNumberRef;
typedef const struct __CFURL *CFURLRef;
typedef struct __CFError *CFErrorRef;
typedef const struct __CFAllocator *CFAllocatorRef;
typedef struct __CFRunLoop *CFRunLoopRef;
typedef struct __CFRunLoopSource *CFRunLoopSourceRef;
typedef long CFIndex;
typedef unsigned long CFTypeID, CFOptionFlags;
typedef uint32_t CFStringEncoding;
typedef int32_t CFRunLoopRunResult;
typedef uint8_t UInt8;
typedef unsigned char Boolean;
typedef double CFTimeInterval;
typedef struct { CFIndex location, length; } CFRange;
typedef struct {
	CFIndex version;
	void *info;
	void *(*retain)(void *);
	void (*release)(void *);
	CFStringRef (*copyDescription)(void *);
} CFStreamClientContext;

#define kCFNotFound -1
#define kCFStringEncodingUTF8 0x08000100

#define CFSTR(text) ((CFStringRef)__builtin___CFStringMakeConstantString("" text ""))

CFTypeRef CFRetain(CFTypeRef object);
void CFRelease(CFTypeRef object);
CFTypeID CFGetTypeID(CFTypeRef object);
Boolean CFEqual(CFTypeRef a, CFTypeRef b);
CFTypeID CFArrayGetTypeID(void);
CFIndex CFArrayGetCount(CFArrayRef array);
const void *CFArrayGetValueAtIndex(CFArrayRef array, CFIndex i);
const void *CFDictionaryGetValue(CFDictionaryRef dictionary, const void *key);
CFMutableStringRef CFStringCreateMutable(CFAllocatorRef allocator, CFIndex most);
void CFStringAppend(CFMutableStringRef text, CFStringRef more);
void CFStringAppendFormat(CFMutableStringRef text, CFDictionaryRef options, CFStringRef format, ...);
CFRange CFStringFind(CFStringRef text, CFStringRef part, CFOptionFlags options);
CFIndex CFStringGetLength(CFStringRef text);
CFIndex CFStringGetMaximumSizeForEncoding(CFIndex length, CFStringEncoding encoding);
Boolean CFStringGetCString(CFStringRef text, char *buffer, CFIndex size, CFStringEncoding encoding);
CFURLRef CFURLCreateWithBytes(CFAllocatorRef allocator, const UInt8 *bytes, CFIndex length, CFStringEncoding encoding, CFURLRef base);
CFRunLoopRef CFRunLoopGetCurrent(void);
void CFRunLoopStop(CFRunLoopRef loop);
void CFRunLoopAddSource(CFRunLoopRef loop, CFRunLoopSourceRef source, CFStringRef mode);
CFRunLoopRunResult CFRunLoopRunInMode(CFStringRef mode, CFTimeInterval seconds, Boolean once);
void CFRunLoopSourceInvalidate(CFRunLoopSourceRef source);

#endif
