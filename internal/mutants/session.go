package main

// inSession are the mutants of log-out, locks and storage.
var inSession = []mutant{}
