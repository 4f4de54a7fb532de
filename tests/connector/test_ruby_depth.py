"""What a block that calls others deep down tells of its failure: once, with all calls, and without delay."""

from __future__ import annotations

import pytest

from tests.support.wkt import Wkt
from wkt_cli.connector import ruby as form


@pytest.mark.parametrize(
    ("method", "told"),
    [("again", "limit of call depth"), ("down", "undefined method `bye' for nil:NilClass")],
)
def test_calls_are_looked_for_once(wkt: Wkt, monkeypatch: pytest.MonkeyPatch, method: str, told: str) -> None:
    looked = []
    monkeypatch.setattr(form, "block_of", lambda frame, found=form.block_of: looked.append(frame) or found(frame))
    wkt.write("connector.rb", """
        { methods: {
            again: -> { call(:again) },
            down: ->(n) { n == 0 ? nil.bye : call(:down, n - 1) } } }
    """)
    wkt.write("args.json", "[200]" if method == "down" else "[]")
    ended = wkt("exec", f"methods.{method}", "-a", "args.json", "--limit-depth=3000")
    assert (ended.status, ended.out) == (1, "")
    assert told in ended.err
    assert "called from connector.rb:" in ended.err
    assert 200 <= len(looked) < 1000
