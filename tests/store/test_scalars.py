import json
import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from wkt_cli.store.scalars import is_date, read_scalar
from wkt_cli.store.settings import same
from wkt_cli.store.written import write_value
from wkt_cli.store.yaml_tree import Values, parse

GOLDEN = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("nul", "nul"),
    ("yes", True), ("No", False), ("ON", True), ("off", False), ("y", "y"), ("n", "n"), ("yess", "yess"),
    ("010", 8), ("0o14", "0o14"), ("09", "09"), ("0x1f", 31), ("0b101", 5), ("0", 0), ("-7", -7), ("+7", 7),
    ("1_000", 1000), ("1,000", 1000), ("12345678901234567890", 12345678901234567890),
    ("1e3", "1e3"), ("1.5e+3", 1500.0), (".5", 0.5), ("1.", 1.0), (".", "."), ("-.", "-."), ("1.2.3", "1.2.3"),
    ("1:30", 5400), ("1:30:05", 5405), ("1:30:05.5", 5405.5), ("1:99", "1:99"), ("10.0.0.1", "10.0.0.1"),
    (".inf", math.inf), ("-.INF", -math.inf), ("2024-01-02", "2024-01-02"), ("abc", "abc"), ("a: b", "a: b"),
    ("-", "-"), ("١٢", "١٢"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), GOLDEN)
def test_scalars_mean_what_the_sdk_reads(text: str, value: Any) -> None:
    assert same(read_scalar(text), value)


def test_not_a_number() -> None:
    assert math.isnan(read_scalar(".NaN"))


@pytest.mark.parametrize("text", ["2024-01-02", "2024-1-2 03:04:05", "2024-01-02T03:04:05Z", "2024-01-02 3:04:05 +01"])
def test_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["2024-13-02", "2024-01", "2024-01-02x"])
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["yes", "n", "N", "010", "1:30", "2024-01-02", "1e3", "0o7", "~", "=", "<<", "- a", "a #b", "a: b", ":a", "? x",
     "'", '"', "{a}", "[", "&a", "*a", "!t", "|", ">", "%", "@", "`", " a", "a ", "a:", "\u2028", "\ufeff", "\x85"]
)  # fmt: skip
plain = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))


@given(values)
def test_what_is_written_is_read_again(value: Any) -> None:
    root = parse(f"key: {write_value(value)}\n", "f")
    assert root is not None
    assert same(Values("f").value(root)["key"], value)
    assert same(_gem(f"key: {write_value(value)}\n"), value)


def _gem(text: str) -> Any:
    root = parse(text, "f")
    assert root is not None
    return Values("f", gem=True).value(root)["key"]


@given(texts)
def test_every_reader_gets_the_same_text(text: str) -> None:
    document = f"key: {write_value(text)}\n"
    assert yaml.safe_load(document) == {"key": text}
    assert YAML(typ="safe", pure=True).load(document) == {"key": text}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_reader_gets_the_same_number(number: float) -> None:
    assert yaml.safe_load(write_value(number)) == number
    assert json.loads(write_value([number])[1:-1]) == number


def test_a_plain_word_needs_no_quotes() -> None:
    assert write_value("https://example.com/a-b_c?x".removesuffix("?x")) == "https://example.com/a-b_c"
    assert write_value("two words") == "two words"
