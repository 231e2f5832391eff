//go:build linux && interop

package interop_test

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
)

// spring is Spring Authorization Server. For a public client it makes no refresh token, so there is a client with a secret, too.
type spring struct {
	server
	client string
	secret string // empty for a public client
}

func publicSpring() *spring { return &spring{server: server{name: "spring"}, client: clientID} }

func confidentialSpring() *spring {
	return &spring{server: server{name: "spring-with-secret"}, client: "wails-app-with-secret", secret: rand.Text()}
}

func (s *spring) start(ctx context.Context) error {
	if err := s.prepare(); err != nil {
		return err
	}
	home := os.Getenv("SPRING_HOME")
	env := []string{
		"ISSUER=" + s.url, "PASSWORD=" + s.password, "CLIENT_SECRET=" + s.secret, "PICTURE_URL=" + pictureURL, "AUDIENCE=" + audience,
	}
	return s.run(ctx, s.url+"/.well-known/openid-configuration", env, filepath.Join(os.Getenv("OLDER_JAVA"), "bin", "java"),
		"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Djava.io.tmpdir="+s.folder,
		"-cp", filepath.Join(home, "classes")+":"+filepath.Join(home, "lib", "*"), "Server")
}

// settings: the server refuses the scope "offline_access", which it does not know. There is no postLogoutRedirectUri, because the
// server compares it with its port, and the port is a free one.
func (s *spring) settings() map[string]string {
	settings := map[string]string{"CLIENT_ID": s.client, "SCOPE": "openid profile email read:messages"}
	if s.secret != "" {
		settings["CLIENT_SECRET"] = s.secret
	}
	return settings
}

func (s *spring) pages() pages {
	return pages{
		user: "#username", password: "#password", logIn: "form[action='/login'] [type=submit]",
		allow: "#submit-consent", deny: "#cancel-consent",
	}
}

// revoke needs the client's secret. A public client has nothing to revoke.
func (s *spring) revoke(ctx context.Context, refresh string) error {
	if refresh == "" {
		return nil
	}
	return revokeAt(ctx, s.url+"/oauth2/revoke", s.client, s.secret, refresh)
}
