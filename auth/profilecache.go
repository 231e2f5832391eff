package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// The profile cache is one small file an account, in Options.CacheFolder. It has the name, e-mail address and picture of the
// user whose session is stored, so that the next start can show them before the provider answers. It has no token.
//
// The file exists no longer than the stored session. Whatever removes that, removes the file first: a log-out, the end of the
// session, and what the next start finishes for an interrupted log-out. It is also removed when the store turns out to be empty.

const (
	// maxPicture bounds the picture that is kept, and maxCachedProfile the file, in bytes.
	maxPicture       = 128 << 10
	maxCachedProfile = 256 << 10
)

// cachedProfile is the content of the file. The first four members are its key: who was signed in where.
type cachedProfile struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"client_id"`
	Account  string `json:"account"`
	Subject  string `json:"sub"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Picture  []byte `json:"picture"`
}

// profileFile is the file's path. The name reveals neither the provider nor the user.
func (s *Session) profileFile() string {
	return filepath.Join(s.opts.CacheFolder, "profile-"+s.opts.Config.account().Key()+".json")
}

// newCachedProfile returns what the cache keeps of a profile. The picture's URL is left out, because it may be signed.
func (s *Session) newCachedProfile(p Profile, picture []byte) cachedProfile {
	account := s.opts.Config.account()
	return cachedProfile{account.Issuer, account.ClientID, account.Name, p.Subject, p.Name, p.Email, picture}
}

// Remembers reports whether an earlier run left a profile, of any account, in the cache folder ([Options].CacheFolder). An app
// can choose its first page by it before it has a session. The keyring is not asked, so Snapshot.Remembered may turn out empty.
func Remembers(cacheFolder string) bool {
	files, err := fs.Glob(os.DirFS(cacheFolder), "profile-*.json")
	return err == nil && len(files) > 0
}

// profile returns the cached profile as one for the screen.
func (c cachedProfile) profile() Profile {
	return Profile{Subject: c.Subject, Name: c.Name, Email: c.Email}
}

// recallProfile reads the cached profile of the subject. It returns the zero value if there is none, or if the file is not
// exactly as this session would have written it.
func (s *Session) recallProfile(subject string) cachedProfile {
	if s.opts.CacheFolder == "" || subject == "" {
		return cachedProfile{}
	}
	s.caching.Lock()
	defer s.caching.Unlock()
	text, err := safefile.Read(s.profileFile(), maxCachedProfile)
	if errors.Is(err, fs.ErrNotExist) {
		return cachedProfile{}
	}
	var found cachedProfile
	if err == nil {
		err = readObject(text, &found)
	}
	if err != nil {
		s.opts.Log.Warn("the profile of an earlier run is not used", "err", err)
		return cachedProfile{}
	}
	same := s.newCachedProfile(found.profile(), found.Picture)
	if exact, err := json.Marshal(same); err != nil || !bytes.Equal(exact, text) || found.Subject != subject {
		s.opts.Log.Info("the profile of an earlier run is not used, because it is another one")
		return cachedProfile{}
	}
	s.cachedText = text
	return found
}

// startCaching writes the file anew, if it has changed. It is called with mu held.
func (s *Session) startCaching() {
	if s.opts.CacheFolder != "" {
		s.spawn(s.cacheProfile)
	}
}

// cacheProfile makes the file as the session is now: it writes the profile of the user who is signed in, and removes the file
// if that session is not stored. A log-out that comes meanwhile, in any process, wins.
func (s *Session) cacheProfile() {
	s.caching.Lock()
	defer s.caching.Unlock()
	s.mu.Lock()
	grant, stored, snapshot, picture := s.held.grant, s.held.stored, s.snapshot, s.picture
	s.mu.Unlock()
	if snapshot.State != SignedIn { // whatever ended the session removes the file after us
		return
	}
	text, err := json.Marshal(s.newCachedProfile(snapshot.Person(), picture))
	if err != nil || !stored || len(text) > maxCachedProfile {
		s.removeCachedProfile()
		return
	}
	if bytes.Equal(text, s.cachedText) {
		return
	}
	if err := safefile.Replace(s.profileFile(), text); err != nil {
		s.opts.Log.Warn("the profile cannot be kept for the next start", "err", err)
		return
	}
	s.cachedText = text
	if s.isOvertaken(grant) { // another process has logged in or out, perhaps before the write
		s.removeCachedProfile()
	}
}

// forgetProfile removes the file.
func (s *Session) forgetProfile() {
	if s.opts.CacheFolder == "" {
		return
	}
	s.caching.Lock()
	defer s.caching.Unlock()
	s.removeCachedProfile()
}

// removeCachedProfile removes the file. A failure is logged; the next start tries again. It is called with caching held.
func (s *Session) removeCachedProfile() {
	s.cachedText = nil
	if err := os.Remove(s.profileFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.opts.Log.Warn("the profile that was kept cannot be removed", "err", err)
	}
}

// RememberPicture keeps the picture of the user with this subject for the next start (Options.CacheFolder), as long as that
// user is signed in. It is for an app that has fetched Profile.Picture and made sure that it may be shown. A picture of more
// than 128 KiB is not kept, and nil removes the one that is.
func (s *Session) RememberPicture(subject string, picture []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snapshot.State != SignedIn || s.snapshot.Profile.Subject != subject || subject == "" {
		return
	}
	if len(picture) > maxPicture {
		picture = nil
	}
	s.picture = bytes.Clone(picture)
	s.startCaching()
}

// RememberedPicture returns the picture that RememberPicture has kept, in this run or in an earlier one, if the user with this
// subject is the one in the snapshot, and else nil. It comes from a file, which other programs of the user may have changed.
func (s *Session) RememberedPicture(subject string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snapshot.Person().Subject != subject {
		return nil
	}
	return bytes.Clone(s.picture)
}
