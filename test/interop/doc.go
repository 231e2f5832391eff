// Package interop runs the journeys of the real app with a real Keycloak, a provider from outside this project.
//
//	make interop
//
// fetches Keycloak and starts it on the loopback interface with the realm in realm.json. The tests act as a user and as an
// administrator, with Keycloak's pages in the app's windows: log in, call the API, renew, log out, end a session, disable an
// account, rotate the realm's keys. They read the provider's state from its administration interface.
//
// The tests have the build tag interop. KEYCLOAK_HOME must be a distribution for which "kc.sh build --db=dev-mem" was run, and
// JAVA_HOME must be Java 21 or newer. scripts/interop.sh provides both. Each journey leaves its pictures and the app's output in
// artifacts/interop.
package interop
