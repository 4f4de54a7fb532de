"""Masks secrets by named placeholders such as `$CLIENT_SECRET`: known values wherever they stand, others by place."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from threading import RLock
from typing import Any

from ..secret_names import describes, is_secret_field, is_secret_header
from .structure import PLACEHOLDER, SCHEME_NAMES, findings, is_code, looks_random, may_show
from .variants import Variant, variants_of

SHORTEST = 4
_SHORTEST_NUMBER = 6
_SHORTEST_SIGNS = 8
_HINT_FROM, _HINT = 16, 4
_DEEPEST = 200
_LONGEST_NAME = 40
_REMEMBERED = 512
"""Masked values of headers, most of which come again with each request."""
TRIVIAL = frozenset({
    "true", "false", "null", "none", "undefined", "test", "basic", "bearer", "token", "oauth", "oauth2", "http",
    "https", "json", "form", "text", "html", "utf-8", "string", "password", "secret", "default", "localhost",
    "client_credentials", "authorization_code", "refresh_token", "access_token",
})  # fmt: skip
"""Words that stand in so many places that masking them would hide what isn't secret."""
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")
_CREDENTIALS = re.compile(r"(?P<scheme>[A-Za-z][\w-]*)[ \t]+(?P<value>\S.*)", re.DOTALL)
_HIDING = re.compile(r"\\u00(?:2[fF]|3[0-9aA]|4|5[0-9aA]|6|7[0-9aA])")
"""Escapes of what JSON has no need to escape: letters, digits, and the signs of a URL before its host."""
_SPACED = re.compile(r'"\s+:')
_SCALARS = (str, int, float, bytes)

Span = tuple[int, int, str]


