"""The life of a Ruby connector is that of its Python twin: the same commands, values and trace."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import REPOSITORY, Wkt
from wkt_cli.demo.server import DemoServer

SEED = REPOSITORY.parent / "shared" / "seed" / "percolate.rb"
"""The connector of the how-to guide, where it is at hand: read where it lies."""
RUBY = ["ruby/percolate", *([str(SEED)] if SEED.is_file() else [])]
VARIES = {"id", "started", "timings", "times", "tls", "file", "line"}
HEADERS = (["Date"], ["X-Request-Id"])


def steady(value: Any) -> Any:
    """Leave out what differs between two runs, or between two files."""
    if isinstance(value, dict):
        return {key: steady(inner) for key, inner in value.items() if key not in VARIES}
    if isinstance(value, list):
        return [steady(inner) for inner in value if not (isinstance(inner, list) and inner[:1] in HEADERS)]
    return value


def life(wkt: Wkt, connector: str, env: dict[str, str]) -> list[Any]:
    """Connect, let the token expire, call; give the exchanges of both commands."""
    wkt("connect", connector, env=env)
    first = wkt("trace", "show", "--json").json["exchanges"]
    wkt("call", "POST", "/demo/expire")
    called = wkt("call", "/api/v5/me", "--json").json
    assert called["status"] == 200
    return [first, wkt("trace", "show", "--json").json["exchanges"]]


@pytest.mark.parametrize("connector", RUBY, ids=lambda name: Path(name).stem)
def test_same_trace_as_the_python_twin(wkt: Wkt, server: DemoServer, connector: str) -> None:
    there = wkt.at(server.url)
    env = {"WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret}
    ruby, python = life(there, connector, env), life(there, "percolate", env)
    assert steady(ruby) == steady(python)
    acquired = ruby[0][0]["origin"]
    assert acquired["block"] == "connection.authorization.acquire"
    assert acquired["file"].endswith("percolate.rb")


@pytest.mark.parametrize(("code", "key"), [
    ("r = get(url)\nr[:id].upcase", "id"),
    ("get(url).after_response { |code, body|\n body['user'][:name].upcase }", "name"),
    ("r = get(url)\nr.dig('user', :name) + 1", "name"),
    ("get(url)['user'].fetch(:name)", "name"),
    ("call(:inner, get(url).presence)", "id"),
    ("get(url)\nget(url)[:other].upcase", None),
    ("{ id: nil }[:id].upcase", None),
])  # fmt: skip
def test_a_symbol_that_a_reply_has_as_text(wkt: Wkt, code: str, key: str | None) -> None:
    """Replies keep to text keys, as on the platform (http_dsl.md section 11); only a hint tells what went wrong."""
    methods = f"m: ->(url) {{ {code} }}, inner: ->(reply) {{\n reply[:id].upcase }}"
    with Scripted({"*": reply(200, {"id": 1, "user": {"name": "Ana"}})}) as server:
        wkt.write("one.rb", f"{{ title: 'One', methods: {{ {methods} }} }}")
        wkt.write("args.json", f'["{server.url}/"]')
        done = wkt("exec", "methods.m", "-c", "one.rb", "--args", "args.json")
    assert done.status == 1, done.both
    told = re.search(r"write `\['(\w+)'\]` for `\[:\1\]`", done.err)
    assert (told[1] if told else None) == key, done.err
