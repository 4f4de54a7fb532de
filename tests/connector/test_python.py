from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from wkt_cli.connector import imports
from wkt_cli.connector.load import load
from wkt_cli.errors import ConnectorFileError

from .conftest import Load, Write


def failure(path: Path) -> ConnectorFileError:
    with pytest.raises(ConnectorFileError) as caught:
        load(path)
    return caught.value


def test_the_dict_becomes_a_connector_with_title_and_name(loaded: Load) -> None:
    connector = loaded('connector = {"title": "Sample", "test": lambda: 1}')
    assert (connector.name, connector.title) == ("sample", "Sample")
    assert connector.block("test").function() == 1  # type: ignore[union-attr]


def test_keys_become_text_at_every_depth(loaded: Load) -> None:
    assert loaded('connector = {"methods": {1: {2: "x"}}}').dig("methods.1.2") == "x"


def test_a_block_stands_where_its_function_is_written(loaded: Load) -> None:
    connector = loaded("""
        def acquire(connection):
            return {}

        connector = {
            "connection": {
                "authorization": {"acquire": acquire,
                                  "apply": lambda connection: None},
            },
        }
    """)
    acquire, apply = (connector.block(f"connection.authorization.{key}") for key in ("acquire", "apply"))
    assert acquire and apply
    assert (acquire.place.line, apply.place.line) == (2, 8)
    assert acquire.key_path == "connection.authorization.acquire"


@pytest.mark.parametrize(("key_path", "line"), [
    ("title", 4), ("connection", 5), ("connection.fields", 2), ("connection.fields[0].name", 2),
    ("connection.authorization.type", 7), ("connection.authorization.type.unknown", 7), ("test", 9), ("", 4),
])
def test_places_of_keys(loaded: Load, key_path: str, line: int) -> None:
    connector = loaded("""
        settings = {"fields": [{"name": "a"}]}

        connector = {"title": "x",
            "connection": settings | {
                "authorization": dict(
                    type="none"),
            }}
        connector["test"] = lambda: 1
    """)
    assert connector.place(key_path).line == line


def test_helper_modules_are_found_at_load_and_later_but_leave_no_trace(write: Write) -> None:
    write("def twice(x):\n    from other import two\n    return x * two\n", "helpers.py")
    write("two = 2\n", "other.py")
    write("three = 3\n", "pack/numbers.py")
    path = write("""
        import helpers
        from pack.numbers import three

        def test():
            from other import two
            return helpers.twice(three) + two

        connector = {"test": test}
    """)
    before = list(sys.path), list(sys.meta_path)
    block = load(path).block("test")
    assert block and block.function() == 8
    assert (list(sys.path), list(sys.meta_path)) == before
    assert not {"helpers", "other", "pack"} & set(sys.modules)
    assert not list(path.parent.rglob("__pycache__"))


def test_two_connectors_have_helpers_of_their_own(write: Write) -> None:
    source = "import helpers\nconnector = {'test': lambda: helpers.name}\n"
    paths = [write(source, f"{folder}/sample.py") for folder in ("one", "two")]
    for folder in ("one", "two"):
        write(f"name = {folder!r}\n", f"{folder}/helpers.py")
    blocks = [load(path).block("test") for path in paths]
    assert [block.function() for block in blocks if block] == ["one", "two"]


def test_helpers_that_import_each_other_are_loaded_once(write: Write) -> None:
    write("import helpers\ndef name():\n    return helpers.NAME\n", "other.py")
    write("import other\nNAME = 'n'\nLOADED = []\n", "helpers.py")
    path = write("import other, helpers\nconnector = {'test': lambda: (other.name(), other.helpers is helpers)}\n")
    block = load(path).block("test")
    assert block and block.function() == ("n", True)


def test_a_file_named_like_a_library_does_not_take_its_place(write: Write) -> None:
    write("raise Exception('not this one')\n", "json.py")
    path = write("import json\nconnector = {'test': lambda: json.dumps([1])}\n")
    block = load(path).block("test")
    assert block and block.function() == "[1]"


def test_print_in_a_connector_goes_to_the_hook(
    loaded: Load, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "on_print", imports._to_stderr)
    loaded('print("loading", 1)\nconnector = {}')
    assert capsys.readouterr() == ("", "loading 1\n")
    texts: list[str] = []
    monkeypatch.setattr(imports, "on_print", texts.append)
    loaded('print("again", end="")\nconnector = {}')
    assert texts == ["again"]


def test_classes_of_a_connector_can_be_dataclasses(loaded: Load) -> None:
    loaded("""
        from __future__ import annotations
        from dataclasses import dataclass

        @dataclass
        class Page:
            number: int

        connector = {"test": lambda: Page(1)}
    """)


