// Package differential compares the relying party with two others: over one corpus of ID tokens, valid ones and
// mutations, auth refuses whatever either of them refuses, and all of them accept what is valid.
//
// It has tests only. Each token is sent twice: by the test provider to a whole log-in of auth.Session, and with the same
// nonce, access token and key set to the verifiers of the two libraries. Where auth is the more lenient one, on purpose,
// the corpus says so and why.
package differential
