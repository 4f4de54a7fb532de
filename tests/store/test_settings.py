import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from wkt_cli.errors import StoreError
from wkt_cli.store.settings import Settings

WRITTEN = """\
# my connections
---
percolate:   # the real one
    default:
        # given by Ann
        client_id: "abcd"   # of 2024
        region: 010

    # about the sandbox
    sandbox:
        client_id: test

# others
other: {one: {a: 1, b: no}}
"""


@pytest.fixture
def stored(settings: Path) -> Settings:
    settings.write_text(WRITTEN)
    return Settings(settings)


def test_two_levels_above_the_fields(stored: Settings) -> None:
    assert stored.read() == {
        "percolate": {"default": {"client_id": "abcd", "region": 8}, "sandbox": {"client_id": "test"}},
        "other": {"one": {"a": 1, "b": False}},
    }


def test_nothing_changes_where_nothing_changed(stored: Settings, settings: Path) -> None:
    before = settings.stat()
    stored.put("percolate", "default", {"client_id": "abcd", "region": 8})
    assert settings.read_text() == WRITTEN
    assert settings.stat().st_ino == before.st_ino


def test_one_value_changes_and_nothing_else(stored: Settings, settings: Path) -> None:
    stored.put("percolate", "default", {"client_id": "yes", "region": 8})
    assert settings.read_text() == WRITTEN.replace('"abcd"', "'yes'")


def test_a_new_field_stands_below_the_others(stored: Settings, settings: Path) -> None:
    stored.put("percolate", "default", {"client_id": "abcd", "region": 8, "zone": "n"})
    assert settings.read_text() == WRITTEN.replace("region: 010\n", "region: 010\n        zone: 'n'\n")


def test_a_removed_field_leaves_the_comments(stored: Settings, settings: Path) -> None:
    stored.put("percolate", "default", {"client_id": "abcd"})
    assert settings.read_text() == WRITTEN.replace("        region: 010\n", "")


def test_the_last_field_leaves_an_empty_connection(stored: Settings, settings: Path) -> None:
    stored.put("percolate", "sandbox", {})
    assert "    sandbox: {}\n" in settings.read_text()
    assert "# about the sandbox" in settings.read_text()
    stored.put("percolate", "sandbox", {"x": 1})
    assert "    sandbox:\n        x: 1\n" in settings.read_text()


def test_a_removed_connection_leaves_the_comment_above_the_next(stored: Settings, settings: Path) -> None:
    stored.remove("percolate", "default")
    assert stored.read()["percolate"] == {"sandbox": {"client_id": "test"}}
    assert "# about the sandbox\n    sandbox:" in settings.read_text()
    stored.remove("percolate", "sandbox")
    stored.remove("percolate", "sandbox")
    assert stored.read() == {"other": {"one": {"a": 1, "b": False}}}
    assert "# others\nother:" in settings.read_text()


def test_a_renamed_connection_stays_in_its_place(stored: Settings, settings: Path) -> None:
    stored.rename("percolate", "default", "no")
    assert settings.read_text() == WRITTEN.replace("    default:", "    'no':")


def test_a_new_connection_and_connector(stored: Settings, settings: Path) -> None:
    stored.put("percolate", "third", {"client_id": "x"})
    stored.put("ruby/new", "default", {"key": "1:30"})
    text = settings.read_text()
    assert "        client_id: test\n    third:\n        client_id: x\n" in text
    assert text.endswith("other: {one: {a: 1, b: no}}\nruby/new:\n    default:\n        key: '1:30'\n")


def test_braces_stay_braces(stored: Settings, settings: Path) -> None:
    stored.put("other", "one", {"a": 1, "c": [True]})
    stored.put("other", "two", {})
    assert "other: {one: {a: 1, c: [true]}, two: {}}\n" in settings.read_text()


@pytest.mark.parametrize(
    "text", ["", "# only a comment", "---\n", "{}\n", "percolate:\n", "percolate: # c\n  default:\n", "percolate: {}"]
)
def test_a_file_with_little_in_it(settings: Path, text: str) -> None:
    settings.write_text(text)
    stored = Settings(settings)
    stored.put("percolate", "default", {"a": "b"})
    assert stored.read() == {"percolate": {"default": {"a": "b"}}}
    assert Settings(settings).read() == stored.read()
    assert ("# only a comment" in text) == ("# only a comment" in settings.read_text())


def test_no_file_yet(settings: Path) -> None:
    Settings(settings).put("percolate", "default", {"a": "b"})
    assert settings.read_text() == "percolate:\n  default:\n    a: b\n"


