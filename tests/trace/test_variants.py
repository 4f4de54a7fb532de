"""A secret is found in whatever way it is written."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wkt_cli.trace.redact import TRIVIAL, Redactor

SECRETS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=4, max_size=40).filter(
    lambda s: s.strip() == s and s.lower() not in TRIVIAL and sum(c.isalpha() for c in s) >= 3
)
AROUND = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)

settings.register_profile("redaction", deadline=None, suppress_health_check=list(HealthCheck))


def ruby_inspect(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("#{", "\\#{") + '"'


ENCODINGS = {
    "raw": lambda s: s,
    "quote": quote,
    "quote all": lambda s: quote(s, safe=""),
    "quote lower": lambda s: _lower_hex(quote(s, safe="")),
    "quote_plus": quote_plus,
    "quote twice": lambda s: quote(quote(s, safe=""), safe=""),
    "quote javascript": lambda s: quote(s, safe="!'()*"),
    "quote every letter": lambda s: "".join(f"%{b:02X}" for b in s.encode()),
    "json": lambda s: json.dumps(s)[1:-1],
    "json, no escapes": lambda s: json.dumps(s, ensure_ascii=False)[1:-1],
    "json in json": lambda s: json.dumps(json.dumps(s))[1:-1],
    "json, all escaped": lambda s: "".join(f"\\u{u:04x}" for u in _utf16(s)),
    "json, slashes escaped": lambda s: json.dumps(s)[1:-1].replace("/", "\\/"),
    "json of Rails": lambda s: json.dumps(s)[1:-1].replace("<", "\\u003C").replace("&", "\\u0026"),
    "repr": lambda s: repr(s)[1:-1],
    "repr of bytes": lambda s: repr(s.encode())[2:-1],
    "ascii": lambda s: ascii(s)[1:-1],
    "ruby": ruby_inspect,
    "html": html.escape,
    "html, no quotes": lambda s: html.escape(s, quote=False),
    "html numbers": lambda s: "".join(f"&#{ord(c)};" for c in s),
    "html hex": lambda s: "".join(f"&#x{ord(c):X};" for c in s),
    "xml": lambda s: s.encode("ascii", "xmlcharrefreplace").decode(),
    "hex": lambda s: s.encode().hex(),
    "hex upper": lambda s: s.encode().hex().upper(),
}


def _lower_hex(text: str) -> str:
    return "".join(f"%{p[:2].lower()}{p[2:]}" if i else p for i, p in enumerate(text.split("%")))


def _utf16(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [data[i] * 256 + data[i + 1] for i in range(0, len(data), 2)]


def masked(secret: str, text: str) -> str:
    redactor = Redactor()
    redactor.add("the_secret", secret)
    return redactor.mask(text)


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(settings.get_profile("redaction"), max_examples=60)
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_no_encoding_hides_a_secret(encoding: str, secret: str, before: str, after: str) -> None:
    written = ENCODINGS[encoding](secret)
    shown = masked(secret, f"{before} {written} {after}")
    assert written not in shown.replace("$THE_SECRET", "")
    assert "$THE_SECRET" in shown


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode], ids=["standard", "url-safe"])
@settings(settings.get_profile("redaction"), max_examples=200)
@given(secret=SECRETS, before=st.binary(max_size=9), after=st.binary(max_size=9))
def test_base64_of_a_secret_among_other_bytes(encode, secret: str, before: bytes, after: bytes) -> None:
    data = secret.encode()
    text = encode(before + data + after).decode()
    shown = masked(secret, f"x {text} y")
    assert shown.startswith("x ") and shown.endswith(" y") and "$THE_SECRET" in shown
    left = len(shown.replace("$THE_SECRET", "")) - len("x  y")
    assert left <= (len(before) * 4 + 2) // 3 + (len(after) * 4 + 2) // 3 + len("==")


@pytest.mark.parametrize("length", [8, 40, 61, 200])
@pytest.mark.parametrize("joint", ["\n", "\\n", "\r\n", "%0A"])
@pytest.mark.parametrize("width", [60, 76])
def test_base64_with_line_breaks(length: int, joint: str, width: int) -> None:
    secret = "".join(chr(97 + (i * 7) % 26) for i in range(length))
    text = base64.b64encode(f"some-client-id-of-wkt:{secret}".encode()).decode()
    wrapped = joint.join(text[i : i + width] for i in range(0, len(text), width))
    shown = masked(secret, wrapped)
    assert len(shown) < len("some-client-id-of-wkt:") * 4 / 3 + len("$THE_SECRET") + len(joint) + 4


def test_credentials_that_were_quoted_before_base64() -> None:
    secret = "p@ss w/rd+1"
    text = base64.b64encode(f"id:{quote_plus(secret)}".encode()).decode()
    assert "$THE_SECRET" in masked(secret, text)


def test_a_key_of_many_lines_is_masked_whole_and_by_lines() -> None:
    lines = [f"MIIEvQIBADANBgkqhkiG9w0BAQ{i:02d}SCBKcwggSjAgEAAoIBAQ" for i in range(5)]
    key = "-----BEGIN PRIVATE KEY-----\n" + "\n".join(lines) + "\n-----END PRIVATE KEY-----\n"
    redactor = Redactor()
    redactor.add("private_key", key)
    assert redactor.mask(json.dumps({"k": key})) == '{"k": "$PRIVATE_KEY\\n"}'
    assert redactor.mask("  " + lines[3]) == "  $PRIVATE_KEY"


@settings(settings.get_profile("redaction"), max_examples=200)
@given(first=SECRETS, second=SECRETS, overlap=st.integers(0, 6))
def test_secrets_that_overlap_leave_nothing(first: str, second: str, overlap: int) -> None:
    tail = first[len(first) - overlap :] if overlap else ""
    second = tail + second
    text = first + second[len(tail) :]
    redactor = Redactor()
    redactor.add("one", first)
    redactor.add("two", second)
    assert re.sub(r"\$[A-Z]+", "", redactor.mask(text)) == ""
