// Package hosts is a small internet for a test: hosts of several names, which are found by their names and answer over https
// at port 443 and over http at port 80. An authority that only the test trusts signs their certificates.
//
//	web := hosts.Start(t)
//	web.Handle("provider.example/login", page)          // https://provider.example/login
//	web.HandlePlain("provider.example/login", reported) // the same address without encryption
//	web.Certify("expired.example", hosts.Expired)
//
// A host is there as soon as something names it. The test must be in a namespace of its own (see package namespace).
//
// The package is for tests, on Linux only.
package hosts
