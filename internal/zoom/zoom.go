// Package zoom has the sizes of a page, for the login window and for the menu of the main window.
package zoom

// Levels are the sizes of a page, in percent.
var Levels = [...]int{50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300}

// Normal is the index of 100 percent.
const Normal = 4
