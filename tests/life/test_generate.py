"""`wkt generate`: schemas made here or by the platform, and tests that pytest runs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import REPOSITORY, Wkt

CONNECTOR = """
    { title: 'Shop',
      connection: { fields: [{ name: 'key', control_type: 'password' }], authorization: { type: 'custom_auth' } },
      actions: { 'Do "It"' => { execute: lambda { |connection, input| { got: input['q'], key: connection['key'] } } } },
      triggers: { new_one: {} }, methods: { m1: lambda { |a, b| a + b } }, pick_lists: { p1: lambda { [['A', 1]] } },
      object_definitions: { o1: { fields: lambda { [{ name: 'x' }] } } } }
"""
FILES = ["tests/test_connector.py", "tests/triggers/test_trigger_new_one.py", "tests/actions/test_action_do__it_.py",
         "tests/pick_lists/test_pick_list_p1.py", "tests/object_definitions/test_object_definition_o1.py",
         "tests/methods/test_method_m1.py"]


@pytest.fixture
def shop(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", CONNECTOR)
    wkt.write("settings.yaml", "key: k1\n")
    return wkt


def test_a_schema_is_made_here_and_nothing_is_sent(wkt: Wkt) -> None:
    wkt.write("s.json", '{"größe": 1}')
    ended = wkt("generate", "schema", "--json=s.json")
    assert (ended.status, ended.err) == (0, "")
    assert [field["label"] for field in ended.json] == ["Größe"]
    assert "Größe" in ended.out
    assert not (wkt.root / ".wkt").exists()


def test_with_a_token_the_platform_makes_it_unless_it_must_not(wkt: Wkt) -> None:
    wkt.write("s.csv", "a|b\n1|2\n")
    words = ["generate", "schema", "--csv", "s.csv", "--col_sep", "pipe"]
    with Scripted({"/api/sdk/generate_schema/csv": reply(200, [{"name": "theirs"}])}) as service:
        variables = {"WORKATO_BASE_URL": service.url, "WORKATO_API_TOKEN": "token-of-the-account"}
        theirs = wkt(*words, env=variables)
        ours = wkt(*words, "--local", env=variables)
        assert len(service.paths) == 1
    assert theirs.json == [{"name": "theirs"}]
    assert "makes the schema; --local makes it here" in theirs.err
    assert [field["name"] for field in ours.json] == ["a", "b"]
    traces = "".join(path.read_text() for path in (wkt.root / ".wkt" / "traces").iterdir())
    assert "token-of-the-account" not in traces


def test_a_sample_that_is_missing(wkt: Wkt) -> None:
    assert "No sample is given" in wkt("generate", "schema").err
    ended = wkt("generate", "schema", "--json", "none.json")
    assert (ended.status, ended.err.splitlines()[0]) == (2, "wkt: none.json can't be read: No such file or directory")


def test_tests_of_all_blocks_are_made_once(shop: Wkt) -> None:
    ended = shop("generate", "test")
    assert ended.out.splitlines() == [f"      create  {name}" for name in FILES]
    for name in FILES:
        text = shop.root.joinpath(name).read_text()
        ast.parse(text)
        assert "\n\n\n\n" not in text
    shop.write("tests/methods/test_method_m1.py", "mine")
    again = shop("generate", "test")
    assert again.out.splitlines() == [f"        skip  {name}" for name in FILES]
    assert shop.root.joinpath("tests/methods/test_method_m1.py").read_text() == "mine"


def test_tests_of_named_blocks_need_no_connector(wkt: Wkt) -> None:
    ended = wkt("generate", "test", "-m", "get_x", "-t", "trig")
    assert ended.out == ("      create  tests/triggers/test_trigger_trig.py\n"
                         "      create  tests/methods/test_method_get_x.py\n")
    assert "connector.rb" in wkt.root.joinpath("tests/methods/test_method_get_x.py").read_text()


def test_tests_of_all_blocks_need_one(wkt: Wkt) -> None:
    ended = wkt("generate", "test")
    assert (ended.status, ended.err.splitlines()[0]) == (2, "wkt: Can't find connector source code")


def filled(shop: Wkt, name: str, *changes: tuple[str, str]) -> None:
    """Fill in a generated test as a person does."""
    path = shop.root / name
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


def run_pytest(folder: Path) -> str:
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"], cwd=folder,
                          capture_output=True, text=True, timeout=120,
                          env={"PYTHONPATH": str(REPOSITORY), "HOME": str(folder)})
    return done.stdout


def test_generated_tests_run(shop: Wkt) -> None:
    shop("generate", "test")
    assert "1 passed, 17 skipped" in run_pytest(shop.root)
    skipped = '@pytest.mark.skip(reason="give it an example")\n'
    filled(shop, FILES[2], (f"{skipped}def test_execute", "def test_execute"), ("input={}", 'input={"q": 5}'),
           ('"what it gives"', '{"got": 5, "key": "k1"}'))
    filled(shop, FILES[5], (skipped, ""), ('"what it gives"', '"firstsecond"'))
    filled(shop, FILES[4], (skipped, ""), ('"what it gives"', '[]'))
    printed = run_pytest(shop.root)
    assert "1 failed, 3 passed" in printed
    assert "[{'name': 'x'}] == []" in printed
