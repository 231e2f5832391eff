package main

// overHTTPS are the mutants of what the login window does with https pages.
var overHTTPS = []mutant{
	{"auth/loginwindow.TestPermissionsAreRefused", "every permission is granted", "on_permission", `webkit_permission_request_deny(request);`, `webkit_permission_request_allow(request);`},
	{"auth/loginwindow.TestPermissionsAreRefused", "nobody refuses permissions", "lw_deny", `g_signal_connect(view, "permission-request", G_CALLBACK(on_permission), data);`, `(void)on_permission;`},
	{"auth/loginwindow.TestWhatPagesDoNotHave", "pages have cameras to ask for", "lw_settings", `"enable-media-stream", FALSE,`, `"enable-media-stream", TRUE,`},
	{"auth/loginwindow.TestWhatPagesDoNotHave", "pages have the whole screen", "lw_settings", `"enable-fullscreen", FALSE,`, `"enable-fullscreen", TRUE,`},
	{"auth/loginwindow.TestWhatPagesDoNotHave", "pages draw with the graphics card", "lw_settings", `"enable-webgl", FALSE,`, `"enable-webgl", TRUE,`},
	{"auth/loginwindow.TestWhatPagesDoNotHave", "pages keep the screen awake", "unwanted", `"ScreenWakeLockAPI", NULL`, `NULL`},
	{"auth/loginwindow.TestRedirectIsCaughtBeforeAnyConnection", "WebKit connects to the target of a link", "unwanted", `"LinkPreconnect",`, ``},
	{"auth/loginwindow.TestC_TLS_VERIFY", "bad certificates do not count", "lw_context", `WEBKIT_TLS_ERRORS_POLICY_FAIL`, `WEBKIT_TLS_ERRORS_POLICY_IGNORE`},
	{"auth/loginwindow.TestC_TLS_VERIFY", "all bad certificates are those of strangers", "on_tls_failed", `if (errors & G_TLS_CERTIFICATE_BAD_IDENTITY)`, `if (!errors)`},
	{"auth/loginwindow.TestC_TLS_VERIFY", "expired certificates are those of strangers", "on_tls_failed", `kind = LW_FAIL_TLS_EXPIRED;`, `kind = LW_FAIL_TLS;`},
}
