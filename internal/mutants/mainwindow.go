package main

// inMainWindow are the mutants of the main window, of its pictures, and of the app's one start.
var inMainWindow = []mutant{
	{"internal/single.TestASecondStartEnds", "a start that was answered goes on", "internal/single/single.go", `if knock(socket) == nil {`, `if knock(socket) == nil && false {`},
	{"internal/single.TestAStartWaitsForTheEnd", "an app that ends answers", "internal/single/single.go", `		_ = i.listener.Close()`, `		_ = i.listener`},
	{"internal/single.TestNobodyAnswers", "any answer will do", "internal/single/single.go", `if string(said) != answer {`, `if false {`},
	{"internal/single.TestAfterACrash", "the socket of a dead process stays", "internal/single/single.go", `err := os.Remove(socket)`, `err := error(nil)`},
	{"internal/paths.TestRuntime", "a folder that others can write to stays so", "internal/paths/runtime.go", `os.Chmod(dir, 0o700)`, `error(nil)`},
	{"internal/e2e.TestJourneySecondStart", "a second start goes on", "main.go", `if !a.isOnly() {`, `if !a.isOnly() && false {`},
	{"internal/e2e.TestJourneySecondStart", "the first start does not come to the front", "app_window.go", `case <-a.knocks:
			a.present()`, `case <-a.knocks:`},
}
