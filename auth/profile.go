package auth

// Profile is what the ID token (or the UserInfo endpoint) says of the user: the standard claims of the "profile" and
// "email" scopes (OpenID Connect Core, section 5.1) that an application shows. Every field but Subject may be empty.
type Profile struct {
	Subject string
	Name    string
	Email   string
	// Picture is the URL that the provider names. It is the provider's word: fetch it with care, never from a page.
	Picture string
}
