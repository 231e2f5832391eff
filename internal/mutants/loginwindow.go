package main

// inLoginWindow are the mutants of the login window.
var inLoginWindow = []mutant{
	{"auth/loginwindow.TestWindowAsTheUserSeesIt", "Escape does not close the window", "auth/loginwindow/window_linux.c", `event->keyval != GDK_KEY_Escape`, `event`},
}
