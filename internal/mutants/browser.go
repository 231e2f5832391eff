package main

// inBrowser are the mutants of the log-in in the system browser.
var inBrowser = []mutant{}
