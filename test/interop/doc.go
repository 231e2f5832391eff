// Package interop runs the journeys of the real app with a real Keycloak, a provider from outside this project.
//
//	make interop
//
// fetches Keycloak, starts it on the loopback interface with the realm in realm.json, and does on its own pages in the
// app's own windows what a person and an administrator do: log in, call the API, renew, log out, end a session, disable
// an account, rotate the realm's keys. Whatever the provider knows is looked up in its own administration interface.
//
// The tests have the build tag interop and need KEYCLOAK_HOME, a distribution for which "kc.sh build --db=dev-mem" was
// run, and JAVA_HOME, Java 21 or newer; scripts/interop.sh sees to both. Each journey leaves its pictures and the app's
// output in artifacts/interop.
package interop
