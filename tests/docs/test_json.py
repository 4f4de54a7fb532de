"""docs/json.md says what the commands print: each key, each type, nothing left out."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt
from wkt_cli.demo.server import DemoServer

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
SIMPLE: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "map": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
    "any": lambda value: True,
    "pairs": lambda value: isinstance(value, list) and [type(part) for part in value] == [str, str],
}
ODD = """\
    connector = {"title": "Odd", "connection": {"authorization": {"typ": "custom_auth"}}}
"""


def tables() -> dict[str, dict[str, str]]:
    """Give the types of the keys of each shape, and under ``""`` those of the commands."""
    found: dict[str, dict[str, str]] = {}
    for section in re.split(r"^#+ ", PAGE, flags=re.M):
        name = section.partition("\n")[0]
        rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", section, flags=re.M))
        if rows:
            found["" if name == "JSON output" else name] = rows
    return found


SHAPES = tables()


def check(value: Any, kind: str, where: str = "") -> None:
    """Fail where a value isn't what its documented type says."""
    one_of = [part.strip() for part in kind.split(" or ")]
    if value is None and "null" in one_of:
        return
    plain = re.sub(r"\[(\w+)\]\(#\w+\)", r"\1", one_of[0])
    if plain.startswith("list of "):
        assert isinstance(value, list), where
        for number, item in enumerate(value):
            check(item, one_of[0].removeprefix("list of "), f"{where}[{number}]")
    elif plain in SIMPLE:
        assert SIMPLE[plain](value), f"{where} is no {plain}: {value!r}"
    else:
        assert set(value) == set(SHAPES[plain]), f"keys of {where or plain}"
        for key, item in value.items():
            check(item, SHAPES[plain][key], f"{where}.{key}")


COMMANDS: dict[str, list[str]] = {
    "wkt new": ["new", "mine", "--secure"],
    "wkt test": ["test"],
    "wkt refresh": ["refresh"],
    "wkt call": ["call", "/api/v5/me"],
    "wkt call --dry-run": ["call", "/api/v5/me", "--dry-run"],
    "wkt generate test": ["generate", "test", "--action", "search"],
    "wkt push --dry-run": ["push", "--dry-run", "-c", "shop.rb"],
    "wkt vault import": ["vault", "import", "old.yaml", "-c", "percolate"],
    "wkt vault export": ["vault", "export", "-o", "out.enc"],
    "wkt vault token": ["vault", "token", "--remove"],
    "wkt connections": ["connections"],
    "wkt connections list": ["connections", "list"],
    "wkt connections show": ["connections", "show"],
    "wkt connections use": ["connections", "use", "percolate/default"],
    "wkt connections rename": ["connections", "rename", "percolate/default", "sandbox"],
    "wkt connections remove": ["connections", "remove", "percolate/default"],
    "wkt form": ["form", "actions.ask", "-c", "asking.rb", "-F", "name=Ana"],
    "wkt describe": ["describe", "-c", "percolate"],
    "wkt connectors": ["connectors"],
    "wkt check": ["check", "odd"],
    "wkt trace": ["trace"],
    "wkt trace show": ["trace", "show"],
    "wkt trace list": ["trace", "list"],
    "wkt demo": ["demo"],
    "wkt doctor": ["doctor"],
    "wkt version": ["version"],
}
ALONE = {"wkt connect", "wkt oauth2", "wkt demo --serve", "wkt edit", "wkt push"}


def test_each_documented_command_is_tried_here() -> None:
    assert {*COMMANDS, *ALONE} == set(SHAPES[""])


@pytest.mark.parametrize("command", COMMANDS)
def test_command_prints_what_is_documented(command: str, connected: Wkt) -> None:
    connected.write("connectors/odd.py", ODD)
    connected.write("shop.rb", "{ title: 'Shop' }")
    connected.write("asking.rb", "{ title: 'A', actions: { ask: { input_fields: -> { [{ name: 'name' }] } } } }")
    connected.write("old.yaml", "old: {client_id: a, client_secret: b}")
    printed = connected(*COMMANDS[command], "--json").json
    check(printed, SHAPES[""][command])
    assert printed


def test_connect_prints_what_is_documented(wkt: Wkt, server: DemoServer) -> None:
    answers = {"WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret,
               "WKT_MAP": f"https://percolate.com={server.url}"}
    outcome = wkt("connect", "percolate", "--json", env=answers).json
    check(outcome, SHAPES[""]["wkt connect"])
    assert outcome["trace"] and outcome["changed"]


def test_edit_prints_what_is_documented(wkt: Wkt) -> None:
    edited = wkt("edit", "new.enc", "--json", env={"EDITOR": "true", "PATH": os.environ["PATH"]}).json
    check(edited, SHAPES[""]["wkt edit"])


def test_push_prints_what_is_documented(wkt: Wkt) -> None:
    wkt.write("shop.rb", "{ title: 'Shop' }")
    answers = {"/api/packages/import/1": reply(200, {"id": 7}), "/api/packages/7": reply(200, {"status": "completed"})}
    with Scripted(answers) as service:
        variables = {"WORKATO_BASE_URL": service.url, "WORKATO_API_TOKEN": "token-1234"}
        pushed = wkt("push", "-c", "shop.rb", "-n", "x", "--folder", "1", "--json", env=variables).json
    check(pushed, SHAPES[""]["wkt push"])


def test_failed_outcome_carries_the_error(connected: Wkt, server: DemoServer) -> None:
    server.stop()
    ended = connected("test", "--json")
    check(ended.json, "[outcome](#outcome)")
    assert ended.json["error"]["exit_code"] == ended.status == 6


@pytest.mark.parametrize("words", [["test"], ["call", "/x"], ["connect"], ["check", "nope"], ["trace", "show", "9"]])
def test_failure_is_what_is_documented(words: list[str], wkt: Wkt) -> None:
    ended = wkt(*words, "--json")
    check(ended.json, "[failure](#failure)")
    assert ended.json["error"]["exit_code"] == ended.status
    assert ended.err == ""


def test_refused_call_is_a_reply(connected: Wkt) -> None:
    ended = connected("call", "/demo/limited", "--json")
    check(ended.json, "[reply](#reply)")
    assert (ended.json["status"], ended.status) == (429, 4)


def test_no_trace_is_null(wkt: Wkt) -> None:
    assert wkt("trace", "--json").json is None


def test_printed_lines_are_what_is_documented(wkt: Wkt, server: DemoServer) -> None:
    wkt.write("connectors/talks.py", f"""\
        from wkt_cli.dsl import get
        def test(connection):
            print("hello")
            return get("{server.url}/demo/echo")
        connector = {{"title": "Talks", "connection": {{"fields": []}}, "test": test}}
        """)
    assert wkt("connect", "talks").status == 0
    trace = wkt("trace", "--json").json
    check(trace, "[trace](#trace)")
    assert trace["printed"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that Windows lacks")
def test_server_prints_what_is_documented(wkt: Wkt) -> None:
    process = wkt.start("demo", "--serve", "--json")
    assert process.stdout is not None
    check(json.loads(process.stdout.readline()), SHAPES[""]["wkt demo --serve"])
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 0
