// The native side of firstframe. Everything but ff_prepare and ff_post_scheme runs on the thread of GTK.

#ifndef FIRSTFRAME_WINDOW_LINUX_H
#define FIRSTFRAME_WINDOW_LINUX_H

// ff_prepare waits for the window that Wails will make. The colours are "#rrggbb".
void ff_prepare(const char *light, const char *dark);

// ff_post_scheme takes over a colour scheme of the desktop: 0 for no preference, 1 for dark, 2 for light.
void ff_post_scheme(int scheme);

#endif
