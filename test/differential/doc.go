// Package differential compares the relying party with two others on a corpus of valid and mutated ID tokens. All three
// accept the valid tokens, and auth refuses every token that one of the others refuses.
//
// It has tests only. The test provider sends each token to a whole log-in of auth.Session. The verifiers of the two libraries
// then get the same token with the same nonce, access token and key set. If auth accepts more on purpose, the corpus says so
// and why.
package differential
