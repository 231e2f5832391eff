package main

// inSandbox are the mutants of the sandbox and of the environment.
var inSandbox = []mutant{
	{"auth/loginwindow.TestDecideSandbox", "the sandbox is on whatever the trial says", "auth/loginwindow/sandbox_linux.go", `if err := try(); err != nil {`, `if err := try(); err != nil && proxy == "" {`},
	{"auth/loginwindow.TestDecideSandbox", "variables that name the root folder are not looked at", "auth/loginwindow/sandbox_linux.go", `name != "" {`, `name == "any" {`},
	{"auth/loginwindow.TestVariablesThatNameTheRoot", "only the name / is the root folder", "auth/loginwindow/boundpaths_linux.go", `err == nil && os.SameFile`, `err == nil && path == "/" && os.SameFile`},
	{"auth/loginwindow.TestVariablesThatNameTheRoot", "only the first path of a list is looked at", "auth/loginwindow/boundpaths_linux.go", `strings.Split(value, ":")`, `strings.SplitN(value, ":", 2)[:1]`},
	{"auth/loginwindow.TestVariablesThatNameTheRoot", "the folder of a bus's socket is not looked at", "auth/loginwindow/boundpaths_linux.go", `filepath.Dir(path)`, `path`},
	{"auth/loginwindow.TestTrialThatFails", "a web process outside of the sandbox passes", "auth/loginwindow/confined_linux.go", `<= depth(os.Getpid())`, `< 0`},
	{"auth/loginwindow.TestTrialThatFails", "a sandbox with the root folder in it passes", "auth/loginwindow/confined_linux.go", `os.SameFile(inside, outside)`, `os.SameFile(inside, outside) && ancestor < 0`},
	{"auth/loginwindow.TestTrialThatFails", "a trial without a web process passes", "auth/loginwindow/confined_linux.go", `len(web) == 0`, `len(web) < 0`},
	{"auth/loginwindow.TestTrialThatFails", "the trial has no bound", "auth/loginwindow/trial_linux.go", `time.Now().Add(within)`, `time.Now().Add(time.Hour)`},
	{"auth/loginwindow.TestTrialOfWebKit", "the trial runs without the sandbox", "auth/loginwindow/trial_linux.c", `lw_context(TRUE)`, `lw_context(FALSE)`},
	{"internal/environment.TestEnvironmentIsCleaned", "variables are reported and stay", "internal/environment/environment.go", `os.Unsetenv(name)`, `_ = name`},
	{"internal/environment.TestEnvironmentIsCleaned", "families of variables are not looked at", "internal/environment/environment.go", ` || slices.ContainsFunc(unwantedPrefixes, begins)`, ` || begins("any")`},
	{"internal/environment.TestEnvironmentIsCleaned", "GODEBUG goes whatever it says", "internal/environment/environment.go", `strings.Contains(value, "http2debug")`, `value != ""`},
	{"internal/environment.TestRemovedVariablesAreLogged", "the log does not name what was removed", "internal/environment/environment.go", `len(removed) == 0`, `len(removed) >= 0`},
	{"internal/environment.TestSandboxDoesNotGetTheCacheFolder", "the cache folder is in the sandbox", "internal/environment/environment.go", `os.Setenv("GST_REGISTRY", filepath`, `_ = os.Setenv("GST_REGISTRY_1_0", filepath`},
	{"internal/logging.TestAPanicInABoundMethodIsLoggedWithItsStack", "the stack is left out", "internal/logging/wails.go", `log = log.With("stack", string(stack))`, `log = w.Log`},
	{"internal/logging.TestACrashIsTold", "Go does not write it down", "internal/logging/crash.go", `debug.SetCrashOutput(file,`, `debug.SetCrashOutput(nil,`},
	{"internal/logging.TestACrashIsTold", "it is told at every start", "internal/logging/crash.go", `c.file.Truncate(0)`, `c.file.Sync()`},
	{"internal/logging.TestASecondStartLeavesTheCrashFileAlone", "a second start empties the file", "internal/logging/crash.go", `file, err := safefile.Append(path)`, `file, err := safefile.Append(path)
	if err == nil {
		_ = file.Truncate(0)
	}`},
	{"internal/logging.TestTheCrashFileIsBounded", "the file has no bound", "internal/logging/crash.go", `info.Size() > maxSize`, `info.Size() < 0`},
	{"internal/logging.TestOpenCrashTakesOnlyAFileOfOurs", "the file may be a link, or another file", "internal/logging/crash.go", `file, err := safefile.Append(path)`, `_ = safefile.Append
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)`},
	{"test/e2e.TestJourneyStrayVariables", "the environment stays as it is", "main.go", `removed := environment.Clean()`, `var removed []string`},
	{"test/e2e.TestJourneyStrayVariables", "Go keeps the variable that has it print tokens", "internal/environment/environment.go", `if slices.Contains(removed, http2Debug) {`, `if slices.Contains(removed, "any") {`},
	{"test/e2e.TestJourneyStrayVariables", "a crash is not told", "main.go", `crash.Tell(log)`, `_ = crash`},
}