def test_windows_line_breaks_and_byte_order_mark(settings: Path) -> None:
    settings.write_bytes(b"\xef\xbb\xbfa:\r\n  b:\r\n    c: 1 # x\r\n")
    Settings(settings).put("a", "b", {"c": 2, "d": 3})
    assert settings.read_bytes().removeprefix(b"\xef\xbb\xbf") == b"a:\r\n  b:\r\n    c: 2 # x\r\n    d: 3\r\n"


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("|\n      one\n      two\n\n", "one\ntwo\n"),
        (">-\n      one\n      two\n", "one two"),
        ("one\n      two\n", "one two"),
    ],
)
def test_values_of_several_lines(settings: Path, value: str, field: str) -> None:
    settings.write_text(f"a:\n  b:\n    c: {value}    d: 1 # d\n  # e\n  e: {{}}\n")
    stored = Settings(settings)
    assert stored.read()["a"]["b"]["c"] == field
    stored.put("a", "b", {"c": "x", "d": 1})
    assert "    c: x\n" in settings.read_text()
    assert settings.read_text().endswith("    d: 1 # d\n  # e\n  e: {}\n")


def test_dates_and_colons_stay_the_text_that_was_written(settings: Path) -> None:
    settings.write_text("a:\n  b:\n    day: 2024-01-02\n    word: :abc\n    tag: !!str 010\n    null: x\n")
    fields = Settings(settings).read()["a"]["b"]
    assert fields == {"day": "2024-01-02", "word": ":abc", "tag": "010", "null": "x"}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a:\n  b: [1\n", 3, "expected"),
        ("a:\n\tb: 1\n", 2, "tab|token"),
        ("a:\n  b: 1\n", 2, "fields of `b` must stand here"),
        ("client_id: abc\n", 1, "connections of `client_id` must stand here"),
        ("- a\n", 1, "names of connectors"),
        ("a:\n  b:\n    c: 1\n    c: 2\n", 4, "`c` stands here a second time"),
        ("a:\n  b: &x {c: 1}\n  d: *x\n", 3, "alias"),
        ("a:\n  b:\n    c: !ruby/object:X {}\n", 3, "tag"),
        ("a: {}\n---\nb: {}\n", 2, "expected a single document|document"),
        ("a:\n  b: \x00\n", 2, "character"),
    ],
)
def test_a_damaged_file_is_told_and_never_written(settings: Path, text: str, line: int, what: str) -> None:
    settings.write_text(text)
    stored = Settings(settings)
    for use in (stored.read, lambda: stored.put("x", "y", {"z": 1}), lambda: stored.remove("a", "b")):
        with pytest.raises(StoreError, match=what) as caught:
            use()
        assert caught.value.hint
        assert f"settings.yaml:{line}" in caught.value.message
    assert settings.read_text() == text


def test_other_encodings(settings: Path) -> None:
    settings.write_bytes("a:\n  b: {c: é}\n".encode("latin-1"))
    with pytest.raises(StoreError, match=r"settings\.yaml:2: .*UTF-8"):
        Settings(settings).read()


def test_what_cant_be_changed_safely_is_left_alone(settings: Path) -> None:
    text = "# nothing\n---\n...\n"
    settings.write_text(text)
    with pytest.raises(StoreError, match="can't change safely") as caught:
        Settings(settings).put("a", "b", {"c": 1})
    assert "indented" in (caught.value.hint or "")
    assert settings.read_text() == text


def test_keys_with_question_marks(settings: Path) -> None:
    settings.write_text("? a\n: ? b\n  : c: 1\n")
    Settings(settings).put("a", "b", {"c": 1, "d": 2})
    assert Settings(settings).read() == {"a": {"b": {"c": 1, "d": 2}}}


def test_a_full_disk_keeps_the_file(stored: Settings, settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        stored.put("percolate", "default", {})
    assert settings.read_text() == WRITTEN


letters = st.characters(exclude_categories=["Cs", "Cc"])
names = st.text(letters, min_size=1, max_size=5).filter(lambda name: name[0] != ":")
values = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just({"a": [1, "n"]})
fields = st.dictionaries(names, values)


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=st.lists(st.tuples(st.sampled_from("ab"), names, fields | st.none()), max_size=6))
def test_any_changes_leave_what_was_meant(tmp_path: Path, changes: list[tuple[str, str, Any]]) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(WRITTEN)
    stored = Settings(path)
    expected = {connector: dict(named) for connector, named in stored.read().items()}
    for connector, name, values in changes:
        if values is None:
            stored.remove(connector, name)
            expected.get(connector, {}).pop(name, None)
        else:
            stored.put(connector, name, values)
            expected.setdefault(connector, {})[name] = values
    assert Settings(path).read() == {connector: named for connector, named in expected.items() if named}
    for comment in ("# my", "# the real", "# given", "# of", "# about", "# others"):
        assert comment in path.read_text()
