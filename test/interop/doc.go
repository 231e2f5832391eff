// Package interop runs the journeys of the real app at real providers, which come from outside this project.
//
//	make interop
//
// fetches the providers and starts them on the loopback interface, each with the files in its folder here: Keycloak (the newest one,
// and 24.0.5), the npm package oidc-provider, Ory Hydra, Spring Authorization Server, and Django OAuth Toolkit. Three of them speak
// https with a certificate authority of the test's own, which the system trusts for the time of the test.
//
// At each provider a journey takes the same steps, once in the app's own window and once in headless Chromium. What a provider cannot
// do is in a table, with the reason, and the journey shows that it indeed cannot. docs/providers.md has the table. At Keycloak the
// tests also act as an administrator: they end a session, disable an account, and rotate the keys of the realm. Further clients there
// have other algorithms, other audiences, large access tokens, and levels of authentication.
//
// The tests have the build tag interop. scripts/interop.sh sets the variables that they need, and makes the mount namespace in which
// they may add their authority to those of the system. Each journey leaves its pictures and the app's output in artifacts/interop.
package interop