def test_syntax_error_shows_line_and_caret(write: Write) -> None:
    error = failure(write('connector = {\n    "title" "x": 1 2,\n}\n'))
    first, source, caret = error.message.splitlines()
    assert "no valid Python" in first
    assert source.strip() == '"title" "x": 1 2,'
    assert source[caret.index("^")] == "1"
    assert error.place and error.place.line == 2


def test_syntax_error_in_a_helper_names_the_helper(write: Write) -> None:
    write("x = \n", "helpers.py")
    error = failure(write("import helpers\nconnector = {}\n"))
    assert error.place and error.place.file and error.place.file.name == "helpers.py"


@pytest.mark.parametrize(("source", "line", "message", "hint"), [
    ("x = 1", None, "no dict named `connector`", "connector = {"),
    ("conector = {}", None, "no dict named `connector`", "rename `conector`"),
    ("connector = [1]", 1, "must be a dict, it is a list", "connector = {"),
    ("def connector(): pass", None, "it is a function", "brackets"),
    ("import no_such_module_at_all\nconnector = {}", 1, "which is not installed", "install it"),
    ("import helpres\nconnector = {}", 1, "which is not installed", "`helpers`"),
    ("from helpers import nmae\nconnector = {}", 1, "nmae", "`name`"),
    ("from .helpers import name\nconnector = {}", 1, "relative import", "without the dot"),
    ("\nconnector = {'a': 1 / 0}", 2, "ZeroDivisionError", None),
    ("import sys\nsys.exit(3)", 2, "ends the program", None),
    ("connector = {}\nconnector['a'] = connector", None, "contains itself", None),
    ("import failing\nconnector = {}", 1, "failing.py:2", None),
])
def test_what_can_not_be_loaded(
    write: Write, source: str, line: int | None, message: str, hint: str | None
) -> None:
    write("name = 1\n", "helpers.py")
    write("\nraise ValueError('x')\n", "failing.py")
    error = failure(write(source))
    assert message in error.message
    assert error.place and error.place.line == line
    assert hint is None or hint in (error.hint or "")


def test_a_request_at_load_time_names_its_key_path(write: Write) -> None:
    error = failure(write("""
        from wkt_cli.dsl import get
        connector = {
            "test": get("/me"),
        }
    """))
    assert error.place and (error.place.line, error.place.key_path) == (4, "test")


def test_other_files_are_refused(write: Write, tmp_path: Path) -> None:
    assert "hash" in failure(write("5", "sample.rb")).message
    assert ".py or .rb" in failure(write("{}", "sample.txt")).message
    assert "no file" in failure(tmp_path / "none.py").message
    assert "null bytes" in failure(write("\0", "nul.py")).message


@pytest.mark.parametrize(("fields", "line", "message", "key_path"), [
    ('[{"name": "a"},\n{"label": "b"}]', 3, "no name", "connection.fields[1]"),
    ('[{"name": "a"},\n{"name": "a"}]', 3, "named `a`; the first is in line 2", "connection.fields[1].name"),
    ('[{"name": "a"},\n"b"]', 3, "must be a dict, this one is text", "connection.fields[1]"),
    ('[{"name": "a", "properties": [{}]}]', 2, "no name", "connection.fields[0].properties[0]"),
])
def test_fields_that_can_not_be_used_stop_the_load(
    write: Write, fields: str, line: int, message: str, key_path: str
) -> None:
    error = failure(write('connector = {"connection": {\n"fields": ' + fields + "}}"))
    assert message in error.message
    assert error.hint
    assert error.place and (error.place.line, error.place.key_path) == (line, key_path)


def test_fields_of_an_option_are_looked_at_too(write: Write) -> None:
    error = failure(write("""
        connector = {"connection": {"authorization": {"type": "multi", "options": {"key": {"fields": [{}]}}}}}
    """))
    assert error.place and error.place.key_path == "connection.authorization.options.key.fields[0]"


@pytest.mark.parametrize("source", [
    '{"connection": {"authorization": {"type": "odd"}}}', '{"nonsense": 1}', '{"test": "text"}', "{}",
    '{"connection": {"authorization": "text"}}', '{"connection": {"fields": "text"}}', '{"connection": None}',
])
def test_what_is_only_odd_loads(loaded: Load, source: str) -> None:
    connector = loaded(f"connector = {source}")
    assert connector.block("test") is None


def test_a_connector_that_is_loaded_again_and_again_leaves_no_module(loaded: Load) -> None:
    before = {name for name in sys.modules if name.startswith("_connector_")}
    connector = loaded('import sys\nX = 1\nconnector = {"test": lambda: (sys.modules[__name__].X, X)}')
    assert connector.block("test").function() == (1, 1)  # type: ignore[union-attr]
    del connector
    gc.collect()
    assert {name for name in sys.modules if name.startswith("_connector_")} <= before
