package main

// inResponses are the mutants of the provider's answers.
var inResponses = []mutant{}
