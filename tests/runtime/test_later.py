"""Words of the platform that are not there yet say so, at the line that uses them, and send nothing."""

from __future__ import annotations

import pytest

from tests.support.wkt import Wkt
from wkt_cli import ruby
from wkt_cli.runtime import later


@pytest.mark.parametrize("name", [*later.FUNCTIONS, *(f"workato.{name}" for name in later.PACKAGES)])
def test_words(name: str) -> None:
    with pytest.raises(ruby.SandboxError, match=f"`{name}` is not there yet"):
        ruby.evaluate(f"begin; {name}; rescue StandardError; 1; end")


@pytest.mark.parametrize("name", later.CHAIN)
def test_chain_methods_send_nothing(wkt: Wkt, name: str) -> None:
    wkt.write("connector.rb", f"{{ title: 'x', test: -> {{ get('http://127.0.0.1:1/').{name}('a') }} }}")
    ended = wkt("exec", "test")
    assert ended.status == 1
    assert f"`{name}` is not there yet" in ended.err
    assert "connector.rb:1" in ended.err


def test_a_local_of_that_name_is_a_local() -> None:
    assert ruby.evaluate("suspend = 3; suspend") == 3
