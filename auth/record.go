package auth

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// The record stands in Options.StateFolder, beside the token store: up to three small files an account, which hold no
// secret. It outlives the process, so that a log-out holds even where the store does not answer, and it tells the other
// processes of the same user what happened.
const (
	// recordEra names the newest log-in or log-out. A stored grant of an earlier one is dead, whoever wrote it, and
	// whenever its write came through.
	recordEra = "era"
	// recordErase is there from before a log-out erases the stored grant until that is known to be gone.
	recordErase = "erase"
	// recordAsk is there from a log-out until the provider has confirmed it, or somebody has logged in.
	recordAsk = "ask"

	// maxEra is more than the length of a name, in bytes.
	maxEra = 64
)

var errNoRecord = errors.New("there is no folder for the record")

func (s *Session) recordFile(name string) string {
	return filepath.Join(s.opts.StateFolder, s.opts.Config.account().Key()+"."+name)
}

// writeRecord writes a file of the record, and its folder if need be. Without one, a log-out ends with the process.
func (s *Session) writeRecord(name, text string) error {
	if s.opts.StateFolder == "" {
		return errNoRecord
	}
	err := safefile.Folder(s.opts.StateFolder)
	if err == nil {
		err = writeFile(s.recordFile(name), []byte(text))
	}
	if err != nil {
		s.opts.Log.Warn("a log-in or log-out cannot be recorded", "err", err)
	}
	return err
}

// removeRecord removes a file of the record, which need not be there.
func (s *Session) removeRecord(name string) {
	if !s.hasRecord(name) {
		return
	}
	if err := os.Remove(s.recordFile(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.opts.Log.Warn("the record of a log-out cannot be removed", "err", err)
	}
}

func (s *Session) hasRecord(name string) bool {
	if s.opts.StateFolder == "" {
		return false
	}
	_, err := os.Lstat(s.recordFile(name))
	return err == nil
}

// era returns the name of the newest log-in or log-out; empty when that is not known, which ends nothing.
func (s *Session) era() string {
	if s.opts.StateFolder == "" {
		return ""
	}
	text, err := safefile.Read(s.recordFile(recordEra), maxEra)
	if err != nil {
		return ""
	}
	return string(text)
}

// newEra begins a new era and returns its name. Where it cannot be written, the old one goes on.
func (s *Session) newEra() string {
	name := rand.Text()
	if s.writeRecord(recordEra, name) != nil {
		return s.era()
	}
	return name
}

// isOvertaken reports whether somebody logged in or out since the grant's log-in, in whatever process.
func (s *Session) isOvertaken(grant Grant) bool {
	era := s.era()
	return era != "" && era != grant.Era
}

// isDead reports whether a stored grant belongs to a session that was ended. A store that does not keep Grant.Era leaves
// only the mark of a log-out that could not erase it.
func (s *Session) isDead(grant Grant) bool {
	if grant.Era == "" {
		return s.hasRecord(recordErase)
	}
	return s.isOvertaken(grant)
}
