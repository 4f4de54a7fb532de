from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.cli.prompt import Given, collect_fields, read_given
from wkt_cli.connector.fields import Field, make_field
from wkt_cli.errors import UsageError

PERCOLATE: list[dict[str, Any]] = [
    {"name": "client_id", "optional": False},
    {"name": "client_secret", "control_type": "password", "optional": False},
]


def collect(
    sources: Sequence[Mapping[str, Any]], *options: str, stored: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None, warnings: list[str] | None = None, piped: str = "",
    folder: Path = Path(),
) -> dict[str, Any]:
    fields = [make_field(source) for source in sources]
    given = read_given(options, io.StringIO(piped), folder)
    told: list[str] = [] if warnings is None else warnings
    return collect_fields(lambda values: fields, stored or {}, given, environ or {}, told.append)


def test_values_come_from_options_in_the_order_of_the_fields() -> None:
    values = collect(PERCOLATE, "client_secret=a=b=ü ", "client_id=x")
    assert list(values.items()) == [("client_id", "x"), ("client_secret", "a=b=ü ")]


def test_option_then_environment_then_stored_then_default() -> None:
    sources = [{"name": name, "default": "default"} for name in ("one", "two", "three", "four")]
    environ = {"WKT_FIELD_ONE": "env", "WKT_FIELD_TWO": "env", "WKT_FIELD_THREE": ""}
    stored = {"one": "old", "two": "old", "three": "old", "token": "kept elsewhere"}
    values = collect(sources, "one=typed", environ=environ, stored=stored)
    assert values == {"one": "typed", "two": "env", "three": "old", "four": "default"}


def test_what_is_stored_keeps_its_type() -> None:
    assert collect([{"name": "port", "type": "integer"}], stored={"port": 443}) == {"port": 443}


def test_all_that_is_missing_or_wrong_is_listed_at_once() -> None:
    sources = [*PERCOLATE, {"name": "port", "type": "integer"}, {"name": "note", "optional": True},
               {"name": "env", "control_type": "select", "options": [["Live", "live"], ["Test", "test"]]}]
    with pytest.raises(UsageError) as caught:
        collect(sources, "port=abc")
    lines = caught.value.message.splitlines()
    assert lines[0] == "4 values are missing or wrong"
    assert "client_id is missing: --field client_id=VALUE" in lines[1]
    assert "--field client_secret=@FILE, --field client_secret=- or WKT_FIELD_CLIENT_SECRET" in lines[2]
    assert "port: " in lines[3] and "abc" in lines[3]
    assert "--field env=live|test" in lines[4]
    assert caught.value.exit_code == 2 and "WKT_FIELD_NAME" in (caught.value.hint or "")


def test_an_unknown_name_is_an_error_with_near_names() -> None:
    with pytest.raises(UsageError, match="There is no field cleint_id") as caught:
        collect(PERCOLATE, "cleint_id=x")
    assert "client_id" in (caught.value.hint or "")


def test_a_secret_on_the_command_line_is_taken_with_a_warning() -> None:
    warnings: list[str] = []
    values = collect(PERCOLATE, "client_id=x", "client_secret=s3cret!", warnings=warnings)
    assert values["client_secret"] == "s3cret!"
    assert len(warnings) == 1 and "client_secret=@FILE" in warnings[0] and "s3cret!" not in warnings[0]


@pytest.mark.parametrize("written", ["s3cret", "s3cret\n", "s3cret\r\n", "\ufeffs3cret\n"])
def test_a_file_is_read_without_its_last_line_break_and_warning(tmp_path: Path, written: str) -> None:
    (tmp_path / "secret").write_bytes(written.encode())
    warnings: list[str] = []
    values = collect(PERCOLATE, "client_id=x", "client_secret=@secret", folder=tmp_path, warnings=warnings)
    assert values["client_secret"] == "s3cret" and warnings == []


def test_only_one_line_break_is_cut(tmp_path: Path) -> None:
    assert collect([{"name": "text"}], "text=-", piped="a\n\nb\n\n") == {"text": "a\n\nb\n"}


def test_two_at_signs_are_one() -> None:
    assert collect([{"name": "handle"}], "handle=@@me") == {"handle": "@me"}


