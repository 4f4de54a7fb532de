"""Which names, of headers and of fields in bodies and queries, stand for secrets; knows no layer."""

from __future__ import annotations

from functools import lru_cache

from .patterns import lazy_pattern

_SEPARATORS = lazy_pattern(r"[^a-z0-9]+")
_SECRET = lazy_pattern(
    r"token|secret|passw(or)?d|passphrase|api_?key|access_?key|private_?key|auth_?key|client_?key|signing_?key"
    r"|encryption_?key|subscription_?key|credential|assertion|authorization|session_?id|signature|cookie|code_?verifier|(^|_)jwt($|_)"
    r"|device_?code|verification_ur[il]_complete"
)
_SECRET_WHOLE = frozenset({"auth", "bearer", "otp", "pass", "pin", "pwd", "sid", "sig"})
_DESCRIBES = lazy_pattern(
    r"(^|_)(type|types|url|urls|uri|uris|endpoint|expiry|expires|expires_in|expires_at|expiration|expired|created_at|updated_at"
    r"|lifetime|ttl|length|policy|format|required|method|methods|supported|count|counts|limit|status|algorithm|alg|version"
    r"|hint|label|name|scope|scopes|used|usage)$"
    r"|^(next|prev|previous|page|next_page|previous_page|continuation|next_continuation|sync|next_sync|delta|cursor|scroll)"
    r"_?token$"
    r"|^(max|min|total|prompt|completion|input|output|new|cached)_tokens$|^author"
)
_CREDENTIAL_HEADER = lazy_pattern(r"(^|_)(auth|session)($|_)|authentication")
_PLAIN_HEADERS = frozenset(
    {"www_authenticate", "proxy_authenticate", "authentication_info", "access_control_allow_credentials"}
)
_CAMEL = lazy_pattern(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def is_secret_field(name: str) -> bool:
    """Tell whether a field of this name, in JSON, a form, a query or XML, holds a secret.

    Names of what only describes a secret, such as ``token_type``, and of marks of pages don't count.

    >>> [is_secret_field(n) for n in ("access_token", "clientSecret", "token_type", "nextPageToken", "pin")]
    [True, True, False, False, True]
    """
    words = _words(name)
    if describes(name):
        return False
    return words in _SECRET_WHOLE or bool(_SECRET.search(words))


@lru_cache(maxsize=4096)
def is_secret_header(name: str) -> bool:
    """Tell whether a header of this name carries credentials.

    >>> [is_secret_header(n) for n in ("Authorization", "X-Api-Key", "Set-Cookie", "WWW-Authenticate", "Accept")]
    [True, True, True, False, False]
    """
    words = _words(name)
    if words in _PLAIN_HEADERS or (describes(name) and words != "authorization"):
        return False
    return is_secret_field(name) or words == "authorization" or bool(_CREDENTIAL_HEADER.search(words))


@lru_cache(maxsize=4096)
def describes(name: str) -> bool:
    """Tell whether a name says how or where a secret is used, so that its value is none.

    >>> describes("token_type"), describes("instance_url"), describes("token")
    (True, True, False)
    """
    words = _words(name)
    return words != "authorization" and bool(_DESCRIBES.search(words))


def _words(name: str) -> str:
    return _SEPARATORS.sub("_", _CAMEL.sub("_", name).lower()).strip("_")
