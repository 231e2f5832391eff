# shellcheck shell=bash
# Sourced by the other scripts.

# webkit_tags prints the build tag for the WebKitGTK that this system has: webkit2_41, or nothing for 4.0.
webkit_tags() {
  if pkg-config --exists webkit2gtk-4.1; then
    echo webkit2_41
  fi
}
