//go:build dev || demo

package paths

// App is the name of a development build. It shares nothing with the installed app: neither the one running instance nor the
// session, the settings, the log or the place of the window. So both can run at once, and neither signs the other out.
const App = "wails-openid-oauth-dev"
