package auth

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// The record is a set of up to three small files an account, without secrets, in Options.StateFolder. It outlives the
// process. So a log-out holds even if the store does not answer, and the other processes of the same user learn of it.
const (
	// recordEra names the newest log-in or log-out. A stored grant of an earlier era is dead, whichever process wrote it
	// and whenever the write took effect.
	recordEra = "era"
	// recordErase exists from before a log-out erases the stored grant until the grant is known to be gone.
	recordErase = "erase"
	// recordAsk exists from a log-out until the provider confirms it, or the next log-in. It also exists after a log-in
	// that lacked the required authentication.
	recordAsk = "ask"

	// maxEra bounds the name of an era, in bytes. A name is shorter.
	maxEra = 64
)

var errNoRecord = errors.New("there is no folder for the record")

func (s *Session) recordFile(name string) string {
	return filepath.Join(s.opts.StateFolder, s.opts.Config.account().Key()+"."+name)
}

// writeRecord writes a file of the record, and creates the folder if needed. Without StateFolder it returns
// errNoRecord; then a log-out that could not be finished ends with the process.
func (s *Session) writeRecord(name, text string) error {
	if s.opts.StateFolder == "" {
		return errNoRecord
	}
	err := safefile.Folder(s.opts.StateFolder)
	if err == nil {
		err = safefile.Replace(s.recordFile(name), []byte(text))
	}
	if err != nil {
		s.opts.Log.Warn("a log-in or log-out cannot be recorded", "err", err)
	}
	return err
}

// removeRecord removes a file of the record. A missing file is no error.
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

// era returns the name of the newest log-in or log-out. It is empty when that is unknown; an unknown era ends no
// session.
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

// newEra begins a new era and returns its name. If it cannot be written, the old era continues.
func (s *Session) newEra() string {
	name := rand.Text()
	if s.writeRecord(recordEra, name) != nil {
		return s.era()
	}
	return name
}

// isOvertaken reports whether any process has logged in or out since the grant's log-in.
func (s *Session) isOvertaken(grant Grant) bool {
	era := s.era()
	return era != "" && era != grant.Era
}

// isDead reports whether a stored grant belongs to a session that was ended. If the store does not keep Grant.Era, only
// the mark of a log-out that could not erase the grant tells.
func (s *Session) isDead(grant Grant) bool {
	if grant.Era == "" {
		return s.hasRecord(recordErase)
	}
	return s.isOvertaken(grant)
}
