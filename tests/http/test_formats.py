"""Payloads to bytes and replies to values, by the tables of the platform."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wkt_cli.errors import RequestFormatError, ResponseFormatError
from wkt_cli.http.formats import NAMES, form, format_named, headers, json, raw
from wkt_cli.http.formats.text import SpelledBytes
from wkt_cli.http.message import OutgoingRequest, Reply

PACIFIC = timezone(timedelta(hours=-8))
NOON = datetime(2024, 1, 2, 3, 4, 5, 250_000, UTC)


def came(body: bytes, content_type: str = "application/json", status: int = 200, start: str = "") -> Reply:
    line = [("Content-Type", content_type)] if content_type else []
    return Reply(
        status, "", line, body, OutgoingRequest("GET", "http://h/"), notes={"start": start} if start else {}
    )


# Queries and forms


@pytest.mark.parametrize(
    ("params", "query"),
    [
        ({}, ""),
        (None, ""),
        ({"b": 2, "a": 1}, "a=1&b=2"),
        ({"b": {"z": 1, "a": 2}, "B": 0, "a2": 1, "a10": 1}, "B=0&a10=1&a2=1&b%5Ba%5D=2&b%5Bz%5D=1"),
        ({"a": [1, "two", 0]}, "a%5B%5D=1&a%5B%5D=two&a%5B%5D=0"),
        ({"h": {"n": {"d": [1]}}}, "h%5Bn%5D%5Bd%5D%5B%5D=1"),
        ({"ah": [{"a": 1, "b": None}]}, "ah%5B%5D%5Ba%5D=1&ah%5B%5D%5Bb%5D="),
        ({"n": None, "s": "", "e": [None]}, "e%5B%5D=&n=&s="),
        ({"a": [], "h": {}, "x": {"y": []}, "z": 1}, "z=1"),
        (
            {"t": True, "f": False, "i": 7, "x": 1e20, "y": 1.5, "z": Decimal("1.1")},
            "f=false&i=7&t=true&x=1.0e%2B20&y=1.5&z=1.1",
        ),
        ({"q": "a b*/é~-._"}, "q=a+b%2A%2F%C3%A9~-._"),
        ({"d": date(2024, 1, 2)}, "d=2024-01-02"),
        ({"d": NOON}, "d=2024-01-02T03%3A04%3A05%2B00%3A00"),
        ({7: 1}, "7=1"),
        ("a=b c", "a=b c"),
        ({"a": (1, 2)}, "a%5B%5D=1&a%5B%5D=2"),
        ({"a": [{"z": 1, "b": {"y": 2, "x": 3}}]}, "a%5B%5D%5Bz%5D=1&a%5B%5D%5Bb%5D%5By%5D=2&a%5B%5D%5Bb%5D%5Bx%5D=3"),
        ({"a": [[], [[]], 1], "b": [{}]}, "a%5B%5D%5B%5D=&a%5B%5D%5B%5D%5B%5D=&a%5B%5D=1"),
    ],
)
def test_queries(params: Any, query: str) -> None:
    assert form.encode_query(params) == query
    assert form.encode(params) == query.encode()


def test_forms_in_the_client_s_own_rules() -> None:
    assert (
        form.encode_unsorted({"b": {"c": "x y", "d": [1]}, "a": "é", "n": None})
        == b"b[c]=x+y&b[d][]=1&a=%C3%A9&n"
    )
    assert form.encode_unsorted({"e": [], "h": {"i": {}}, "a~*": "~*'"}) == b"e&h[i]&a%7E*=%7E*%27"
    assert form.encode_unsorted({}) == b""


@pytest.mark.parametrize("params", [7, [1], {"a": object()}, {b"\xff": 1}, {"a": "\ud800"}, {"a": {1, 2}}])
def test_what_no_query_can_hold(params: Any) -> None:
    with pytest.raises(RequestFormatError):
        form.encode(params)


def test_a_payload_that_holds_itself() -> None:
    loop: dict[str, Any] = {"a": 1}
    loop["self"] = [loop]
    for encode in (form.encode, json.encode):
        with pytest.raises(RequestFormatError):
            encode(loop)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("a=1&a=2&b=x+y%26", {"a": "2", "b": "x y&"}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("h[k][l]=v&h[m]=", {"h": {"k": {"l": "v"}, "m": ""}}),
        ("p[][a]=1&p[][b]=2&p[][a]=3", {"p": [{"a": "1", "b": "2"}, {"a": "3"}]}),
        ("a%5B%5D=1", {"a": ["1"]}),
    ],
)
def test_forms_are_read(text: str, value: Any) -> None:
    assert form.decode(came(text.encode(), "application/x-www-form-urlencoded")) == value


@pytest.mark.parametrize("text", ["a=1&a[]=2", "a[b]=1&a[]=2", "a[]=1&a[b]=2"])
def test_forms_that_contradict_themselves(text: str) -> None:
    with pytest.raises(ResponseFormatError):
        form.decode_query(text)


TREES = st.recursive(
    st.text(max_size=5),
    lambda inner: st.dictionaries(st.from_regex(r"[a-z]{1,3}", fullmatch=True), inner, min_size=1),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,3}", fullmatch=True), TREES))
def test_what_was_written_as_a_form_is_read_again(value: dict[str, Any]) -> None:
    assert form.decode_query(form.encode_query(value)) == value


# JSON


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1, "b": [True, None, "x"]}, '{"a":1,"b":[true,null,"x"]}'),
        ("<a> & \u2028\u2029 é", r'"\u003ca\u003e \u0026 \u2028\u2029 é"'),
        ('q"\\\n\t\x01', r'"q\"\\\n\t\u0001"'),
        (1e20, "1.0e+20"),
        (1e-7, "1.0e-07"),
        (1.0, "1.0"),
        (float("nan"), "null"),
        (float("-inf"), "null"),
        (2**70, "1180591620717411303424"),
        (Decimal("1.5"), '"1.5"'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("2E2"), '"200.0"'),
        (Decimal(2), '"2.0"'),
        (date(2024, 1, 2), '"2024-01-02"'),
        (NOON, '"2024-01-02T03:04:05.250Z"'),
        (NOON.astimezone(PACIFIC), '"2024-01-01T19:04:05.250-08:00"'),
        ((1, 2), "[1,2]"),
        ({}, "{}"),
        ([], "[]"),
        (None, "null"),
    ],
)
def test_json_is_written_as_the_platform_does(value: Any, text: str) -> None:
    assert json.encode(value).decode() == text


def test_bytes() -> None:
    assert json.encode(["é".encode()]).decode() == '["é"]'
    spelled = SpelledBytes.of(b"ab", "0x6162")
    assert json.encode([spelled]) == b'["0x6162"]'
    assert form.encode({"a": [b"\xff ", spelled]}) == b"a%5B%5D=%FF+&a%5B%5D=ab"
    assert form.encode_unsorted({"a": b"\xff*"}) == b"a=%FF*"


def test_keys_become_text() -> None:
    assert json.encode({7: 1, None: 2, 1.5: 3}) == b'{"7":1,"":2,"1.5":3}'


@pytest.mark.parametrize("value", [b"\xff", {"a": b"\xff"}, object(), {1, 2}, "\ud800"])
def test_what_no_json_can_hold(value: Any) -> None:
    with pytest.raises(RequestFormatError):
        json.encode(value)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"", {}),
        (b" \r\n\t", {}),
        (b"null", None),
        (b"7", 7),
        (b'"x"', "x"),
        (b"1E400", float("inf")),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'{"a":/* c */1} // end', {"a": 1}),
        (b'{"u":"http://h/*x*/"} /* c */', {"u": "http://h/*x*/"}),
        (rb'["it\'s", "\x", "\\\x", "\n\u00e9\/"] // \x', ["it's", "x", "\\x", "\n\u00e9/"]),
        (b'"2024-01-02T03:04:05Z"', "2024-01-02T03:04:05Z"),
        ('{"a":"\u00e9"}'.encode(), {"a": "é"}),
    ],
)
def test_json_is_read(body: bytes, value: Any) -> None:
    assert json.decode(came(body)) == value


def test_the_charset_counts() -> None:
    assert json.decode(came('"grün"'.encode("latin-1"), "application/json; charset=ISO-8859-1")) == "grün"
    assert json.decode(came('"grün"'.encode(), "application/json; charset=nonsense")) == "grün"


def test_half_a_surrogate_pair_can_be_written_again() -> None:
    value = json.decode(came(rb'["\ud83d\ude00", "\ud800"]'))
    assert value[0] == "\U0001f600"
    value[1].encode()


@pytest.mark.parametrize(
    "body",
    [
        b"[1,]",
        b"{'a':1}",
        rb'"\u12"',
        b"NaN",
        b"-Infinity",
        b"\xef\xbb\xbf{}",
        b'"a\nb"',
        b"{} x",
        b"<html>",
        b"[" * 100_000,
        b"\xff",
        b"1" * 5000,
    ],
)
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ResponseFormatError) as error:
        json.decode(came(body))
    assert error.value.hint


def test_a_message_says_what_came() -> None:
    with pytest.raises(ResponseFormatError) as error:
        json.decode(
            came(b"<html></html>", "text/html; charset=utf-8", 502, start="<html>\n <body>" + "x" * 200)
        )
    assert error.value.message.startswith(
        "The reply is no JSON: 502 text/html, it starts with `<html> <body>xxx"
    )
    assert len(error.value.message) < 150 and "page" in str(error.value.hint)


def test_a_message_shows_nothing_that_wasn_t_masked() -> None:
    with pytest.raises(ResponseFormatError) as error:
        json.decode(came(b"access_token=s3cr3t-1", "text/plain"))
    assert "s3cr3t" not in f"{error.value.message}{error.value.hint}"


def test_a_message_says_where_json_is_wrong() -> None:
    with pytest.raises(ResponseFormatError, match="line 2, column 4"):
        json.decode(came(b'{"a": 1,\n   }'))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_was_written_as_json_is_read_again(value: Any) -> None:
    assert json.parse(json.encode(value).decode()) == value


# Raw


def test_raw_bodies() -> None:
    assert raw.encode("é") == "é".encode() and raw.encode(b"\xff") == b"\xff" and raw.encode(None) == b""
    assert raw.decode(came(b"\xff\xfe")) == b"\xff\xfe"
    assert raw.decode(came("grün".encode("latin-1"), "text/plain; charset=latin-1")) == "grün"
    with pytest.raises(RequestFormatError):
        raw.encode({"a": 1})


def test_formats_have_names() -> None:
    assert [format_named(name).NAME for name in NAMES] == list(NAMES)
    with pytest.raises(KeyError):
        format_named("headers")


# Headers


@pytest.mark.parametrize(
    ("key", "symbol", "name"),
    [
        ("x_one_two", True, "X-One-Two"),
        ("Authorization", True, "Authorization"),
        ("content_type", True, "Content-Type"),
        ("X-API-KEY", True, "X-Api-Key"),
        ("X-THREE", False, "X-Three"),
        ("x_lower", False, "X_lower"),
        ("content-type", False, "Content-Type"),
    ],
)
def test_names(key: str, symbol: bool, name: str) -> None:
    assert headers.canonical_name(key, symbol) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (True, "true"),
        (1.5, "1.5"),
        (["a", 1, None], '["a", 1, nil]'),
        ({"a": 'b"'}, '{"a"=>"b\\""}'),
        (" x ", "x"),
    ],
)
def test_values(value: Any, text: str) -> None:
    lines = headers.Headers()
    lines.set("X", value)
    assert lines.items() == [("X", text)]


def test_the_last_of_a_name_wins_and_none_takes_it_away() -> None:
    lines = headers.Headers()
    for name, value in (
        ("Accept", "a/b"),
        ("X-One", 1),
        ("x-one", 2),
        ("ACCEPT", None),
        ("Content-Length", 5),
    ):
        lines.set(name, value)
    assert lines.items() == [("x-one", "2")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("json", "application/json"),
        ("xml", "application/xml"),
        ("pdf, html", "application/pdf, text/html"),
        ("a/b; c", "a/b; c"),
        ("nonsense", "nonsense"),
        ("png", "image/png"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_words_for_media_types(word: str, kind: str) -> None:
    lines = headers.Headers()
    lines.set("Accept", word)
    lines.set("X", word)
    assert lines.items() == [("Accept", kind), ("X", word)]


@pytest.mark.parametrize(
    ("name", "value"), [("A B", "x"), ("", "x"), ("A:", "x"), ("A", "b\r\nC: d"), ("A", "b\0")]
)
def test_headers_that_would_break_the_message(name: str, value: str) -> None:
    with pytest.raises(RequestFormatError) as error:
        headers.Headers().set(name, value)
    assert "C: d" not in str(error.value)


def test_headers_of_a_reply_answer_to_every_spelling() -> None:
    found = headers.ReplyHeaders.of(
        [
            ("X-Total-Count", "5"),
            ("Link", "a"),
            ("link", "b"),
            ("Set-Cookie", "a=1; Path=/"),
            ("Set-Cookie", "b=2"),
        ]
    )
    assert dict(found) == {"x_total_count": "5", "link": "a, b", "set_cookie": '["a=1; Path=/", "b=2"]'}
    assert (
        found["X-Total-Count"]
        == found["x-total-count"]
        == found["x_total_count"]
        == found.get("X_TOTAL_COUNT")
        == "5"
    )
    assert found["nothing"] is None and found.get("nothing", 7) == 7
    assert "LINK" in found and "nothing" not in found
