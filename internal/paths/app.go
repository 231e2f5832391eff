//go:build !dev && !demo

package paths

// App is the app's name where other programs see it: its folders, its entries in the keyring, its instance, and its windows.
// Development builds have another one.
const App = "wails-openid-oauth"
