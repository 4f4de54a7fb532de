"""What the stand-in accepts: one of each kind, made anew for each server."""

from __future__ import annotations

import hmac
import secrets
import string
from dataclasses import dataclass

USER = "ana"


@dataclass
class Credentials:
    """Credentials that the services accept.

    Attributes:
        client_id: of the OAuth client.
        client_secret: of the OAuth client.
        user: a person's name for signing in.
        password: of that person.
        api_key: for the `X-Api-Key` header or the parameter `api_key`.
        key_id: names the key that requests are signed with (HMAC, AWS).
        secret_key: that key.
    """

    client_id: str
    client_secret: str
    user: str
    password: str
    api_key: str
    key_id: str
    secret_key: str

    @classmethod
    def random(cls, client_id: str | None = None, client_secret: str | None = None) -> Credentials:
        """Make credentials that nobody can guess; those that are given stay."""
        return cls(
            client_id or f"demo-{secrets.token_hex(6)}", client_secret or secrets.token_urlsafe(30), USER,
            secrets.token_urlsafe(9), secrets.token_hex(16), _key_id(), secrets.token_urlsafe(30),
        )  # fmt: skip

    def are_of_user(self, name: str, password: str) -> bool:
        """Tell whether a person's name and password are right."""
        return same(f"{name}:{password}", f"{self.user}:{self.password}")


def same(one: str, other: str) -> bool:
    """Compare secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def _key_id() -> str:
    """Make the name of an access key in the form that AWS has."""
    return "AKIA" + "".join(secrets.choice(string.ascii_uppercase + "234567") for _ in range(16))
