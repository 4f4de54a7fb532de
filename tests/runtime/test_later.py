"""Words of the platform that are not there yet say so, at the line that uses them, and send nothing."""

from __future__ import annotations

import pytest

from tests.support.wkt import Wkt
from wkt_cli import ruby
from wkt_cli.runtime import alone, later

EVERYWHERE = [name for name in later.FUNCTIONS if name not in alone.WORDS]


@pytest.mark.parametrize("name", [*EVERYWHERE, *(f"workato.{name}" for name in later.PACKAGES)])
def test_words(name: str) -> None:
    with pytest.raises(ruby.SandboxError, match=f"`{name}` is not there yet"):
        ruby.evaluate(f"begin; {name}; rescue StandardError; 1; end")


def test_a_program_of_its_own_has_no_account() -> None:
    assert ruby.evaluate("[account_property('a'), execution_context[:recipe_id].length]") == [None, 64]
    for name in ("lookup", "workato_schema"):
        with pytest.raises(ruby.RubyError, match="are not initialized"):
            ruby.evaluate(f"{name}('a')")


@pytest.mark.parametrize(
    ("before", "name"),
    [*(("", name) for name in alone.WORDS), *(("get('http://127.0.0.1:1/').", name) for name in later.CHAIN)],
)
def test_words_and_chain_methods_send_nothing_in_a_connector(wkt: Wkt, before: str, name: str) -> None:
    wkt.write("connector.rb", f"{{ title: 'x', test: -> {{ {before}{name}('a') }} }}")
    ended = wkt("exec", "test")
    assert ended.status == 1
    assert f"`{name}` is not there yet" in ended.err
    assert "connector.rb:1" in ended.err


def test_a_local_of_that_name_is_a_local() -> None:
    assert ruby.evaluate("lookup = 3; lookup") == 3