class Redactor:
    """Knows the secrets of one run; may be used by several threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._named: dict[str, list[str]] = {}
        self._placeholders: dict[str, str] = {}
        self._variants: list[tuple[str, list[Variant]]] = []
        self._needles: dict[str, tuple[str, ...]] = {}
        self._headers: dict[tuple[str, str], str] = {}
        self._keys: dict[str, str] = {}

    def add(self, name: str, value: Any) -> str:
        """Make a value known as a secret.

        Args:
            name: what it is, such as ``client_secret``.
            value: a text, number or bytes. One of less than 4 characters, or a word or number that stands everywhere,
                is masked only where the structure shows it.

        Returns:
            Its placeholder, such as ``$CLIENT_SECRET``; ``$CLIENT_SECRET_2`` for another value of that name.
        """
        base = "$" + (_NOT_IN_NAMES.sub("_", name).strip("_").upper() or "SECRET")
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        text = text.strip()
        if value is None or isinstance(value, bool) or not _maskable(text):
            return base if not base[1].isdigit() else f"$_{base[1:]}"
        with self._lock:
            if text not in self._placeholders:
                same = self._named.setdefault(base, [])
                same.append(text)
                self._placeholders[text] = base if len(same) == 1 else f"{base}_{len(same)}"
                self._know(self._placeholders[text], variants_of(text))
            return self._placeholders[text]

    def _know(self, placeholder: str, variants: list[Variant]) -> None:
        """Look for a secret from now on; what was masked without it is forgotten."""
        needles = dict(self._needles)
        for variant in variants:
            needles[variant.mark] = (*needles.get(variant.mark, ()), *variant.needles)
        self._variants = [*self._variants, (placeholder, variants)]
        self._needles = {mark: tuple(dict.fromkeys(found)) for mark, found in needles.items()}
        self._headers, self._keys = {}, {}

    def add_all(self, values: Mapping[str, Any]) -> None:
        """Make all values known that a token endpoint gave back, but those that only describe: type, URL, scope."""
        for name, value in values.items():
            if isinstance(value, Mapping):
                self.add_all(value)
            elif isinstance(value, str) and not describes(str(name)):
                self.add(str(name), value)

    def mask(self, text: str) -> str:
        """Mask the secrets in a text. To mask what is masked already changes nothing."""
        shows = may_show(text)
        if not shows and not self._may_hold(text):
            return text
        spans = self._by_structure(text) if shows else []
        return _replaced(text, [*self._by_value(text), *spans])

    def mask_bytes(self, data: bytes) -> bytes:
        """Mask the secrets in bytes, whatever they are."""
        return self.mask(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def mask_url(self, url: str) -> str:
        """Mask the secrets in a URL: user and password, fields of the query by their names, known values."""
        return self.mask(url)

    def mask_header(self, name: str, value: str) -> str:
        """Mask the value of a header; the scheme of credentials and the names of cookies stay readable."""
        known = self._headers
        masked = known.get((name, value))
        if masked is None:
            masked = self._mask_header(name, value)
            if len(known) < _REMEMBERED:
                known[name, value] = masked
        return masked

    def _mask_header(self, name: str, value: str) -> str:
        lower = name.lower()
        if lower in ("cookie", "set-cookie"):
            return self._cookies(value, alone=lower == "set-cookie")
        if not is_secret_header(name):
            return self.mask(value)
        if not value.strip() or PLACEHOLDER.fullmatch(value.strip()):
            return value
        credentials = _CREDENTIALS.fullmatch(value.strip())
        if credentials is None:
            return self._learn(name, value)
        scheme, secret = credentials["scheme"], credentials["value"]
        if PLACEHOLDER.fullmatch(secret):
            return value
        self._learn_basic(scheme, secret)
        label = SCHEME_NAMES.get(scheme.lower(), f"{scheme}_CREDENTIALS")
        return f"{self.mask(scheme)} {self._learn(label, secret)}"

    def mask_json(self, value: Any) -> Any:
        """Mask the secrets in a JSON value: strings in fields with a secret's name, and known values anywhere."""
        known = self._variants
        masked = self._walk(value, None, 0)
        return masked if self._variants is known else self._walk(value, None, 0)

    def mask_body(self, text: str, media_type: str) -> str:
        """Mask the body of a message; its form stays, but where only writing it anew hides everything.

        Args:
            text: the body.
            media_type: its content type.
        """
        if not may_show(text) and not self._may_hold(text) and not _HIDING.search(text):
            return text
        if "json" not in media_type and text.lstrip()[:1] not in ("{", "["):
            return self.mask(text)
        try:
            value = json.loads(text)
            wanted = self.mask_json(value)
        except (ValueError, RecursionError):
            return self.mask(text)
        if wanted == value and _keys_in(value) == text.count('":') and not _SPACED.search(text):
            return text
        masked = self.mask(text)
        try:
            if json.loads(masked) == wanted:
                return masked
        except ValueError:
            pass
        return json.dumps(wanted, ensure_ascii=False)

    def _may_hold(self, text: str) -> bool:
        """Tell, at little cost, whether a known secret could stand in a text or in a part of it."""
        for mark, needles in self._needles.items():
            if mark in text:
                for needle in needles:
                    if needle in text:
                        return True
        return False

    def _by_value(self, text: str) -> list[Span]:
        return [
            (start, end, placeholder)
            for placeholder, variants in self._variants
            for variant in variants
            for start, end in variant.spans(text)
        ]

    def _by_structure(self, text: str) -> list[Span]:
        return [(one.start, one.end, self._learn(one.name, one.value)) for one in findings(text)]

    def _learn(self, name: str, value: str) -> str:
        """Give the placeholder of a secret that was found by its place; one that looks random is known from now on."""
        text = value.strip()
        with self._lock:
            if text in self._placeholders:
                return self._placeholders[text]
        shown = _replaced(name, self._by_value(name)) if len(name) <= _LONGEST_NAME else "secret"
        return self.add(shown, text if looks_random(text) else None)

    def _learn_basic(self, scheme: str, value: str) -> None:
        """Learn the password of Basic credentials; the user where there is no password, as with API keys."""
        if scheme.lower() != "basic":
            return
        try:
            user, _, password = b64decode(value, validate=True).decode().partition(":")
        except (Base64Error, UnicodeDecodeError, ValueError):
            return
        if len(password) >= SHORTEST:
            self._learn("password", password)
        else:
            self._learn("api_key", user)

    def _cookies(self, value: str, alone: bool) -> str:
        """Mask the values of cookies; of Set-Cookie only the first pair is one."""
        first, *others = value.split(";")
        pairs = [first] if alone else [first, *others]
        masked = []
        for pair in pairs:
            name, found, content = pair.partition("=")
            known = not content.strip() or PLACEHOLDER.fullmatch(content.strip())
            masked.append(pair if not found or known else f"{name}={self._learn(f'cookie_{name}', content)}")
        return ";".join([*masked, *(self.mask(other) for other in (others if alone else ()))])

    def _walk(self, value: Any, secret: str | None, depth: int) -> Any:
        """Mask a JSON value; `secret` is the name of the secret field that it stands in, or None."""
        if isinstance(value, _SCALARS):
            return self._leaf(value, secret)
        if depth > _DEEPEST:
            return "…"
        if isinstance(value, Mapping):
            oauth = "grant_type" in value or "device_code" in value
            return {
                self._key(key) if isinstance(key, str) else key: self._walk(
                    inner, self._name_in(str(key), inner, oauth) or _inherited(secret, str(key)), depth + 1
                )
                for key, inner in value.items()
            }
        return [self._item(inner, secret, depth) for inner in value] if isinstance(value, (list, tuple)) else value

    def _key(self, key: str) -> str:
        """Mask the key of a JSON object; most keys come again with each row."""
        known = self._keys
        masked = known.get(key)
        if masked is None:
            masked = self.mask(key)
            if len(known) < _REMEMBERED:
                known[key] = masked
        return masked

    def _item(self, value: Any, secret: str | None, depth: int) -> Any:
        """Mask an item of a list; in a list, texts with spaces are messages (``"password": ["can't be blank"]``)."""
        message = isinstance(value, str) and " " in value
        return self._walk(value, None if message else secret, depth + 1)

    def _name_in(self, key: str, value: Any, oauth: bool) -> str | None:
        if key.lower() == "user_code":
            return key if oauth else None
        if key.lower() == "code":
            return key if isinstance(value, str) and (oauth or is_code(value)) else None
        number = isinstance(value, (int, float)) and "token" in key.lower()
        return key if is_secret_field(key) and not number else None

    def _leaf(self, value: Any, secret: str | None) -> Any:
        if isinstance(value, bool):
            return value
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        if secret is not None and text.strip() and not PLACEHOLDER.fullmatch(text.strip()):
            return self._learn(secret, text)
        masked = self.mask(text)
        return value if masked == text else masked


