package main

// inSandbox are the mutants of the sandbox and of the environment.
var inSandbox = []mutant{}
