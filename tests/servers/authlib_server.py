"""An authorization server on Authlib and Flask: all is in memory, and a test can look at it and take it away."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, request

METHODS = ["client_secret_basic", "client_secret_post"]
PAGE = """<!doctype html><title>Sign in</title>
<form method="post"><input name="login"><input name="password" type="password">
<button type="submit" name="answer" value="allow">Allow</button>
<button type="submit" name="answer" value="deny" id="deny">Deny</button></form>"""


@dataclass
class App(ClientMixin):
    """An app that is registered, named after the one way in which it must show its secret."""

    name: str
    secret: str

    @property
    def client_id(self) -> str:
        return self.name

    def get_client_id(self) -> str:
        return self.name

    def get_default_redirect_uri(self) -> str | None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(word for word in (scope or "").split() if word in ("openid", "reports"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.startswith("http://localhost:") and redirect_uri.endswith("/oauth/callback")

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.secret, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == f"client_secret_{self.name}"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return True


@dataclass
class Code(AuthorizationCodeMixin):
    """A code that was given to a browser."""

    app: App
    redirect_uri: str
    scope: str
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


@dataclass
class Token(TokenMixin):
    """A pair of tokens."""

    app: App
    user: str | None
    access_token: str
    token_type: str
    scope: str = ""
    expires_in: int = 0
    refresh_token: str | None = None
    ends_at: float = 0
    revoked: bool = False

    def check_client(self, client: App) -> bool:
        return self.app == client

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return self.expires_in

    def is_expired(self) -> bool:
        return time.time() > self.ends_at

    def is_revoked(self) -> bool:
        return self.revoked

    def get_user(self) -> str | None:
        return self.user

    def get_client(self) -> App:
        return self.app


class Server(AuthorizationServer):
    """The server, and what it knows."""

    def __init__(self, flask: Flask, secret: str, password: str) -> None:
        self.secret, self.password = secret, password
        self.codes: dict[str, Code] = {}
        self.tokens: list[Token] = []
        super().__init__(flask, self.find_app, self.keep)
        self.register_grant(CodeGrant, [CodeChallenge(required=True)])
        for grant in (grants.ClientCredentialsGrant, PasswordGrant, RefreshGrant):
            grant.TOKEN_ENDPOINT_AUTH_METHODS = METHODS
            self.register_grant(grant)
        self.register_endpoint(Revocation)

    def find_app(self, name: str) -> App | None:
        return App(name, self.secret) if name in ("basic", "post") else None

    def keep(self, issued: dict[str, Any], asked: Any) -> None:
        self.tokens.append(Token(asked.client, asked.user, ends_at=time.time() + issued["expires_in"], **issued))

    def find_token(self, text: str, *names: str) -> Token | None:
        return next((token for token in self.tokens if text in [getattr(token, name) for name in names]), None)

    def expire(self) -> None:
        """Let all access tokens run out now."""
        for token in self.tokens:
            token.ends_at = 0


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:
        sent = request.payload
        challenge = [sent.data.get(name) for name in ("code_challenge", "code_challenge_method")]
        self.server.codes[code] = Code(request.client, sent.redirect_uri, sent.scope, *challenge)

    def query_authorization_code(self, code: str, client: App) -> Code | None:
        found = self.server.codes.get(code)
        return found if found and found.app == client else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        codes = self.server.codes
        codes.pop(next(text for text, code in codes.items() if code is authorization_code))

    def authenticate_user(self, authorization_code: Code) -> str:
        return "ann"


class PasswordGrant(grants.ResourceOwnerPasswordCredentialsGrant):
    def authenticate_user(self, username: str, password: str) -> str | None:
        return username if (username, password) == ("ann", self.server.password) else None


class RefreshGrant(grants.RefreshTokenGrant):
    """One app gets a new refresh token each time, the other keeps its own."""

    @property
    def INCLUDE_NEW_REFRESH_TOKEN(self) -> bool:
        return bool(self.request.client.name == "basic")

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        found = self.server.find_token(refresh_token, "refresh_token")
        return found if found and not found.revoked else None

    def authenticate_user(self, refresh_token: Token) -> str | None:
        return refresh_token.user

    def revoke_old_credential(self, refresh_token: Token) -> None:
        refresh_token.revoked = self.INCLUDE_NEW_REFRESH_TOKEN


class Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> Token | None:
        return self.server.find_token(token_string, "access_token", "refresh_token")

    def revoke_token(self, token: Token, request: Any) -> None:
        token.revoked = True


class Bearer(BearerTokenValidator):
    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    def authenticate_token(self, token_string: str) -> Token | None:
        return self._server.find_token(token_string, "access_token")


def make(secret: str, password: str) -> tuple[Flask, Server]:
    """Make the server, with the paths that the connectors of these tests ask for."""
    flask = Flask("authlib_server")
    flask.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
    server = Server(flask, secret, password)
    signed = ResourceProtector()
    signed.register_token_validator(Bearer(server))

    @flask.route("/auth", methods=["GET", "POST"])
    def auth() -> Any:
        try:
            grant = server.get_consent_grant()
        except OAuth2Error as error:
            return server.handle_error_response(request, error)
        if request.method == "GET":
            return PAGE
        allowed = request.form["answer"] == "allow" and request.form["password"] == password
        return server.create_authorization_response(grant_user="ann" if allowed else None, grant=grant)

    @flask.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @flask.post("/token/revocation")
    def revocation() -> Any:
        return server.create_endpoint_response(Revocation.ENDPOINT_NAME)

    @flask.get("/me")
    @signed()
    def user() -> Any:
        return {"sub": current_token.user}

    @flask.get("/api/me")
    @signed("reports")
    def app() -> Any:
        return {"client": current_token.app.name, "scope": current_token.scope}

    return flask, server
