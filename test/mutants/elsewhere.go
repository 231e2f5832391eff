package main

import "slices"

// elsewhere are the mutants of everything but the API. Each names the test that has to fail.
var elsewhere = slices.Concat(inKeys, inSession, inResponses, inSettings, inLocked, inLoginWindow, inWindowUser, inSandbox, inMainWindow, inBrowser, inAPIClient, inRelyingParty, inRegistration, inFrames, inManners, inErrorPage, inProfileCache, inLook, inFrontend, inClaims, inMessages, inNative, overHTTPS, inSupply, inPackages, inWindows, inMacOS)
