// Floor is what "make bench" compares backend-api with. It is one of three things:
//
//	floor bare         net/http and one text, with nothing before it
//	floor reference    backend-api's unprotected route behind one RSA-2048 verification of the request's token, and nothing
//	                   else: the best that this route and the standard library allow
//	floor verify       prints how long such a verification takes by itself, in microseconds
//
// The environment variable KEY is the public key, in PKCS #1 and base64, TOKEN the token for "verify".
package main

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
)

func main() {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if err := run(log); err != nil {
		log.Error(err.Error())
		os.Exit(1)
	}
}

func run(log *slog.Logger) error {
	if len(os.Args) != 2 {
		return errors.New("say bare, reference or verify")
	}
	switch os.Args[1] {
	case "bare":
		return serve(log, func(l net.Listener) error { return http.Serve(l, bare()) })
	case "reference":
		handler, err := reference(log)
		if err != nil {
			return err
		}
		return serve(log, func(l net.Listener) error { return api.Serve(context.Background(), l, handler, log) })
	case "verify":
		return clock()
	}
	return fmt.Errorf("there is no %q", os.Args[1])
}

func serve(log *slog.Logger, on func(net.Listener) error) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	log.Info("listening on http://" + listener.Addr().String())
	return on(listener)
}

func bare() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, api.PublicMessage)
	})
}

func reference(log *slog.Logger) (http.Handler, error) {
	public, err := key()
	if err != nil {
		return nil, err
	}
	const nowhere = "http://127.0.0.1:1/" // No key is ever fetched.
	next, err := api.New(api.Options{Token: bearer.Options{Issuer: nowhere, Audience: "none"}, Log: log})
	if err != nil {
		return nil, err
	}
	next.Close()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := verify(public, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

func key() (*rsa.PublicKey, error) {
	der, err := base64.StdEncoding.DecodeString(os.Getenv("KEY"))
	if err != nil {
		return nil, err
	}
	return x509.ParsePKCS1PublicKey(der)
}

// verify is the work that every server has to do for a new token.
func verify(public *rsa.PublicKey, compact string) error {
	dot := strings.LastIndexByte(compact, '.')
	if dot < 0 {
		return errors.New("no token")
	}
	signature, err := base64.RawURLEncoding.DecodeString(compact[dot+1:])
	if err != nil {
		return err
	}
	digest := sha256.Sum256([]byte(compact[:dot]))
	return rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature)
}

// clock takes the median of many short times, because other work on the machine disturbs only some of them.
func clock() error {
	public, err := key()
	if err != nil {
		return err
	}
	const times, each = 100, 50
	took := make([]time.Duration, times)
	for i := range took {
		start := time.Now()
		for range each {
			if err := verify(public, os.Getenv("TOKEN")); err != nil {
				return err
			}
		}
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	fmt.Println(float64(took[times/2]) / each / float64(time.Microsecond))
	return nil
}
