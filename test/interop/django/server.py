"""Django with Django OAuth Toolkit: a project of one file.

The test sets the environment: ISSUER, DATA (an empty folder), PASSWORD, PICTURE_URL and AUDIENCE.
"""

import os
from datetime import timedelta
from secrets import token_urlsafe
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path
from django.utils import timezone
from jwcrypto import jwk, jwt
from socketserver import ThreadingMixIn

ISSUER = os.environ["ISSUER"]
AUDIENCE = os.environ["AUDIENCE"]
OPAQUE = "wails-app-opaque"  # the client that gets what the toolkit makes by default
KEY = jwk.JWK.generate(kty="RSA", size=2048)


def access_token(request, refresh_token=False):
    """Makes the access token. Without this function it would be a random text, which the API cannot check."""
    if request.client.client_id == OPAQUE:
        return token_urlsafe(32)
    now = timezone.now()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(request.user.pk),
        "client_id": request.client.client_id,
        "scope": " ".join(request.scopes),
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(seconds=request.expires_in)).timestamp()),
        "jti": token_urlsafe(16),
    }
    token = jwt.JWT(header={"alg": "RS256", "typ": "at+jwt", "kid": KEY.thumbprint()}, claims=claims)
    token.make_signed_token(KEY)
    return token.serialize()


LOGIN_PAGE = """<!DOCTYPE html><title>Log in</title>
<form method="post">{% csrf_token %}{{ form.as_p }}
<input type="hidden" name="next" value="{{ next }}"><button id="log-in">Log in</button></form>"""

settings.configure(
    SECRET_KEY=token_urlsafe(32),
    ALLOWED_HOSTS=["127.0.0.1"],
    USE_TZ=True,
    ROOT_URLCONF=__name__,
    LOGIN_URL="/login/",
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(os.environ["DATA"], "db.sqlite3")}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    # A server on http needs cookie names of its own, because a browser does not tell ports apart.
    SESSION_COOKIE_NAME=f"session{urlsplit(ISSUER).port}",
    CSRF_COOKIE_NAME=f"csrf{urlsplit(ISSUER).port}",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN_PAGE}),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": ISSUER,
        "OIDC_RSA_PRIVATE_KEY": KEY.export_to_pem(private_key=True, password=None).decode(),
        "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
        # A log-out with a valid ID token asks nobody for confirmation.
        "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
        "OAUTH2_VALIDATOR_CLASS": __name__ + ".Validator",
        # Every scope that the app asks for has to be listed. "offline_access" is one of them: a refresh token comes without it.
        "SCOPES": {"openid": "Who you are", "profile": "Your name", "email": "Your e-mail address", "read:messages": "Read messages"},
        "ACCESS_TOKEN_EXPIRE_SECONDS": 15,
        "ACCESS_TOKEN_GENERATOR": __name__ + ".access_token",
        # Without this line, the function above would make the refresh tokens, too.
        "REFRESH_TOKEN_GENERATOR": "oauthlib.oauth2.rfc6749.tokens.random_token_generator",
    },
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (models need the settings)
from django.contrib.auth.views import LoginView  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Validator(OAuth2Validator):
    """Says who the user is, in the ID token and at the UserInfo endpoint."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"name": "profile", "picture": "profile", "email": "email"}

    def get_additional_claims(self):
        return {
            "name": lambda request: request.user.get_full_name(),
            "email": lambda request: request.user.email,
            "picture": lambda request: os.environ["PICTURE_URL"],
        }


urlpatterns = [path("login/", LoginView.as_view()), path("", include("oauth2_provider.urls", namespace="oauth2_provider"))]


def fill():
    """Makes the tables, the user and the clients."""
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user(
        "ada", "ada@example.com", os.environ["PASSWORD"], first_name="Ada", last_name="Lovelace"
    )
    application = get_application_model()
    for client_id in ("wails-app", OPAQUE):
        application.objects.create(
            name="Wails OpenID Connect",
            client_id=client_id,
            client_type=application.CLIENT_PUBLIC,
            authorization_grant_type=application.GRANT_AUTHORIZATION_CODE,
            algorithm=application.RS256_ALGORITHM,
            redirect_uris="http://localhost/callback http://127.0.0.1/callback",
            post_logout_redirect_uris="http://localhost/callback http://127.0.0.1/callback",
        )


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def address_string(self):
        return self.client_address[0]  # no name server is asked


if __name__ == "__main__":
    fill()
    address = urlsplit(ISSUER)
    server = Server((address.hostname, address.port), Handler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
