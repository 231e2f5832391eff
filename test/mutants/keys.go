package main

// inKeys are the mutants of the key set and of the API's answers about it.
var inKeys = []mutant{
	{"internal/jwks.TestNothingOutlivesRun", "Run does not wait for its fetches", "Set.Close", `s.fetching.Wait()`, ``},
	{"internal/jwks.TestNothingOutlivesRun", "Run cuts no fetch off", "Set.Close", `s.end()`, `_ = s.end`},
	{"internal/jwks.TestNothingOutlivesRun", "a fetch begins after Close", "Set.begin", `if err := s.life.Err(); err != nil {`, `if err := s.life.Err(); false {`},
	{"internal/jwks.TestNothingOutlivesRun", "what Close cuts off is logged as the provider's fault", "Set.refresh", `if s.life.Err() != nil {`, `if false {`},
	{"internal/jwks.TestClose", "Close lets a token wait for the end of the cool-down", "Set.look", `case <-s.life.Done():`, `case <-make(chan int):`},
	{"internal/jwks.TestAFetchEndsMeanwhile", "a fetch that has just ended is not seen", "Set.look", `case s.newest() > searched:`, `case false && s.newest() > searched:`},
	{"internal/jwks.TestAFetchEndsMeanwhile", "only a fetch that began after the token arrived is seen", "Set.await", `searched := s.newest()`, `searched := arrived`},
	{"internal/jwks.TestAFetchEndsMeanwhile", "the keys are not searched again under an old name", "Set.LookAgain", `if s.doubt().wait(ctx) != nil {`, `if begun := s.doubt(); begun == nil || begun.wait(ctx) != nil {`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that comes again has never come before", "Set.find", `arrived, cameBefore := s.postponed.take(token.Raw)`, `arrived, cameBefore := uint64(0), false`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that was told to come again is not remembered", "Set.find", `if errors.Is(err, ErrUndecided) && (held || cameBefore) &&`, `if false && (held || cameBefore) &&`},
	{"internal/jwks.TestTheKeysAreReplacedMeanwhile", "a token without room is decided by keys that came after the look", "Set.find", `if looked <= arrived {`, `if looked = s.newest(); looked <= arrived {`},
	{"internal/jwks.TestTheKeysAreReplacedMeanwhile", "a token that waits is decided by keys that came after the look", "Set.await", `case looked > arrived:`, `case max(looked, s.newest()) > arrived:`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that comes again is decided where there is room only", "Set.find", `if looked <= arrived {`, `if looked <= arrived || true {`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that was decided stays remembered", "postponed.take", `delete(p.young, digest)
	delete(p.old, digest)`, ""},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token is not told when to come again", "Set.rest", `return max(0, leftOf(s.cooldown, s.now(), s.looked))`, `return 0`},
	{"internal/jwks.TestUndecidedWhileTheProviderIsAsked", "a token is sent away for a cool-down while the provider is asked", "Set.rest", `if s.running != nil {
		return 0
	}`, ""},
	{"internal/jwks.TestPostponedIsBounded", "any number of tokens is remembered", "postponed.put", `if len(p.young) < mostPostponed {`, `if true {`},
	{"internal/jwks.TestTooManyKeys", "a set may hold any number of keys", "keysOf", `if len(keys) == maxKeys {`, `if false {`},
	{"internal/jwks.TestTooManyKeys", "the first keys of too many are taken", "keysOf", `return nil, fmt.Errorf("the key set holds more than %d keys", maxKeys)`, `return keys, nil`},
	{"internal/jwks.TestTheCostOfAKeySet", "a member is read however long it is", "parseKey", `case len(value) > maxMember:`, `case false:`},
	{"internal/jwks.TestTheCostOfAKeySet", "the whole metadata is read", "keySetURL", `named, url := textOf`, `var all any
	_ = json.Unmarshal(body, &all)
	named, url := textOf`},
	{"backend-api/bearer.TestA_JWKS_503_holds_nobody_for_long", "a token waits for its key as long as the source likes", "holding.begin", `context.WithTimeout(h.Context, h.hold)`, `context.WithCancel(h.Context)`},
	{"backend-api/bearer.TestHolding", "a token that does not wait has a timer", "holding.Err", `h.mu.Lock()`, `h.begin()
	h.mu.Lock()`},
	{"backend-api/bearer.TestHolding", "the timer of a token stays", "holding.cancel", `if h.end != nil {`, `if false {`},
	{"backend-api/bearer.TestA_JWKS_503", "a token whose key did not come in time is called bad", "refusalOf", `case errors.Is(err, jwks.ErrUndecided), errors.Is(err, context.DeadlineExceeded):`, `case errors.Is(err, jwks.ErrUndecided):`},
	{"backend-api/bearer.TestA_JWKS_503", "a client is told to come again too early", "secondsOf", `(later.After + time.Second - 1) / time.Second`, `later.After / time.Second`},
	{"test/driver.TestKillAllWaits", "the driver does not wait for what it kills", "killAll", `if len(staying) > 0 {`, `if false {`},
	{"test/driver.TestKillAllWaits", "what no list shows any more is forgotten", "killAll", "for _, p := range all {\n\t\t\tif reason", "for _, p := range list() {\n\t\t\tif reason"},
	{"test/driver.TestKillAllWaits", "a zombie counts as running", "readStat", `fields[0] == "Z" ||`, ``},
	{"test/driver.TestTheMarkOfAFlatpakIsNamed", "the mark of a Flatpak is passed over", "CheckTools", `os.Lstat(flatpakInfo); err == nil {`, `os.Lstat(flatpakInfo); false && err == nil {`},
	{"auth/loginwindow.TestPlainLocalhostCallback", "somebody connects to the callback's port", "policy.classify", `return intercept, u`, `if c, err := net.Dial("tcp", "localhost:80"); err == nil {
			c.Close()
		}
		return intercept, u`},
	{"test/bench.TestCheckMemory", "the server may take any memory", "bench.checkMemory", `b.peak > mostMemory ||`, ``},
	{"test/bench.TestCheckMemory", "the server may take any memory for long tokens", "bench.checkMemory", `|| b.longestPeak > mostMemoryLongest`, ``},
	{"test/bench.TestAWrongAnswerIsAnError", "wrong answers count", "connection.read", `if !c.stream.right(a) {`, `if false && !c.stream.right(a) {`},
}
