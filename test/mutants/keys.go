package main

const (
	// postponed is the file about the tokens that have to be sent again later.
	postponed = "internal/jwks/postponed.go"
	// proctree is the file of the processes that the end-to-end driver finds and ends.
	proctree = "test/driver/proctree.go"
)

// inKeys are the mutants of the key set and of the API's answers about it.
var inKeys = []mutant{
	{"internal/jwks.TestNothingOutlivesRun", "Run does not wait for its fetches", jwks, "\ts.fetching.Wait()\n", "\n"},
	{"internal/jwks.TestNothingOutlivesRun", "Run cuts no fetch off", jwks, "\ts.end()\n", "\t_ = s.end\n"},
	{"internal/jwks.TestNothingOutlivesRun", "a fetch begins after Close", fetch, `if err := s.life.Err(); err != nil {`, `if err := s.life.Err(); false {`},
	{"internal/jwks.TestNothingOutlivesRun", "what Close cuts off is logged as the provider's fault", fetch, `if s.life.Err() != nil {`, `if false {`},
	{"internal/jwks.TestClose", "Close lets a token wait for the end of the cool-down", fetch, `case <-s.life.Done():`, `case <-make(chan int):`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that comes again has never come before", find, `arrived, cameBefore := s.postponed.take(token.Raw)`, `arrived, cameBefore := uint64(0), false`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that was told to come again is not remembered", find, `if errors.Is(err, ErrUndecided) && (held || cameBefore) &&`, `if false && (held || cameBefore) &&`},
	{"internal/jwks.TestTheKeysAreReplacedMeanwhile", "a token without room is decided by keys that came after the look", find, `if looked <= arrived {`, `if looked = s.newest(); looked <= arrived {`},
	{"internal/jwks.TestTheKeysAreReplacedMeanwhile", "a token that waits is decided by keys that came after the look", find, `case looked > arrived:`, `case max(looked, s.newest()) > arrived:`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that comes again is decided where there is room only", find, `if looked <= arrived {`, `if looked <= arrived || true {`},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token that was decided stays remembered", postponed, "\tdelete(p.young, digest)\n\tdelete(p.old, digest)\n", ""},
	{"internal/jwks.TestA_JWKS_ROTATE_comes_again", "a token is not told when to come again", fetch, `return max(0, leftOf(s.cooldown, s.now(), s.looked))`, `return 0`},
	{"internal/jwks.TestUndecidedWhileTheProviderIsAsked", "a token is sent away for a cool-down while the provider is asked", fetch, "\tif s.running != nil {\n\t\treturn 0\n\t}\n", ""},
	{"internal/jwks.TestPostponedIsBounded", "any number of tokens is remembered", postponed, `if len(p.young) < mostPostponed {`, `if true {`},
	{"internal/jwks.TestTooManyKeys", "a set may hold any number of keys", key, `if len(keys) == maxKeys {`, `if false {`},
	{"internal/jwks.TestTooManyKeys", "the first keys of too many are taken", key, `return nil, fmt.Errorf("the key set holds more than %d keys", maxKeys)`, `return keys, nil`},
	{"internal/jwks.TestTheCostOfAKeySet", "a member is read however long it is", key, `case len(value) > maxMember:`, `case false:`},
	{"internal/jwks.TestTheCostOfAKeySet", "the whole metadata is read", discovery, "\tnamed, url := textOf", "\tvar all any\n\t_ = json.Unmarshal(body, &all)\n\tnamed, url := textOf"},
	{"backend-api/bearer.TestA_JWKS_503_holds_nobody_for_long", "a token waits for its key as long as the source likes", accessToken, `context.WithTimeout(ctx, hold)`, `context.WithCancel(ctx)`},
	{"backend-api/bearer.TestA_JWKS_503", "a token whose key did not come in time is called bad", challenge, `case errors.Is(err, jwks.ErrUndecided), errors.Is(err, context.DeadlineExceeded):`, `case errors.Is(err, jwks.ErrUndecided):`},
	{"backend-api/bearer.TestA_JWKS_503", "a client is told to come again too early", challenge, `(later.After + time.Second - 1) / time.Second`, `later.After / time.Second`},
	{"test/driver.TestKillAllWaits", "the driver does not wait for what it kills", proctree, `if len(staying) > 0 {`, `if false {`},
	{"test/driver.TestKillAllWaits", "what no list shows any more is forgotten", proctree, "for _, p := range all {\n\t\t\tif reason", "for _, p := range list() {\n\t\t\tif reason"},
	{"test/driver.TestKillAllWaits", "a zombie counts as running", proctree, `fields[0] == "Z" || `, ``},
	{"test/driver.TestTheMarkOfAFlatpakIsNamed", "the mark of a Flatpak is passed over", "test/driver/tools.go", `os.Lstat(flatpakInfo); err == nil {`, `os.Lstat(flatpakInfo); false && err == nil {`},
	{"auth/loginwindow.TestPlainLocalhostCallback", "somebody connects to the callback's port", "auth/loginwindow/policy.go", "\t\treturn intercept, u\n", "\t\tif c, err := net.Dial(\"tcp\", \"localhost:80\"); err == nil {\n\t\t\tc.Close()\n\t\t}\n\t\treturn intercept, u\n"},
	{"test/bench.TestCheckMemory", "the server may take any memory", "test/bench/main.go", `b.peak > mostMemory || `, ``},
	{"test/bench.TestCheckMemory", "the server may take any memory for long tokens", "test/bench/main.go", ` || b.longestPeak > mostMemoryLongest`, ``},
	{"test/bench.TestAWrongAnswerIsAnError", "wrong answers count", "test/bench/load.go", `if !c.stream.right(a) {`, `if false && !c.stream.right(a) {`},
}
