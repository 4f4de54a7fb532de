"""Tests for pytest, with the blocks that the gem's `generate test` covers (reference/cli_and_files.md section 10)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from textwrap import indent

from . import Folder, file_word

GROUPS: Mapping[str, str] = {
    "trigger": "triggers", "action": "actions", "pick_list": "pick_lists", "object_definition": "object_definitions",
    "method": "methods",
}  # fmt: skip
"""The kinds of blocks that have tests, with the key of a connector that holds them, in the order of the gem."""

_FIELDS: Sequence[tuple[str, Sequence[str]]] = (
    ("sample_output", ("input={}",)), ("input_fields", ("config_fields={}",)), ("output_fields", ("config_fields={}",)),
)  # fmt: skip
BLOCKS: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = {
    "trigger": (
        ("poll", ("input={}", "closure=None")),
        ("webhook_subscribe", ('webhook_url="https://www.workato.com/webhooks/rest/0"', "input={}")),
        ("webhook_notification", (
            "input={}", "webhook_payload={}", "webhook_headers={}", "webhook_params={}", "webhook_subscribe_output={}",
        )),
        ("webhook_unsubscribe", ("webhook_subscribe_output={}",)),
        ("dedup", ("input={}",)),
        *_FIELDS,
    ),
    "action": (
        ("execute", ("input={}", "extended_input_schema=[]", "extended_output_schema=[]", "continue_={}")),
        *_FIELDS,
    ),
    "pick_list": (("", ("args=[]",)),),
    "object_definition": (("fields", ("config_fields={}",)),),
    "method": (("", ('args=["first", "second"]',)),),
}  # fmt: skip
"""The blocks of each kind, with what they are given; an empty name stands for the block itself."""

HEAD = '''\
"""{what}, run with pytest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from wkt_cli.testing import ConnectorUnderTest, open_connector

CONNECTOR = Path(__file__).parents[{up}] / {file}


@pytest.fixture
def connector() -> Iterator[ConnectorUnderTest]:
    """Give the connector with the connection of the settings file beside it."""
    with open_connector(CONNECTOR) as connector:
        yield connector
'''

EXAMPLE = '''

@pytest.mark.skip(reason="give it an example")
def test_{name}(connector: ConnectorUnderTest) -> None:
    output = connector.run(
        {path},
{arguments}
    )
    assert output == "what it gives"
'''

WHOLE = '''

def test_title(connector: ConnectorUnderTest) -> None:
    assert connector.title


@pytest.mark.skip(reason="needs the settings of a connection that works")
def test_connection(connector: ConnectorUnderTest) -> None:
    assert connector.run("test")


@pytest.mark.skip(reason="needs the settings of a connection that doesn't work")
def test_connection_that_is_refused() -> None:
    from wkt_cli.errors import WktError

    with open_connector(CONNECTOR, settings={}) as connector, pytest.raises(WktError, match="401"):
        connector.run("test")
'''


def add_connector_test(folder: Folder, file: str) -> None:
    """Make the test of the connection.

    Args:
        folder: the project's folder.
        file: the connector's path in it.
    """
    folder.add("tests/test_connector.py", head("The connection", file, up=1) + WHOLE)


def add_test(folder: Folder, kind: str, name: str, file: str = "connector.rb") -> None:
    """Make the test of one block.

    Args:
        folder: the project's folder.
        kind: a key of `GROUPS`.
        name: the block's name; the connector need not have it.
        file: the connector's path in the folder.
    """
    group, word = GROUPS[kind], file_word(name)
    what = f"The {kind.replace('_', ' ')} `{name}`"
    examples = [_example(f"{group}.{name}", block, given) for block, given in BLOCKS[kind]]
    folder.add(f"tests/{group}/test_{kind}_{word}.py", "".join([head(what, file, up=2), *examples]))


def head(what: str, file: str, up: int) -> str:
    """Give the beginning of a file of tests, with a fixture that opens the connector.

    Args:
        what: what it tests.
        file: the connector's path in the project's folder.
        up: how many folders the file of tests is below that.
    """
    return HEAD.format(what=what.replace("\\", "\\\\").replace('"', "'"), file=_text(file), up=up)


def _text(value: str) -> str:
    """Write a text of Python."""
    return json.dumps(value, ensure_ascii=False)


def _example(path: str, block: str, given: Sequence[str]) -> str:
    arguments = indent("\n".join(f"{argument}," for argument in given), " " * 8)
    whole = f"{path}.{block}" if block else path
    return EXAMPLE.format(name=block or "call", path=_text(whole), arguments=arguments)
