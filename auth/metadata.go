package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// discoverOrRecall asks the provider for its metadata, and where it cannot answer now, takes what it said last. cached
// says which. What is recalled is checked as if it had just arrived, and the file has to be the user's own: it says where
// the refresh token is sent.
func (s *Session) discoverOrRecall(ctx context.Context) (provider *Provider, cached bool, err error) {
	provider, err = discover(ctx, s.client, s.opts.Config)
	if err == nil {
		s.remember(provider)
		return provider, false, nil
	}
	if !errors.Is(err, ErrOffline) && !errors.Is(err, errUnreadable) {
		return nil, false, err
	}
	if recalled := s.recall(); recalled != nil {
		s.opts.Log.Info("using the provider's metadata of an earlier run", "err", err)
		return recalled, true, nil
	}
	return nil, false, err
}

func (s *Session) metadataFile() string {
	sum := sha256.Sum256([]byte(s.opts.Config.Issuer))
	return filepath.Join(s.opts.CacheFolder, "metadata-"+hex.EncodeToString(sum[:8])+".json")
}

func (s *Session) recall() *Provider {
	if s.opts.CacheFolder == "" {
		return nil
	}
	text, err := safefile.Read(s.metadataFile(), maxBody)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.opts.Log.Warn("the provider's metadata of an earlier run are not used", "err", err)
	}
	provider := new(Provider)
	if err != nil || readObject(text, provider) != nil || provider.check(s.opts.Config) != nil {
		return nil
	}
	return provider
}

// remember writes only what changed. A cache that cannot be written is none.
func (s *Session) remember(provider *Provider) {
	text, err := json.Marshal(provider)
	if err != nil || s.opts.CacheFolder == "" {
		return
	}
	if old, err := safefile.Read(s.metadataFile(), maxBody); err == nil && string(old) == string(text) {
		return
	}
	if err := writeFile(s.metadataFile(), text); err != nil {
		s.opts.Log.Warn("the provider's metadata cannot be kept", "err", err)
	}
}

// writeFile replaces a file at once, for this user alone. A crash leaves the old one or the new one.
func writeFile(path string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
