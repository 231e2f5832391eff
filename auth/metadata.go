package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// discoverOrRecall fetches the provider's metadata. If the provider cannot answer now, it returns the last metadata
// from the cache, and cached is true. Cached metadata says where the refresh token is sent. Therefore it passes the
// same checks as fetched metadata, and the file must be the user's own.
func (s *Session) discoverOrRecall(ctx context.Context) (provider *Provider, cached bool, err error) {
	provider, err = discover(ctx, s.client, s.opts.Config)
	if err == nil {
		s.remember(provider)
		return provider, false, nil
	}
	isAnother := errors.Is(err, errUnreadable) || errors.Is(err, ErrRedirected) // what a network in between may answer
	if !errors.Is(err, ErrOffline) && !isAnother {
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

// remember writes the metadata to the cache if it changed. A failure is only logged, because the cache is optional.
func (s *Session) remember(provider *Provider) {
	text, err := json.Marshal(provider)
	if err != nil || s.opts.CacheFolder == "" {
		return
	}
	if old, err := safefile.Read(s.metadataFile(), maxBody); err == nil && string(old) == string(text) {
		return
	}
	if err := safefile.Replace(s.metadataFile(), text); err != nil {
		s.opts.Log.Warn("the provider's metadata cannot be stored", "err", err)
	}
}
