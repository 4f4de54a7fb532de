"""HTTP digest authentication (RFC 7616), written as the platform writes it: its counter begins at 0."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping

from .message import OutgoingRequest, Reply
from .wire import split, target_of

ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
COUNTER = "00000000"


def answer(
    request: OutgoingRequest, reply: Reply, user: str | None, password: str | None
) -> OutgoingRequest | None:
    """Give the request once more with the answer to the reply's challenge.

    Args:
        request: what was refused.
        reply: to it.
        user: None counts as empty.
        password: None counts as empty.

    Returns:
        None where the reply has no challenge that can be answered, such as one of another algorithm.
    """
    challenge = _challenge(reply)
    if challenge is None:
        return None
    line = ("Authorization", _credentials(challenge, request, user or "", password or ""))
    kept = tuple(line for line in request.headers if line[0].lower() != "authorization")
    return request._replace(headers=(*kept, line))


def _challenge(reply: Reply) -> Mapping[str, str] | None:
    """Read the first challenge that can be answered."""
    from urllib.request import parse_http_list, parse_keqv_list

    if reply.status != 401:
        return None
    for name, value in reply.headers:
        scheme, _, rest = value.strip().partition(" ")
        if name.lower() != "www-authenticate" or scheme.lower() != "digest":
            continue
        pieces = [piece for piece in parse_http_list(rest) if "=" in piece]
        found = {key.lower(): given for key, given in parse_keqv_list(pieces).items()}
        qualities = re.split(r"[,\s]+", found.get("qop", "auth"))
        if {"realm", "nonce"} <= found.keys() and _hash_of(found) is not None and "auth" in qualities:
            return found
    return None


def _hash_of(challenge: Mapping[str, str]) -> Callable[[str], str] | None:
    name = ALGORITHMS.get(challenge.get("algorithm", "MD5").upper().removesuffix("-SESS"))
    if name is None or name not in hashlib.algorithms_available:
        return None

    def digest(text: str) -> str:
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()

    return digest


def _credentials(challenge: Mapping[str, str], request: OutgoingRequest, user: str, password: str) -> str:
    digest = _hash_of(challenge)
    assert digest is not None
    algorithm, nonce, realm = challenge.get("algorithm", "MD5"), challenge["nonce"], challenge["realm"]
    uri, client_nonce = target_of(split(request.url)), secrets.token_hex(16)
    first = digest(f"{user}:{realm}:{password}")
    if algorithm.upper().endswith("-SESS"):
        first = digest(f"{first}:{nonce}:{client_nonce}")
    second = digest(f"{request.method}:{uri}")
    if "qop" in challenge:
        response = digest(f"{first}:{nonce}:{COUNTER}:{client_nonce}:auth:{second}")
        quality, counted = ["qop=auth"], [f"nc={COUNTER}", f'cnonce="{client_nonce}"']
    else:
        response, quality, counted = digest(f"{first}:{nonce}:{second}"), [], []
    opaque = [f"opaque={_quoted(challenge['opaque'])}"] if "opaque" in challenge else []
    parts = [
        f"username={_quoted(user)}", f"realm={_quoted(realm)}", f"algorithm={algorithm}", *quality,
        f"uri={_quoted(uri)}", f"nonce={_quoted(nonce)}", *counted, f'response="{response}"', *opaque,
    ]  # fmt: skip
    return "Digest " + ", ".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
