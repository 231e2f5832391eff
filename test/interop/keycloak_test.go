//go:build linux && interop

package interop_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// consentClient is Keycloak's client whose users are asked for consent.
const consentClient = "wails-app-consent"

// keycloak is a Keycloak that keeps its data in memory.
type keycloak struct {
	server
	// distribution and java are the variables that name the folders of the distribution and of a Java for it.
	distribution, java string
	// old says that it is from before version 26, which has other names for the administrator and for the host.
	old bool
}

// currentKeycloak is the newest release.
func currentKeycloak() *keycloak {
	return &keycloak{server: server{name: "keycloak"}, distribution: "KEYCLOAK_HOME", java: "KEYCLOAK_JAVA"}
}

// keycloak24 is the last release of version 24, which puts "nonce" into access tokens.
func keycloak24() *keycloak {
	return &keycloak{
		server: server{name: "keycloak-24", secure: true}, distribution: "KEYCLOAK24_HOME", java: "OLDER_JAVA", old: true,
	}
}

func (k *keycloak) start(ctx context.Context) error {
	if err := errors.Join(k.prepare(), k.makeHome(os.Getenv(k.distribution))); err != nil {
		return err
	}
	java := filepath.Join(os.Getenv(k.java), "bin", "java")
	if err := k.run(ctx, k.issuer()+"/.well-known/openid-configuration", k.env(), java, k.arguments()...); err != nil {
		return err
	}
	return k.addScope(ctx)
}

// makeHome links to the files of the distribution that are only read.
func (k *keycloak) makeHome(distribution string) (err error) {
	imports := k.file("data/import")
	if err := os.MkdirAll(imports, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"conf", "lib", "providers", "themes"} {
		part := filepath.Join(distribution, name)
		if _, err := os.Stat(part); err != nil {
			return fmt.Errorf("%s does not contain Keycloak (make interop sets it): %w", k.distribution, err)
		}
		if err := os.Symlink(part, k.file(name)); err != nil {
			return err
		}
	}
	realm, err := os.ReadFile("keycloak/realm.json")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(imports, "realm.json"), realm, 0o600)
}

// arguments are those with which bin/kc.sh runs Java. The optimizing compiler is off, because here it costs more than it saves.
func (k *keycloak) arguments() []string {
	arguments := []string{
		"-Xms64m", "-Xmx512m", "-XX:MaxMetaspaceSize=256m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
		"-XX:+ExitOnOutOfMemoryError", "-Duser.language=en", "-Dfile.encoding=UTF-8", "-Djava.io.tmpdir=" + k.folder,
		"-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
		"-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
		"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
		"--add-opens=java.base/java.security=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
		"--enable-native-access=ALL-UNNAMED",
		"-Dkc.home.dir=" + k.folder, "-Djboss.server.config.dir=" + k.file("conf"),
		"-cp", k.file("lib/quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
		"start", "--optimized", "--import-realm",
	}
	host, port := "--hostname="+k.url, "--http-port="+k.port()
	if k.old {
		host = "--hostname-url=" + k.url
	} else {
		arguments = append(arguments, "--cache=local")
	}
	if k.secure {
		arguments = append(arguments, "--http-enabled=false", "--https-port="+k.port(),
			"--https-certificate-file="+k.file("cert.pem"), "--https-certificate-key-file="+k.file("key.pem"))
		port = "--http-port=0"
	} else {
		arguments = append(arguments, "--http-enabled=true")
	}
	return append(arguments, host, port, "--http-host=127.0.0.1")
}

// env is the environment: the administrator, and what replaces the placeholders in realm.json.
func (k *keycloak) env() []string {
	admin, password := "KC_BOOTSTRAP_ADMIN_USERNAME", "KC_BOOTSTRAP_ADMIN_PASSWORD"
	if k.old {
		admin, password = "KEYCLOAK_ADMIN", "KEYCLOAK_ADMIN_PASSWORD"
	}
	return []string{
		admin + "=admin", password + "=" + k.password, "PASSWORD=" + k.password, "PICTURE_URL=" + pictureURL, "MANY=" + many(),
	}
}

// many is a claim of about 12 KiB for realm.json: a list of permissions, as JSON inside a JSON string. The last one opens the scoped
// message.
func many() string {
	var list []string
	for i := range 400 {
		list = append(list, fmt.Sprintf("read:department-%04d", i))
	}
	text, _ := json.Marshal(append(list, "read:messages")) // strings can always be encoded
	return strings.Trim(quote(string(text)), `"`)
}

// issuer is the realm's issuer identifier.
func (k *keycloak) issuer() string { return k.url + "/realms/" + realm }

func (k *keycloak) settings() map[string]string {
	return map[string]string{"CLIENT_ID": consentClient, "SCOPE": "openid profile email read:messages"}
}

func (k *keycloak) pages() pages {
	return pages{
		user: "#username", password: "#password", logIn: "#kc-form-login [type=submit]",
		allow: "#kc-login[name=accept]", deny: "#kc-cancel",
	}
}

// forget withdraws Ada's consent, and ends her sessions.
func (k *keycloak) forget(ctx context.Context) error {
	err := k.ada(ctx, http.MethodDelete, "/consents/"+consentClient, nil)
	if err != nil && !errors.Is(err, errNotFound) { // she may have given none
		return err
	}
	return k.endSessions(ctx)
}

// revoke ends all of Ada's sessions, as "Sign out" in the administration console does.
func (k *keycloak) revoke(ctx context.Context, _ string) error { return k.endSessions(ctx) }

// addScope adds the client scope of the API. It is not in realm.json, because Keycloak makes its own scopes, such as
// "profile", only for a realm whose file names none.
func (k *keycloak) addScope(ctx context.Context) error {
	scope, err := os.ReadFile("keycloak/scope.json")
	if err != nil {
		return err
	}
	if err := k.admin(ctx, http.MethodPost, "/client-scopes", json.RawMessage(scope), nil); err != nil {
		return err
	}
	var scopes []named
	if err := k.admin(ctx, http.MethodGet, "/client-scopes", nil, &scopes); err != nil {
		return err
	}
	at := slices.IndexFunc(scopes, func(s named) bool { return s.Name == "read:messages" })
	if at < 0 {
		return errors.New("Keycloak has no scope read:messages")
	}
	for _, client := range []string{clientID, consentClient} {
		id, err := k.client(ctx, client)
		if err != nil {
			return err
		}
		path := fmt.Sprintf("/clients/%s/optional-client-scopes/%s", id, scopes[at].ID)
		if err := k.admin(ctx, http.MethodPut, path, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// named is what Keycloak says of a client scope, or of a client.
type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}
