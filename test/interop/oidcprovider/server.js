// The npm package oidc-provider with its own log-in and consent pages, which take any password. Everything is kept in memory.
// The test sets the environment: ISSUER, CERT and KEY (PEM files), PICTURE_URL and AUDIENCE.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { Provider } from "oidc-provider";

const { ISSUER, CERT, KEY, PICTURE_URL, AUDIENCE } = process.env;

const signingKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: "wails-app",
      client_name: "Wails OpenID Connect",
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      // The provider ignores the port of a loopback address, but only for a native client.
      redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
      post_logout_redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
    },
  ],
  scopes: ["openid", "offline_access", "profile", "email"],
  claims: { openid: ["sub"], profile: ["name", "picture"], email: ["email", "email_verified"] },
  // An access token for the API cannot ask the UserInfo endpoint, so the ID token has to say who signed in.
  conformIdTokenClaims: false,
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => ({ sub, name: "Ada Lovelace", picture: PICTURE_URL, email: "ada@example.com", email_verified: true }),
  }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_ctx, resource) => {
        if (resource !== AUDIENCE) throw new Error(`unknown resource ${resource}`);
        return { scope: "read:messages", audience: AUDIENCE, accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } };
      },
    },
  },
  jwks: { keys: [{ ...signingKey, use: "sig", alg: "RS256", kid: "interop" }] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  ttl: { AccessToken: 15, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
});

// The package's pages would fetch a font from elsewhere. This test uses the loopback interface only.
provider.use(async (ctx, next) => {
  await next();
  ctx.set("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'; script-src 'self' 'unsafe-inline'");
});

const { hostname, port } = new URL(ISSUER);
createServer({ cert: readFileSync(CERT), key: readFileSync(KEY) }, provider.callback()).listen(Number(port), hostname);
