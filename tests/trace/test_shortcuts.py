"""Texts without secrets are told at little cost; what is masked is the same as with all the work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trace.test_variants import ENCODINGS
from wkt_cli.secret_names import is_secret_field, is_secret_header
from wkt_cli.trace import redact
from wkt_cli.trace.redact import Redactor
from wkt_cli.trace.structure import may_show

SECRETS = ("s3cr3t/one+two=", "plainWords99", "id 4 ü:é@x", "839201")
NAMES = (
    "name", "access_token", "token_type", "code", "shipping", "pin", "apiKey", "message", "verification_uri_complete",
)  # fmt: skip
PIECES = (
    "Ana", "inside", "https://h/x?a=b", "https://u:pw-123456@h/", "password=abc-123", "Bearer abcdefgh12345678",
    "eyJhbGciOi.eyJzdWIiOi.abc", "a\nX-Api-Key: abc-123-def\n", "<token>abc-123</token>", "ü\u2028\t\"'\\", "12345",
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from(PIECES), st.just(839201),
    st.tuples(st.sampled_from(SECRETS), st.sampled_from(sorted(ENCODINGS))).map(lambda one: ENCODINGS[one[1]](one[0])),
    st.lists(st.sampled_from((*PIECES, *SECRETS)), max_size=3).map(" ".join),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)),
    max_leaves=12,
)


def redactor_of_all() -> Redactor:
    made = Redactor()
    for secret in SECRETS:
        made.add("secret", secret)
    return made


def thorough(text: str, media_type: str) -> str:
    """Mask a body without any shortcut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redact, "may_show", lambda text: True)
        patch.setattr(redact, "_keys_in", lambda value: -1)
        patch.setattr(Redactor, "_may_hold", lambda self, text: True)
        return redactor_of_all().mask_body(text, media_type)


def content(text: str) -> Any:
    """Give what a text says, however its JSON is written."""
    try:
        return json.loads(text)
    except ValueError:
        return text


@settings(deadline=None, max_examples=200)
@given(VALUES, st.booleans(), st.sampled_from((None, (",", ":"), (" , ", " : "))), st.booleans())
def test_bodies_are_masked_as_with_all_the_work(
    value: Any, in_ascii: bool, separators: tuple[str, str] | None, slashes: bool
) -> None:
    text = json.dumps(value, ensure_ascii=in_ascii, separators=separators)
    if slashes:
        text = text.replace("/", "\\/")
    for media_type in ("application/json", "text/plain"):
        shown = redactor_of_all().mask_body(text, media_type)
        assert content(shown) == content(thorough(text, media_type))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"token": "one-123", "token": "two-456"}', '{"token": "$TOKEN", "token": "$TOKEN"}'),
        ('{"a": "plainWords99", "a": 1}', '{"a": "$SECRET_2", "a": 1}'),
        ('{"token" : "one-123", "token" : ""}', '{"token" : "$TOKEN", "token" : ""}'),
        ('{"token" : "one-123", "b\\":": 1, "token": ""}', '{"token" : "$TOKEN", "b\\":": 1, "token": ""}'),
        (r'{"a": "\u0070lainWords99"}', '{"a": "$SECRET_2"}'),
        (r'{"a": "https:\/\/user:pw-123456@h\/"}', r'{"a": "https:\/\/$URL_CREDENTIALS@h\/"}'),
        (r'{"a": "https:\u002f\u002fuser:pw-123456\u0040h"}', r'{"a": "https:\u002f\u002f$URL_CREDENTIALS\u0040h"}'),
        (r'{"\u0074oken": "one-123"}', '{"token": "$TOKEN"}'),
        ('{"verification_uri_complete": "h?a=b"}', '{"verification_uri_complete": "$VERIFICATION_URI_COMPLETE"}'),
    ],
)  # fmt: skip
def test_what_a_shortcut_could_miss(text: str, shown: str) -> None:
    assert redactor_of_all().mask_body(text, "application/json") == shown


@pytest.mark.parametrize("name", [
    "access_token", "clientSecret", "password", "passwd", "passphrase", "api_key", "apikey", "X-Credential",
    "client_assertion", "Authorization", "session_id", "signature", "Cookie", "code_verifier", "jwt", "device_code",
    "verification_url_complete", "auth", "bearer", "otp", "pass", "pin", "pwd", "sid", "sig", "X-Session", "code",
])  # fmt: skip
def test_every_name_of_a_secret_is_noticed(name: str) -> None:
    assert name == "code" or is_secret_field(name) or is_secret_header(name)
    assert may_show(f'"{name}": "x"') and may_show(f"{name}=x")


def test_a_header_that_was_seen_is_masked_by_what_is_known_since() -> None:
    redactor = Redactor()
    assert redactor.mask_header("X-Name", "plainWords99") == "plainWords99"
    assert redactor.mask_json({"plainWords99": 1}) == {"plainWords99": 1}
    redactor.add("secret", "plainWords99")
    assert redactor.mask_header("X-Name", "plainWords99") == "$SECRET"
    assert redactor.mask_json({"plainWords99": 1}) == {"$SECRET": 1}


def test_more_headers_than_are_remembered() -> None:
    redactor = redactor_of_all()
    for number in range(1500):
        assert redactor.mask_header("X-Name", f"{number} plainWords99") == f"{number} $SECRET_2"
        assert redactor.mask_json({f"{number}": number}) == {f"{number}": number}
