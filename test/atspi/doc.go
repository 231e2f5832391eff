// Package atspi reads what a screen reader gets: the tree of accessible objects that programs offer on the accessibility bus of
// AT-SPI 2, the interface of GNOME, KDE and others for assistive technologies.
package atspi
