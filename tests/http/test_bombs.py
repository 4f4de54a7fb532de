"""Replies that are small and would take for ever, or all memory, to read; a test that hangs has failed."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt
from wkt_cli.errors import ResponseFormatError
from wkt_cli.http.formats import json, raw
from wkt_cli.http.formats.json import MAX_DEPTH, MAX_DIGITS
from wkt_cli.http.formats.xml import Xml
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.runtime.packages import csv, yaml
from wkt_cli.runtime.packages.errors import PackageError
from wkt_cli.xml_text import MANY_ATTRIBUTES, MAX_NAMESPACES, XmlError, parse


def replied(body: bytes | str, media_type: str = "application/json") -> Reply:
    data = body if isinstance(body, bytes) else body.encode()
    return Reply(200, "OK", [("Content-Type", media_type)], data, OutgoingRequest("GET", "http://h/"))


# JSON


def nested(depth: int, opened: str = "[", closed: str = "]") -> str:
    return opened * depth + "1" + closed * depth


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a":', "}"), ('[1,{"a":[', "]}]")])
def test_json_may_be_as_deep_as_in_ruby(opened: str, closed: str) -> None:
    levels = opened.count("[") + opened.count("{")
    assert json.decode(replied(nested(MAX_DEPTH // levels, opened, closed)))
    for depth in (MAX_DEPTH // levels + 1, 1000, 100_000):
        with pytest.raises(ResponseFormatError, match=f"nested more than {MAX_DEPTH} levels deep") as error:
            json.decode(replied(nested(depth, opened, closed)))
        assert error.value.hint


def test_many_brackets_are_no_depth() -> None:
    assert len(json.decode(replied("[" + ",".join(["[[]]"] * 5000) + "]"))) == 5000


@pytest.mark.parametrize("digits", [MAX_DIGITS + 1, 20_000_000])
def test_a_number_without_end(digits: int) -> None:
    with pytest.raises(ResponseFormatError, match="digits"):
        json.decode(replied("1" * digits))


def test_a_number_that_python_does_not_read(limits_of_python: None) -> None:
    with pytest.raises(ResponseFormatError, match="more than 4,300 digits"):
        json.decode(replied("1" * 5000))


@pytest.mark.parametrize("body", ["/*" * 500_000, '"' + '\\"' * 500_000 + " //", "//" * 500_000, "[" * 500_000 + "//"])
def test_comments_and_texts_without_end(body: str) -> None:
    with pytest.raises(ResponseFormatError):
        json.decode(replied(body))


@pytest.mark.parametrize("body", [b'{"a": "\xff"}', b"\xc3", b"\xff\xfe[\x001\x00]\x00"])
def test_json_that_is_no_utf8(body: bytes) -> None:
    with pytest.raises(ResponseFormatError, match="The reply is no JSON"):
        json.decode(replied(body))
    assert raw.decode(replied(body)) == body


# XML


def entities(count: int, text: str = "lol") -> str:
    lines = [f'<!ENTITY e0 "{text}">']
    lines += [f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, count)]
    return f'<!DOCTYPE r [{"".join(lines)}]><r>&e{count - 1};</r>'


@pytest.mark.parametrize("body", [entities(10), entities(1, "x" * 50_000).replace("&e0;<", "&e0;" * 50_000 + "<")])
def test_entities_that_multiply(body: str) -> None:
    with pytest.raises(ResponseFormatError, match="amplification"):
        Xml().decode(replied(body, "application/xml"))


@pytest.mark.parametrize("declared", [
    '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x SYSTEM "http://127.0.0.1:1/">',
    '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;',
])  # fmt: skip
def test_entities_from_outside_give_nothing(declared: str) -> None:
    assert Xml().decode(replied(f"<!DOCTYPE r [{declared}]><r>a&x;b</r>")) in (
        {"r": [{"content!": "ab"}]}, {"r": [{"content!": "a"}]}, {"r": [{"content!": "b"}]}, {"r": [{}]},
    )  # fmt: skip


def test_elements_inside_each_other() -> None:
    with pytest.raises(ResponseFormatError, match="Excessive depth"):
        Xml().decode(replied("<a>" * 100_000, "application/xml"))


@pytest.mark.parametrize("count", [1, MANY_ATTRIBUTES, MANY_ATTRIBUTES + 1, 100_000])
def test_attributes_of_any_number(count: int) -> None:
    attributes = " ".join(f'{"n:" if number % 2 else ""}a{number}="{number}"' for number in range(count))
    (found,) = parse(f'<r xmlns:n="u" {attributes}/>')["r"]
    assert found == {"@xmlns:n": "u", **{f"@a{number}": str(number) for number in range(count)}}


def test_namespaces_that_hold_for_too_much() -> None:
    def declaring(count: int) -> str:
        spaces = " ".join(f'xmlns:n{number}="u{number}"' for number in range(count))
        return f"<r {spaces}>{'<a/>' * 20_000}</r>"

    assert len(parse(declaring(MAX_NAMESPACES))["r"][0]["a"]) == 20_000
    with pytest.raises(XmlError, match="namespaces"):
        parse(declaring(20_000))


def test_text_in_many_pieces() -> None:
    (found,) = parse("<r>" + "x<a/>" * 200_000 + "</r>")["r"]
    assert found["content!"] == "x" * 200_000 and list(found) == ["content!", "a"]
    assert list(parse("<r> <a/> x <b/>y</r>")["r"][0]) == ["a", "content!", "b"]


# YAML and CSV


def test_aliases_are_refused() -> None:
    lines = ["a: &a [x, x]", *(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in ("ab", "bc", "cd", "de", "ef"))]
    with pytest.raises(PackageError, match="Unknown alias"):
        yaml.parse("\n".join(lines))


@pytest.mark.parametrize("text", ["[" * 200_000, "{" * 200_000, "[{a: " * 100_000])
def test_brackets_without_end(text: str) -> None:
    with pytest.raises(PackageError, match="exceeded max depth"):
        yaml.parse(text)


def test_yaml_that_is_deep_but_not_too_deep() -> None:
    value = yaml.parse("[" * 300 + "]" * 300)
    for _ in range(299):
        (value,) = value
    assert value == []


@pytest.mark.parametrize(
    ("text", "said"), [("a\n" + "x\n" * 65_001, "too many lines"), ("a," * 15 * 2**20 + "aa", "too big")]
)
def test_csv_has_the_platform_s_bounds(text: str, said: str) -> None:
    with pytest.raises(PackageError, match=said):
        csv.parse(text, True)


@pytest.mark.parametrize("text", ['a\n"' + "x" * 2_000_000, 'a\n"' + '""' * 1_000_000, "a\r\n" + "x" * 2_000_000 + '"'])
def test_csv_fields_without_end(text: str) -> None:
    """A pattern that goes back step by step would keep a hundred bytes for each character."""
    tracemalloc.start()
    try:
        with pytest.raises(PackageError, match=r"quot"):
            csv.parse(text, True)
        assert tracemalloc.get_traced_memory()[1] < 8 * len(text)
    finally:
        tracemalloc.stop()


# In connectors


@pytest.fixture
def connectors(wkt: Wkt) -> Any:
    """Give a function that runs `test` of a connector in Python and in Ruby against a reply."""

    def run(body: str) -> list[Any]:
        with Scripted({"*": reply(200, body.encode(), "Content-Type: application/json")}) as server:
            wkt.write("connectors/one.py", f"""\
                from wkt_cli.dsl import get
                connector = {{"title": "One", "connection": {{"fields": []}}, "test": lambda: get("{server.url}/x")}}
                """)
            wkt.write("connectors/two.rb", f"""\
                {{ title: 'Two', connection: {{ fields: [], authorization: {{ type: 'none' }} }},
                  test: ->(_) {{ get('{server.url}/x') }} }}
                """)
            return [wkt("exec", "test", "-c", f"connectors/{name}") for name in ("one.py", "two.rb")]

    return run


@pytest.mark.parametrize("depth", [101, 330, 700, 950, 5000])
def test_deep_replies_of_connectors(connectors: Any, depth: int) -> None:
    for done in connectors(nested(depth)):
        assert done.status == 1, done.both
        assert "nested more than 100 levels deep" in done.err and "response_format_raw" in done.err


def test_long_numbers_of_connectors(connectors: Any) -> None:
    for done in connectors('{"n": ' + "1" * 3_000_000 + "}"):
        assert done.status == 1, done.both
        assert "digits" in done.err


def test_a_value_that_contains_itself(wkt: Wkt) -> None:
    wkt.connector("ring", """\
        def ring():
            value = []
            value.append(value)
            return value
        connector = {"title": "Ring", "connection": {"fields": []}, "test": lambda: None, "methods": {"ring": ring}}
        """)
    done = wkt("exec", "methods.ring", "-c", "connectors/ring.py")
    assert done.status == 1, done.both
    assert "contains itself" in done.err