@pytest.mark.parametrize(("options", "message"), [
    (["client_secret"], "--field needs a name and a value: client_secret=VALUE"),
    (["client_secret:hunter2"], "--field needs a name and a value: client_secret=VALUE"),
    (["=x"], "--field needs a name"),
    (["a=1", "a=2"], "The field a is given twice"),
    (["a=-", "b=-"], "Standard input can't be both a and b"),
    (["a=@missing-file"], "missing-file for a can't be read"),
])
def test_options_that_cannot_be_read(options: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", "\\(")) as caught:
        read_given(options, io.StringIO("x"), Path())
    assert "hunter2" not in caught.value.message + str(caught.value.hint)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="no UTF-8 text"):
        read_given(["key=@key"], io.StringIO(), tmp_path)


def test_an_empty_value_leaves_an_optional_field_out_and_is_missing_for_a_required_one() -> None:
    sources = [{"name": "note", "optional": True, "default": "x"}, {"name": "id"}]
    assert collect(sources, "note=", "id=1", stored={"note": "old"}) == {"id": "1"}
    with pytest.raises(UsageError, match="id is missing"):
        collect(sources, "id=", stored={"id": "old"})


def test_conditions_hide_fields_and_a_value_for_a_hidden_one_is_told() -> None:
    sources = [{"name": "kind", "default": "role"}, {"name": "key", "ngIf": 'input.kind == "key"'}]
    warnings: list[str] = []
    assert collect(sources, warnings=warnings) == {"kind": "role"} and warnings == []
    assert collect(sources, "kind=key", "key=1") == {"kind": "key", "key": "1"}
    assert collect(sources, "key=1", warnings=warnings) == {"kind": "role"}
    assert warnings == ["key is not used with the other values"]


def test_fields_of_an_object() -> None:
    sources = [{"name": "advanced", "type": "object", "optional": True, "properties": [
        {"name": "host"}, {"name": "port", "type": "integer", "optional": True},
        {"name": "token", "control_type": "password", "optional": True}]}]
    assert collect(sources) == {}
    assert collect(sources, "advanced.host=h=1", "advanced.port=80") == {
        "advanced": {"host": "h=1", "port": "80"}}
    assert collect(sources, environ={"WKT_FIELD_ADVANCED_HOST": "h"}) == {"advanced": {"host": "h"}}
    assert collect(sources, 'advanced={"host": "h"}') == {"advanced": {"host": "h"}}
    stored = {"advanced": {"host": "old", "token": "old"}}
    assert collect(sources, "advanced.host=new", stored=stored) == {
        "advanced": {"host": "new", "token": "old"}}
    with pytest.raises(UsageError, match=r"advanced\.host is missing"):
        collect(sources, "advanced.port=1")
    with pytest.raises(UsageError, match=r"no field advanced\.hots"):
        collect(sources, "advanced.hots=1")


def test_an_object_without_listed_fields_takes_any() -> None:
    assert collect([{"name": "extra", "type": "object"}], "extra.a=1", "extra.b=2") == {
        "extra": {"a": "1", "b": "2"}}


def test_either_form_of_a_toggle_field_is_good() -> None:
    sources = [{"name": "flag", "control_type": "checkbox", "toggle_field": {
        "name": "flag_text", "control_type": "text", "optional": True}}]
    assert collect(sources, "flag=yes") == {"flag": "true"}
    assert collect(sources, "flag_text=maybe") == {"flag": "maybe"}


def test_later_values_change_the_list_of_fields() -> None:
    def resolve(values: Mapping[str, Any]) -> list[Field]:
        more = [{"name": "domain"}] if values.get("custom") == "true" else []
        return [make_field(one) for one in [{"name": "custom", "control_type": "checkbox"}, *more]]

    assert collect_fields(resolve, {}, [Given("custom", "yes"), Given("domain", "d")], {}) == {
        "custom": "true", "domain": "d"}
    with pytest.raises(UsageError, match="domain is missing"):
        collect_fields(resolve, {"custom": "true"}, [], {})
    with pytest.raises(UsageError, match="There is no field domain"):
        collect_fields(resolve, {"custom": "true"}, [Given("custom", "no"), Given("domain", "d")], {})
