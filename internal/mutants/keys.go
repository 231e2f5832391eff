package main

// inKeys are the mutants of the key set and of the API's answers about it.
var inKeys = []mutant{}
