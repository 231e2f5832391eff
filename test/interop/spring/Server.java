import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/**
 * Spring Authorization Server with the form log-in of Spring Security. Everything is kept in memory.
 *
 * <p>The test sets the environment: ISSUER, PASSWORD, CLIENT_SECRET, PICTURE_URL and AUDIENCE.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Server {
  public static void main(String[] arguments) {
    URI issuer = URI.create(System.getenv("ISSUER"));
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of(
        "server.address", issuer.getHost(), "server.port", issuer.getPort(),
        // A browser does not tell ports apart, so each server on this machine needs a cookie of its own.
        "server.servlet.session.cookie.name", "session" + issuer.getPort()));
    application.run(arguments);
  }

  /** A public client: it gets no refresh token. */
  private static RegisteredClient publicClient() {
    return client("wails-app", Duration.ofMinutes(1)).clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build();
  }

  /** The same client with a secret, for which the server also issues refresh tokens. */
  private static RegisteredClient confidentialClient() {
    return client("wails-app-with-secret", Duration.ofSeconds(15))
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .clientSecret("{noop}" + System.getenv("CLIENT_SECRET"))
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .build();
  }

  private static RegisteredClient.Builder client(String id, Duration accessTokens) {
    return RegisteredClient.withId(id)
        .clientId(id)
        .clientName("Wails OpenID Connect")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUris(uris -> uris.addAll(List.of("http://localhost/callback", "http://127.0.0.1/callback")))
        // The server compares these as they are, with the port.
        .postLogoutRedirectUri("http://localhost/callback")
        .scopes(scopes -> scopes.addAll(List.of("openid", "profile", "email", "read:messages")))
        .clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true).build())
        .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(accessTokens).reuseRefreshTokens(false).build());
  }

  @Bean
  RegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(publicClient(), confidentialClient());
  }

  /** Remembers no consent, so that each test is asked for it. */
  @Bean
  OAuth2AuthorizationConsentService consents() {
    return new OAuth2AuthorizationConsentService() {
      @Override
      public void save(OAuth2AuthorizationConsent consent) {}

      @Override
      public void remove(OAuth2AuthorizationConsent consent) {}

      @Override
      public OAuth2AuthorizationConsent findById(String clientId, String user) {
        return null;
      }
    };
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        User.withUsername("ada").password("{noop}" + System.getenv("PASSWORD")).authorities(List.of()).build());
  }

  /** Puts the API into the access token, and who signed in into the ID token. The UserInfo endpoint takes it from there. */
  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims() {
    return context -> {
      if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
        context.getClaims().audience(List.of(System.getenv("AUDIENCE")));
        return;
      }
      if (context.getAuthorizedScopes().contains("profile")) {
        context.getClaims().claim("name", "Ada Lovelace").claim("picture", System.getenv("PICTURE_URL"));
      }
      if (context.getAuthorizedScopes().contains("email")) {
        context.getClaims().claim("email", "ada@example.com");
      }
    };
  }

  /** Keeps the consent page from fetching a style sheet from elsewhere. This test uses the loopback interface only. */
  private static void onlyOwnFiles(HeadersConfigurer<HttpSecurity> headers) {
    headers.contentSecurityPolicy(policy -> policy.policyDirectives("default-src 'self' 'unsafe-inline'"));
  }

  @Bean
  @Order(1)
  SecurityFilterChain protocol(HttpSecurity http) throws Exception {
    OAuth2AuthorizationServerConfigurer server = OAuth2AuthorizationServerConfigurer.authorizationServer();
    return http
        .securityMatcher(server.getEndpointsMatcher())
        .with(server, protocol -> protocol.oidc(withDefaults()))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .headers(Server::onlyOwnFiles)
        .exceptionHandling(errors -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    return http
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .headers(Server::onlyOwnFiles)
        .formLogin(withDefaults())
        .build();
  }

  @Bean
  AuthorizationServerSettings settings() {
    return AuthorizationServerSettings.builder().issuer(System.getenv("ISSUER")).build();
  }

  @Bean
  JWKSource<SecurityContext> keys() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey(pair.getPrivate()).keyID("interop").build();
    return new ImmutableJWKSet<>(new JWKSet(key));
  }
}
