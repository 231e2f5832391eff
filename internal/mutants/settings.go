package main

// inSettings are the mutants of settings, folders and files.
var inSettings = []mutant{}
