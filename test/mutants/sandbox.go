package main

// inSandbox are the mutants of the sandbox and of the environment.
var inSandbox = []mutant{
	{"auth/loginwindow.TestDecideSandbox", "the sandbox is on whatever the trial says", "decideSandbox", `if err := try(); err != nil {`, `if err := try(); err != nil && proxy == "" {`},
	{"auth/loginwindow.TestDecideSandbox", "variables that name the root folder are not looked at", "decideSandbox", `name != "" {`, `name == "any" {`},
	{"auth/loginwindow.TestVariablesThatNameTheRoot", "only the name / is the root folder", "isRoot", `err == nil && os.SameFile`, `err == nil && path == "/" && os.SameFile`},
	{"auth/loginwindow.TestVariablesThatNameTheRoot", "only the first path of a list is looked at", "list", `strings.Split(value, ":")`, `strings.SplitN(value, ":", 2)[:1]`},
	{"auth/loginwindow.TestVariablesThatNameTheRoot", "the folder of a bus's socket is not looked at", "socketFolder", `filepath.Dir(path)`, `path`},
	{"auth/loginwindow.TestTrialThatFails", "a web process outside of the sandbox passes", "confined", `<= depth(os.Getpid())`, `< 0`},
	{"auth/loginwindow.TestTrialThatFails", "a sandbox with the root folder in it passes", "confined", `os.SameFile(inside, outside)`, `os.SameFile(inside, outside) && ancestor < 0`},
	{"auth/loginwindow.TestTrialThatFails", "a trial without a web process passes", "confined", `len(web) == 0`, `len(web) < 0`},
	{"auth/loginwindow.TestTrialThatFails", "the trial has no bound", "runTrial", `time.Now().Add(within)`, `time.Now().Add(time.Hour)`},
	{"auth/loginwindow.TestTrialOfWebKit", "the trial runs without the sandbox", "trial_linux.c", `lw_context(TRUE)`, `lw_context(FALSE)`},
	{"internal/environment.TestEnvironmentIsCleaned", "variables are reported and stay", "Clean", `os.Unsetenv(name)`, `_ = name`},
	{"internal/environment.TestEnvironmentIsCleaned", "families of variables are not looked at", "isUnwanted", `|| slices.ContainsFunc(unwantedPrefixes, begins)`, `|| begins("any")`},
	{"internal/environment.TestEnvironmentIsCleaned", "GODEBUG goes whatever it says", "isUnwanted", `strings.Contains(value, "http2debug")`, `value != ""`},
	{"internal/environment.TestRemovedVariablesAreLogged", "the log does not name what was removed", "Tell", `len(removed) == 0`, `len(removed) >= 0`},
	{"internal/environment.TestSandboxDoesNotGetTheCacheFolder", "the cache folder is in the sandbox", "narrowSandbox", `os.Setenv("GST_REGISTRY", filepath`, `_ = os.Setenv("GST_REGISTRY_1_0", filepath`},
	{"internal/logging.TestAPanicInABoundMethodIsLoggedWithItsStack", "the stack is left out", "Wails.Error", `log = log.With("stack", string(stack))`, `log = w.Log`},
	{"internal/logging.TestACrashIsTold", "Go does not write it down", "OpenCrash", `debug.SetCrashOutput(file,`, `debug.SetCrashOutput(nil,`},
	{"internal/logging.TestACrashIsTold", "it is told at every start", "Crash.Tell", `safefile.Empty(c.file)`, `c.file.Sync()`},
	{"internal/logging.TestASecondStartLeavesTheCrashFileAlone", "a second start empties the file", "OpenCrash", `file, err := safefile.Append(path)`, `file, err := safefile.Append(path)
	if err == nil {
		_ = safefile.Empty(file)
	}`},
	{"internal/logging.TestTheCrashFileIsBounded", "the file has no bound", "OpenCrash", `info.Size() > maxSize`, `info.Size() < 0`},
	{"internal/logging.TestOpenCrashTakesOnlyAFileOfOurs", "the file may be a link, or another file", "OpenCrash", `file, err := safefile.Append(path)`, `_ = safefile.Append
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)`},
	{"test/e2e.TestJourneyStrayVariables", "the environment stays as it is", "main.main", `removed := environment.Clean()`, `var removed []string`},
	{"test/e2e.TestJourneyStrayVariables", "Go keeps the variable that has it print tokens", "Tell", `if slices.Contains(removed, http2Debug) {`, `if slices.Contains(removed, "any") {`},
	{"test/e2e.TestJourneyStrayVariables", "a crash is not told", "main.tellCrash", `crash.Tell(log)`, `_ = crash`},
}
