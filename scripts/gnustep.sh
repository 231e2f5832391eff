# shellcheck shell=bash
# Sourced by the other scripts and by test/mutants.
#
# gnustep sets what the tag "gnustep" needs: the login window of macOS, compiled for GNUstep's AppKit. Nothing of it is part of what
# ships. The headers that GNUstep lacks, and those of the stand-in for WebKit, are in test/standin/macos.
gnustep() {
  local standin=$PWD/test/standin/macos objc headers
  objc=$(dirname "$(dirname "$(find /usr/lib/gcc -path '*/include/objc/objc.h' -print -quit)")")
  headers=$(dirname "$(dirname "$(find /usr/include -path '*/GNUstep/Cocoa/Cocoa.h' -print -quit)")")
  # Go does not see the headers that are outside of the package: their sum makes it compile anew.
  CC=clang CGO_ENABLED=1 CGO_CFLAGS="-g -O1 -fno-omit-frame-pointer -fobjc-runtime=gcc -fblocks -fexceptions -pthread \
    -fconstant-string-class=NSConstantString -D_NATIVE_OBJC_EXCEPTIONS -DGNUSTEP -DGNUSTEP_BASE_LIBRARY=1 -DGNU_GUI_LIBRARY=1 \
    -DGNU_RUNTIME=1 -DHEADERS=$(cat "$standin"/*/*.h "$standin"/*/*/*.h | sha256sum | cut -c1-12) \
    -I$standin/gnustep -I$standin/webkit -I$headers -I$objc -include $standin/gnustep/compat.h"
  # GNUstep has blocks of its own that cannot be copied: the others must come first.
  CGO_LDFLAGS="-L$(dirname "$objc") -Wl,--no-as-needed -lBlocksRuntime -lgnustep-gui -lgnustep-base -lobjc -lm"
  # GNUstep keeps its settings in the home. AddressSanitizer must not look for leaks, as Go and GNUstep keep memory until the end.
  mkdir -p "$PWD/artifacts/macos"
  GNUSTEP_EXEC="env HOME=$PWD/artifacts/macos LOGINWINDOW_NATIVE=1 ASAN_OPTIONS=detect_leaks=0"
  export CC CGO_ENABLED CGO_CFLAGS CGO_LDFLAGS GNUSTEP_EXEC
}
