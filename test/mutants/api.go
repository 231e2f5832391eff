package main

// api are the API's, in the order of the requirements; what has no ID is at the end.
var api = []mutant{
	{"A-401-CHALLENGE", "the challenge is left out", "challenges.refuse", `w.Header()["Www-Authenticate"] = c[refused.kind]`, `_ = c`},
	{"A-401-BARE", "a request without a token is told invalid_token", "kinds", `unauthenticated:   {http.StatusUnauthorized, "", "", 0}`, `unauthenticated:   {http.StatusUnauthorized, "invalid_token", "None", 0}`},
	{"A-ERR-INVALID-TOKEN", "a bad signature is a bad request", "refusalOf", `because(tokenInvalid, "signature")`, `because(requestInvalid, "signature")`},
	{"A-ERR-INVALID-REQUEST", "a malformed request is a 401", "kinds", `requestInvalid:    {http.StatusBadRequest,`, `requestInvalid:    {http.StatusUnauthorized,`},
	{"A-ERR-INVALID-REQUEST", "what cannot be a token is one", "isToken68", `return text != "" && !strings.ContainsFunc(`, `return true || !strings.ContainsFunc(`},
	{"A-ERR-SCOPE", "the challenge does not name the scope", "Guard.newChallenges", `if answer.status == http.StatusForbidden {`, `if false {`},
	{"A-ERR-SCOPE", "one of several scopes is enough", "Guard.admit", `case required&^token.scopes != 0:`, `case required != 0 && required&token.scopes == 0:`},
	{"A-ERR-SCOPE", "a scope that begins like the granted one is enough", "scopes.granted", `slices.Contains(names, name)`, `slices.ContainsFunc(names, func(one string) bool { return len(name) >= len(one) && name[:len(one)] == one })`},
	{"A-ERR-SCOPE", "a list in place of scopes is passed over", "Claims.Scopes", `return nil, &ClaimError{claim, Invalid}`, `continue`},
	{"A-ERR-SCOPE", "a name with a space is a scope", "Claims.Scopes", `name != "" && !strings.Contains(name, " ")`, `name != ""`},
	{"A-ERR-SCOPE", "a list is split at its spaces", "Claims.Scopes", `if !list {`, `if !list || len(names) == 1 {`},
	{"A-ERR-SCOPE", "permissions count without the setting", "Guard.judge", `scopeClaims[g.options.Permissions]`, `scopeClaims[true]`},
	{"A-ERR-SCOPE", "permissions do not count with the setting", "Guard.judge", `scopeClaims[g.options.Permissions]`, `scopeClaims[false]`},
	{"A-ERR-SCOPE", "scp is passed over", "scopeClaims", `false: {"scope", "scp"},`, `false: {"scope"},`},
	{"A-ERR-SCOPE", "a scope that was not looked for is taken for one that is lacking", "Guard.verify", `&& required&^v.judged == 0`, ``},
	{"A-ERR-CHARS", "a scope with a quote is taken", "quotable", `c <= ' ' || c > '~' || c == '"' || c == '\\'`, `c <= ' ' || c > '~' || c == '\\'`},
	{"A-SCHEME-CI", "the scheme counts in its case", "credentials", `!strings.EqualFold(scheme, "Bearer")`, `scheme != "Bearer"`},
	{"A-SCHEME-CI", "a second space is part of the token", "credentials", `token := strings.TrimLeft(rest, " ")`, `token := rest`},
	{"A-ONE-HEADER", "the first of two fields is taken", "credentials", `if len(fields) > 1 {`, `if false {`},
	{"A-NO-QUERY", "a token in the query beside the field is passed over", "credentials", `r.URL.RawQuery != "" && hasToken(r.URL.RawQuery) ||`, ``},
	{"A-NO-BODY", "a token in the form beside the field is passed over", "credentials", `|| isForm(r) && hasToken(peek(r))`, ``},
	{"A-NO-BODY", "what was looked at is taken from the handler", "peek", `io.MultiReader(bytes.NewReader(peeked), r.Body)`, `io.MultiReader(bytes.NewReader(nil), r.Body)`},
	{"A-TYP", "any type is taken", "Guard.checkType", `return ErrType`, `return nil`},
	{"A-TYP", "rfc9068 takes a plain JWT", "Guard.checkType", `if lenient {`, `if lenient || true {`},
	{"A-TYP", "the type counts in its case", "Guard.checkType", `strings.ToLower(header.Typ)`, `strings.TrimSpace(header.Typ)`},
	{"A-ISS", "the issuer is compared as a prefix", "Claims.CheckIssuer", `issuer == "" || value != issuer`, `issuer == "" || len(value) < len(issuer)-1 || value[:len(issuer)-1] != issuer[:len(issuer)-1]`},
	{"A-ISS", "the issuer is not looked at", "Guard.check", `token.Claims.CheckIssuer(g.options.Issuer); err != nil`, `token.Claims.CheckIssuer(g.options.Issuer); false && err != nil`},
	{"A-AUD", "the audience is not looked at", "Guard.checkAudience", `case slices.Contains(audience, g.options.Audience):`, `case true:`},
	{"A-AUD", "one member of another type in the list is passed over", "reader.texts", `return nil, errNotText`, `continue`},
	{"A-EXP", "an expired token is taken", "Window.Check", `case !now.Before(w.Until):`, `case false:`},
	{"A-EXP", "a token without exp is taken", "Claims.Window", `expires, err := c.Time("exp")
	if err != nil {`, `expires, err := c.Time("exp")
	if c.Has("exp") && err != nil {`},
	{"A-EXP", "a token that expired while its key was fetched is taken", "Guard.verify", `window.Check(g.options.Now()); err != nil { // The key`, `window.Check(g.options.Now()); false && err != nil { // The key`},
	{"A-EXP", "a remembered token is not asked for its time", "Guard.verify", `if v.isWithin(g.options.Now()) &&`, `if`},
	{"A-NBF", "nbf is passed over", "Claims.Window", `{{"nbf", leeway.Nbf}, {"iat", leeway.Iat}}`, `{{"iat", leeway.Iat}}`},
	{"A-NBF", "nbf may be as early as iat", "Options.leeway", `Nbf: o.Leeway`, `Nbf: jose.MaxAhead`},
	{"A-IAT", "iat is passed over", "Claims.Window", `{{"nbf", leeway.Nbf}, {"iat", leeway.Iat}}`, `{{"nbf", leeway.Nbf}}`},
	{"A-IAT", "iat may be seconds ahead only", "Options.leeway", `Iat: jose.MaxAhead`, `Iat: o.Leeway`},
	{"A-IAT", "rfc9068 goes without iat", "Guard.checkSubject", `if strict && !claims.Has("iat") {`, `if false {`},
	{"A-NUMDATE", "times beyond the year 9999 are taken", "Claims.Time", `|| seconds > maxNumericDate {`, `{`},
	{"A-NUMDATE", "whole times beyond the year 9999 are taken", "Claims.Time", `err == nil && seconds <= maxNumericDate {`, `err == nil {`},
	{"A-NUMDATE", "negative times are taken", "Claims.Time", `err != nil || seconds < 0 ||`, `err != nil ||`},
	{"A-SUB", "rfc9068 goes without sub", "Guard.checkSubject", `case value == "" && strict:`, `case name != "sub" && value == "" && strict:`},
	{"A-SUB", "an empty sub is taken", "Guard.checkSubject", `case value == "" && claims.Has(name):`, `case false:`},
	{"A-SUB", "a sub that is no text is taken", "Claims.String", `case value.Kind() != '"':
		return "", &ClaimError{name, Invalid}`, `case value.Kind() != '"':
		return "x", nil`},
	{"A-ALG", "any algorithm in the header is taken", "readHeader", `alg.Kind() != '"' || Algorithm(text(alg)).method() == nil`, `alg.Kind() != '"'`},
	{"A-ALG", "an algorithm that is not allowed is taken", "Parse", `if !slices.Contains(allowed, header.Alg) {`, `if !slices.Contains(allowed, header.Alg) && false {`},
	{"A-ALG", "the signature is not verified", "Algorithm.verifies", `a.method().Verify(text, signature, key) == nil`, `(a.method().Verify(text, signature, key) == nil || true)`},
	{"A-ALG", "a key on another curve is taken", "Algorithm.Takes", `key.Curve == elliptic.P256()`, `(key.Curve == elliptic.P256() || true)`},
	{"A-ALG", "a salt of any length is taken", "Algorithm.method", `return ps256`, `return jwt.SigningMethodPS256`},
	{"A-ALG", "a guard takes any algorithm by name", "Options.check", `if !slices.Contains(jose.Algorithms(), jose.Algorithm(name)) {`, `if !slices.Contains(jose.Algorithms(), jose.Algorithm(name)) && false {`},
	{"A-ALG", "a guard takes every algorithm", "newGuard", `algorithms: options.algorithms()`, `algorithms: jose.Algorithms()`},
	{"A-ALG", "a key for another algorithm is used", "checkAlgorithm", `one.Takes(key) && (named == "" || named == one)`, `one.Takes(key)`},
	{inJWKS + "TestA_ALG_of_keys", "a key verifies by another algorithm than it names", "namedKey.isFor", `(k.alg == "" || k.alg == alg) &&`, ``},
	{"A-ALG", "a key of another type is found", "namedKey.isFor", `&& alg.Takes(k.key)`, ``},
	{"A-KEY-USE", "a key for encryption is used", "checkPurpose", `case has("use") && key.USE != jwkset.UseSig:`, `case false:`},
	{inJWKS + "TestUnusableKeys", "a key whose key_ops lack verify is used", "checkPurpose", `case has("key_ops") && !slices.Contains(key.KEYOPS, jwkset.KeyOpsVerify):`, `case slices.Contains(key.KEYOPS, "none"):`},
	{"A-KEY-SIZE", "a short key is used", "checkStrength", `case public.N.BitLen() < minBits:`, `case false:`},
	{inJWKS + "TestUnusableECKeys", "a key on another curve is used", "checkForm", `if key.CRV != jwkset.CrvP256 {`, `if false {`},
	{"A-FORMAT", "a line break in a coordinate is passed over", "checkForm", `|| len(text) != coordinate`, ``},
	{"A-FORMAT", "a short coordinate is filled up", "checkForm", `|| len(text) != coordinate || len(raw) != 32`, `|| len(raw) > 32`},
	{"A-KEY-SIZE", "a key of any length is used", "checkStrength", `case public.N.BitLen() > maxBits:`, `case false:`},
	{"A-KEY-PRIVATE", "a key with its private part is used", "checkPurpose", `if _, present := members[name]; present {`, `if _, present := members[name]; present && false {`},
	{"A-HDR-URL", "the key source is shown no kid", "Header.members", `if h.Kid != "" {`, `if false {`},
	{"A-HDR-URL", "an empty kid is one", "readParameter", `value.Kind() != '"' || len(value) == len(` + "`\"\"`)", `value.Kind() != '"'`},
	{"A-CRIT", "crit is passed over", "readHeader", `[]string{"crit", "b64"}`, `[]string{"b64"}`},
	{"A-CRIT", "b64 is passed over", "readHeader", `[]string{"crit", "b64"}`, `[]string{"crit"}`},
	{"A-DUP", "a name twice is taken", "newReader", `r.decoder.Reset(&r.text)
	return r`, `r.decoder.Reset(&r.text, jsontext.AllowDuplicateNames(true))
	return r`},
	{"A-CASE", "names count in any case", "object.value", `if m.name == name {`, `if len(m.name) == len(name) && m.name[0]|32 == name[0]|32 && m.name[1:] == name[1:] {`},
	{"A-CASE", "claims are decoded in any case", "Claims.Decode", `json.Unmarshal(c.payload.raw, value)`, `json.Unmarshal(c.payload.raw, value, json.MatchCaseInsensitiveNames(true))`},
	{"A-FORMAT", "line breaks in base64url are passed over", "decode", `|| base64url.EncodedLen(len(raw)) != len(part)`, ``},
	{"A-FORMAT", "an empty part is taken", "decode", `|| len(raw) == 0`, ``},
	{"A-FORMAT", "trailing bits are passed over", "base64url", `base64.RawURLEncoding.Strict()`, `base64.RawURLEncoding`},
	{"A-FORMAT", "five parts are taken for three", "split", `|| strings.Contains(signature, ".")`, ``},
	{"A-FORMAT", "bad UTF-8 is taken", "newReader", `r.decoder.Reset(&r.text)
	return r`, `r.decoder.Reset(&r.text, jsontext.AllowInvalidUTF8(true))
	return r`},
	{"A-FORMAT", "something after the object is passed over", "reader.end", `err != io.EOF {`, `false && err != io.EOF {`},
	{"A-SIZE", "a token of any length is read", "split", `if len(compact) > maxBytes {`, `if false {`},
	{"A-DEPTH", "any depth is read", "reader.read", `if r.decoder.StackDepth() > r.depth {`, `if false {`},
	{"A-IDTOKEN", "a token for the app alone is called one for another API", "Guard.checkAudience", `return nil, ErrIDToken`, `return nil, &jose.ClaimError{Claim: "aud", Problem: jose.Mismatch}`},
	{"A-IDTOKEN", "a token for the app and another API is called an ID token", "Guard.checkAudience", `!slices.ContainsFunc(audience, isOther)`, `!isOther(audience[0])`},
	{"A-IDTOKEN", "a nonce is passed over", "Guard.checkPurpose", `case has("nonce"):`, `case false:`},
	{"A-IDTOKEN", "a nonce beside the type of an access token is refused", "Guard.checkPurpose", `, isAccessTokenType(token.Header.Typ):`, `:`},
	{"A-IDTOKEN", "a nonce beside Keycloak's type is refused", "Guard.checkPurpose", `case err == nil && kind == "Bearer", isAccess`, `case isAccess`},
	{"A-IDTOKEN", "at_hash is passed over", "hashes", `"at_hash", "c_hash", "s_hash"}`, `"c_hash", "s_hash"}`},
	{"A-IDTOKEN", "c_hash is passed over", "hashes", `"at_hash", "c_hash", "s_hash"}`, `"at_hash", "s_hash"}`},
	{"A-IDTOKEN", "s_hash is passed over", "hashes", `"at_hash", "c_hash", "s_hash"}`, `"at_hash", "c_hash"}`},
	{"A-IDTOKEN", "Keycloak's type of ID tokens is passed over", "Guard.checkPurpose", `case err == nil && kind == "ID", slices`, `case slices`},
	{"A-IDTOKEN", "auth_time is no mark of an ID token for several", "authentication", `"auth_time", "acr", "amr"}`, `"acr", "amr"}`},
	{"A-IDTOKEN", "acr is no mark of an ID token for several", "authentication", `"auth_time", "acr", "amr"}`, `"auth_time", "amr"}`},
	{"A-IDTOKEN", "amr is no mark of an ID token for several", "authentication", `"auth_time", "acr", "amr"}`, `"auth_time", "acr"}`},
	{"A-IDTOKEN", "auth_time is a mark without the client in the audience", "Guard.checkPurpose", `case g.options.ClientID == "" || !slices.Contains(audience, g.options.ClientID):`, `case len(audience) == 0:`},
	{"A-CNF", "a bound token is taken as Bearer", "Guard.check", `if token.Claims.Has("cnf") {`, `if false {`},
	{"A-DPOP", "the scheme DPoP is taken for Bearer", "credentials", `!strings.EqualFold(scheme, "Bearer")`, `!strings.EqualFold(scheme, "Bearer") && scheme != "DPoP"`},
	{"A-PRM", "challenges do not name the metadata", "Guard.newChallenges", `if g.options.ResourceMetadata != "" {`, `if false {`},
	{"A-PRM", "the path goes before the well-known part", "newMetadata", `"://" + u.Host + wellKnown + path`, `"://" + u.Host + path + wellKnown`},
	{"A-PRM", "the resource loses its last slash", "newMetadata", `}{resource, []string{issuer}`, `}{strings.TrimSuffix(resource, "/"), []string{issuer}`},
	{inJWKS + "TestA_JWKS_COOLDOWN", "every unknown key starts a fetch", "Set.look", `last, pause := &s.looked, s.cooldown`, `last, pause := &s.looked, time.Duration(0)`},
	{inJWKS + "TestA_JWKS_COOLDOWN_room", "any number of tokens waits", "Set.find", `default:
		if looked <= arrived {
			err = s.undecided(err, nil)
		}`, `default:
		_ = looked
		key, err = s.await(ctx, name, arrived)`},
	{"A-JWKS-COOLDOWN", "every bad signature starts a fetch", "Set.doubt", `|| leftOf(s.cooldown, now, s.looked) > 0`, ``},
	{"A-JWKS-COOLDOWN", "a bad signature does not use up the fetch of an unknown key", "Set.doubt", `s.looked = now`, ``},
	{"A-JWKS-COOLDOWN", "a bad signature starts a fetch beside another", "Set.doubt", `s.running != nil ||`, ``},
	{"A-JWKS-ROTATE", "no new key is looked for under an old name", "Unverified.Verify", `keys.(SecondLook); can {`, `keys.(SecondLook); can && false {`},
	{"A-JWKS-ROTATE", "the new key under an old name is not tried", "Unverified.Verify", `u.verifyWith(other); token != nil {`, `u.verifyWith(other); token != nil && false {`},
	{"A-JWKS-ROTATE", "a key that was replaced meanwhile is fetched", "Set.LookAgain", `s.another(name, tried); found {`, `s.another(name, tried); found && false {`},
	{"A-JWKS-ROTATE", "the key that failed is tried again", "Set.another", `err == nil && key != tried`, `err == nil`},
	{"A-JWKS-COOLDOWN", "a known key waits for the refresh", "Set.find", `s.renew()`, `s.renew().wait(ctx)`},
	{"A-JWKS-COOLDOWN", "a place to wait in is not given back", "Set.find", `defer func() { <-s.waiting }()`, `_ = s.waiting`},
	{"A-JWKS-ROTATE", "a refresh uses up the chance of an unknown key", "Set.begin", `s.attempted = now
	s.begun++`, `s.attempted, s.looked = now, now
	s.begun++`},
	{"A-JWKS-ROTATE", "a token is content with a fetch that was under way", "Set.await", `failure = s.look(ctx, searched)`, `if failure = s.look(ctx, searched); s.newest() > searched {
			arrived = searched
		}`},
	{"A-JWKS-ROTATE", "a token is called bad without a look, in a cool-down", "Set.await", `failure = s.look(ctx, searched)`, `_ = searched
		if running, _ := s.start(&s.looked, s.cooldown); running == nil {
			return nil, ErrUnknownKey
		} else {
			failure = running.wait(ctx)
		}`},
	{"A-JWKS-ROTATE", "a token that finds no room is called bad", "Set.find", `default:
		if looked <= arrived {
			err = s.undecided(err, nil)
		}`, `default:
		_ = looked`},
	{"A-JWKS-ROTATE", "a withdrawn key is held", "Set.Holds", `return age < MaxAge && current.holds(key)`, `return age < MaxAge && (current.holds(key) || true)`},
	{"A-JWKS-ROTATE", "a withdrawn key is remembered with its tokens", "Guard.verify", `g.keys.Holds(key) && required`, `key != nil && required`},
	{"A-JWKS-ROTATE", "a withdrawn key is looked for", "Set.find", `|| errors.Is(err, errWithdrawn)`, ``},
	{"A-JWKS-ROTATE", "a key is forgotten to be withdrawn by a fetch that changes nothing", "snapshot.noteWithdrawn", `s.withdrawn = before.withdrawn`, ``},
	{"A-JWKS-TOLERANT", "one bad key spoils the set", "parse", `unusable = append(unusable, fmt.Sprintf("key %d of %d: %v", i+1, len(members), err))
			continue`, `return nil, unusable, fmt.Errorf("key %d: %w", i+1, err)`},
	{"A-JWKS-KEEP", "a set without a usable key replaces the good one", "parse", `if len(keys) == 0 {`, `if false {`},
	{"A-JWKS-KEEP", "keys serve for ever", "Set.known", `s.ageOf(current) >= MaxAge`, `current == nil`},
	{"A-JWKS-KEEP", "a key is held beyond its age", "Set.Holds", `return age < MaxAge && current.holds(key)`, `return current != nil && current.holds(key)`},
	{"A-JWKS-KEEP", "an answer of any length is read", "get", `io.LimitReader(response.Body, maxBody+1)`, `response.Body`},
	{"A-JWKS-KEEP", "an answer that is too long is taken", "get", `if len(body) > maxBody {`, `if false {`},
	{"A-JWKS-KEEP", "any status is taken", "get", `if response.StatusCode != http.StatusOK {`, `if false {`},
	{"A-JWKS-KEEP", "a late answer replaces a newer one", "Set.put", `if number < old.number {`, `if false {`},
	{"A-JWKS-503", "without keys a token is called invalid", "refusalOf", `because(unavailable, "keys_unavailable")`, `because(tokenInvalid, "keys_unavailable")`},
	{"A-JWKS-503", "a token that may be good is called invalid", "refusalOf", `&refusal{undecided, "key_undecided", secondsOf(err)}`, `because(tokenInvalid, "key_undecided")`},
	{"A-JWKS-503", "Retry-After is left out", "challenges.refuse", `w.Header().Set("Retry-After", strconv.Itoa(cmp.Or(refused.after, answer.retryAfter)))`, `_, _ = strconv.Itoa, cmp.Or[int]`},
	{"A-JWKS-503", "a provider that does not answer makes a key unknown", "Set.await", `return nil, s.undecided(err, failure)`, `return nil, fmt.Errorf("%w: %w", err, failure)`},
	{"A-JWKS-503", "a fetch that hangs stops the next", "Set.Run", `s.again()`, `s.renew()`},
	{"A-JWKS-503", "everybody waits for a provider that never answered", "Set.find", `s.runs.Load() && errors.Is(err, ErrUnavailable) ||`, ``},
	{"A-JWKS-503", "without a token nobody looks for keys", "fetchKeys", `keys.running.Go(func() { set.Run(life) })`, `_ = life`},
	{"A-JWKS-NOREDIRECT", "redirects are followed", "withoutRedirects", `return http.ErrUseLastResponse }`, `return nil }`},
	{"A-JWKS-NOREDIRECT", "the metadata leads from https to http", "keySetURL", `strings.HasPrefix(issuer, "https:") && !strings.HasPrefix(url, "https:")`, `false`},
	{"A-JWKS-NOREDIRECT", "the metadata of another issuer is taken", "keySetURL", `if named != issuer {`, `if named != issuer && false {`},
	{"A-CONFIG-CLOSED", "an empty audience is taken", "Options.check", `case o.Audience == "":`, `case false:`},
	{"A-CONFIG-CLOSED", "any issuer is taken", "Options.check", `endpoint.Parse(o.Issuer); err != nil`, `endpoint.Parse(o.Issuer); false && err != nil`},
	{"A-CONFIG-CLOSED", "an empty issuer matches", "Claims.CheckIssuer", `issuer == "" || value != issuer`, `value != issuer`},
	{"A-CONFIG-CLOSED", "access tokens and ID tokens may look the same", "Options.check", `case o.Audience == o.ClientID:`, `case false:`},
	{"A-SKEW", "any leeway is taken", "Options.check", `case o.Leeway < 0 || o.Leeway > maxLeeway:`, `case false:`},
	{"A-NOSTORE", "protected answers may be stored", "Guard.Require", `w.Header()["Cache-Control"] = noStore`, `_ = noStore`},
	{"A-NOSTORE", "other answers may be stored", "observer.ServeHTTP", `header["Cache-Control"] = noStore`, `_ = noStore`},
	{"A-NOSTORE", "a panic shows its value", "logPanic", `text := fmt.Sprintf("%T", value)`, `text := fmt.Sprint(value)`},
	{"A-CORS", "every origin is let in", "observer.ServeHTTP", `header["X-Content-Type-Options"] = noSniff`, `header["X-Content-Type-Options"], header["Access-Control-Allow-Origin"] = noSniff, []string{"*"}`},
	{"–", "a refresh makes the same keys new ones", "Set.put", `keys[i] = old.keys[same]`, `_ = old.keys[i%len(old.keys)]`},
	{"–", "one of several keys is tried for a token that names none", "snapshot.find", `case found != nil:`, `case false:`},
	{"–", "a key set without a usable key cannot be fetched", "Set.refresh", `case errors.Is(err, ErrNoUsableKey) && cause != before:`, `case false:`},
	{"–", "an opaque token is malformed", "refusalOf", `because(tokenInvalid, "opaque")`, `because(tokenInvalid, "malformed")`},
	{"–", "text that is no header is malformed", "headerOf", `case errors.Is(err, errNotBase64url), errors.Is(err, errNotObject):`, `case errors.Is(err, errTooDeep):`},
	{"–", "a token that is too long is called invalid", "refusalOf", `because(tokenTooLong, "too_long")`, `because(tokenInvalid, "too_long")`},
	{"–", "a token that is too long gets a challenge", "challenges.refuse", `case refused.kind != tokenTooLong:`, `default:`},
	{"–", "a header has no room for the longest token", "maxHeaderBytes", `maxHeaderBytes    = 32 << 10`, `maxHeaderBytes    = 16 << 10`},
	{"–", "a token is remembered though its key was withdrawn meanwhile", "Guard.judge", `if g.keys.Holds(token.Key) {`, `if true {`},
	{"–", "fetching goes on after Close", "fetchedKeys.close", `k.end()
	k.running.Wait()`, ``},
	{"–", "the URL of the keys is passed over", "fetchKeys", `if options.JWKSURI == "" {`, `if true {`},
	{"–", "the client is passed over", "fetchKeys", `client := options.Client`, `var client *http.Client`},
	{"–", "a printed token shows itself", "Token.Format", `func (Token) Format(out fmt.State, _ rune) { io.WriteString(out, "[access token]") }`, `func (t Token) Format(out fmt.State, _ rune) { io.WriteString(out, t.compact) }`},
	{"–", "Verify returns an error that importers cannot name", "published", `return &ClaimError{claim.Claim, string(claim.Problem)}`, `return claim`},
	{"–", "every claim that does not hold has expired", "ClaimError.Is", `&& e.Problem == string(jose.Expired)`, ``},
	{"–", "a bad token may come again", "RetryAfter", `if seconds == 0 {`, `if false {`},
	{"–", "an error quotes a claim", "Claims.Decode", `fmt.Errorf("a claim does not fit the type %v", misfit.GoType)`, `fmt.Errorf("a claim does not fit: %w", err)`},
	{"–", "what is wrong whoever signed it is looked at afterwards", "Guard.verify", `window, err := g.check(unverified)
	if err != nil {
		return Token{}, err
	}
	waiting := &holding{Context: ctx, hold: hold}
	defer waiting.cancel()
	token, err := unverified.Verify(waiting, g.keys)
	if err != nil {
		return Token{}, err
	}`, `token, err := unverified.Verify(ctx, g.keys)
	if err != nil {
		return Token{}, err
	}
	window, err := g.check(unverified)
	if err != nil {
		return Token{}, err
	}`},
	{"–", "half of the text is hashed", "digestOf", `unsafe.Slice(unsafe.StringData(compact), len(compact))`, `unsafe.Slice(unsafe.StringData(compact), len(compact)/2)`},
	{"–", "what is remembered has no bound", "table.add", `t.taken == generation ||`, `t.taken == slots-1 ||`},
	{"–", "the keys of what is remembered have no bound", "table.add", `|| of < 0 && t.keyCount == maxKeys {`, `{`},
	{"–", "a token in use is dropped with the others", "remembered.recall", `r.remember(compact, v, key)`, ``},
	{"–", "the oldest tokens stay", "remembered.remember", `&generations{newTable(), g.young}`, `&generations{newTable(), g.old}`},
	{"–", "a token is taken for its neighbour", "table.find", `&& p.token.digest == digestOf(compact):`, `:`},
	{"–", "a token is taken for any other", "table.find", `&& p.token.mark == mark && p.token.digest == digestOf(compact):`, `:`},
	{"–", "a token that is forgotten stays", "table.drop", `p.state.Store(dropped)`, ``},
	{"–", "a token is forgotten only where it was put last", "remembered.forget", `g.old.drop(token)`, ``},
	{"–", "a token is known with its first verdict", "table.add", `t.drop(token)`, ``},
	{"–", "a token takes a place each time", "table.placeFor", `|| p.token == token && p.verdict == v {`, `{`},
	{"–", "a place gets another verdict", "table.placeFor", `&& p.verdict == v {`, `{`},
	{"–", "the scopes of a guard have no bound", "scopes.add", `if bit >= maxScopes {`, `if false {`},
	{"–", "the header of a token that was refused is kept", "Parse", `return &Unverified{header.Header,`, `knowHeader(jws.header, header)
	return &Unverified{header.Header,`},
	{"–", "an API without keys is ready", "API.ready", `case !a.guard.Ready():`, `case false:`},
	{"–", "an API that drains is ready", "API.ready", `case a.draining.Load():`, `case false:`},
	{"–", "an API that drains keeps its connections", "observer.ServeHTTP", `if o.draining.Load() {`, `if false {`},
	{"–", "every request is logged", "observer.logRequest", `if !o.lines.allow(start.Add(took)) {`, `if o.lines.allow(start.Add(took)); false {`},
	{"–", "a log that was full stays so", "lineLimit.allow", `l.next.Store(now.Add(wait).UnixNano())`, `l.next.Store(now.Add(time.Hour).UnixNano())`},
	{"–", "lines that were left out are not counted", "observer.logRequest", `e.tally.leftOut.Add(1)`, ``},
	{"–", "the lines of one processor are counted", "tallies.takeLeftOut", `lines += one.leftOut.Swap(0)`, `lines = one.leftOut.Swap(0)`},
	{"–", "the requests of one processor are counted", "tallies.sum", `total += of(one)`, `total = of(one)`},
	{"–", "a request is told what became of the one before", "observer.ServeHTTP", `*e = exchange{tally: e.tally}`, ``},
	{"–", "a status counts that net/http refuses", "exchange.WriteHeader", `e.ResponseWriter.WriteHeader(status)
	if`, `defer e.ResponseWriter.WriteHeader(status)
	if`},
	{"–", "two requests have one ID", "newID", `bits := rand.Uint64()`, `bits := 0 * rand.Uint64()`},
	{"–", "a deadline takes no effect", "deadline.expire", `if !d.passed && !d.at.IsZero() && !now.Before(d.at) {`, `if false {`},
	{"–", "a deadline takes effect before it has passed", "deadline.expire", `&& !now.Before(d.at) {`, `{`},
	{"–", "a deadline that was lifted takes effect", "deadline.expire", `&& !d.at.IsZero() &&`, `&&`},
	{"–", "a deadline that was moved takes effect", "sweptConn.set", `d.at = at`, `if d.at.IsZero() {
		d.at = at
	}`},
	{"–", "net/http cannot end its own reading", "sweptConn.set", `case !at.IsZero() && at.Before(c.sweeper.began):`, `case false:`},
	{"–", "a deadline that has passed stays", "sweptConn.set", `case d.passed:`, `case false:`},
	{"–", "the deadline of writing is that of reading", "sweptConn.SetWriteDeadline", `c.set(&c.write,`, `c.set(&c.read,`},
	{"–", "a connection that was closed is swept", "sweptConn.Close", `delete(c.sweeper.open, c)`, ``},
	{"–", "nothing sweeps", "Serve", `deadlines.run(life)`, `_ = life`},
	{"–", "a stop waits for no request", "Serve", `err := server.Shutdown(stopping)`, `err := server.Close()
	_ = stopping`},
	{"–", "a header has no time limit", "Serve", `ReadHeaderTimeout: readHeaderTimeout,`, `ReadHeaderTimeout: time.Hour,`},
	{"–", "a header has no bound", "Serve", `MaxHeaderBytes:    maxHeaderBytes,`, `MaxHeaderBytes:    1 << 20,`},
}