def hint(value: str) -> str:
    """Give what may be shown of a secret: the last 4 characters of a long one.

    >>> hint("short"), hint("a-long-secret-of-wkt-1234")
    ('••••', '••••1234')
    """
    return "••••" + (value[-_HINT:] if len(value) >= _HINT_FROM and value[-_HINT:].isprintable() else "")


def _keys_in(value: Any) -> int:
    """Count the keys of all objects in a JSON value."""
    if isinstance(value, dict):
        return len(value) + sum(map(_keys_in, value.values()))
    return sum(map(_keys_in, value)) if isinstance(value, list) else 0


def _inherited(secret: str | None, key: str) -> str | None:
    return None if secret is None or describes(key) else secret


def _maskable(text: str) -> bool:
    """Tell whether a value is masked wherever it stands."""
    if len(text) < SHORTEST or text.lower() in TRIVIAL or PLACEHOLDER.fullmatch(text):
        return False
    if text.isdigit():
        return len(text) >= _SHORTEST_NUMBER
    return len(text) >= _SHORTEST_SIGNS or any(c.isalnum() for c in text)


def _replaced(text: str, spans: list[Span]) -> str:
    """Put placeholders in the places of secrets; of those that overlap the longest gives its name."""
    if not spans:
        return text
    pieces, done = [], 0
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    start, end, label, longest = *ordered[0], ordered[0][1] - ordered[0][0]
    for next_start, next_end, next_label in ordered[1:]:
        if next_start >= end:
            pieces += [text[done:start], label]
            done, start, end, label, longest = end, next_start, next_end, next_label, next_end - next_start
            continue
        if next_end - next_start > longest:
            label, longest = next_label, next_end - next_start
        end = max(end, next_end)
    return "".join([*pieces, text[done:start], label, text[end:]])
