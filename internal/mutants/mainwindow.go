package main

// inMainWindow are the mutants of the main window.
var inMainWindow = []mutant{}
