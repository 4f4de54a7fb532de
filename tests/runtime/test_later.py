"""Words of the platform that are not there yet say so, at the line that uses them."""

from __future__ import annotations

import pytest

from wkt_cli import ruby
from wkt_cli.runtime import later


@pytest.mark.parametrize("name", later.FUNCTIONS)
def test_words(name: str) -> None:
    with pytest.raises(ruby.SandboxError, match=f"`{name}` is not there yet"):
        ruby.evaluate(f"begin; {name}; rescue StandardError; 1; end")


def test_a_local_of_that_name_is_a_local() -> None:
    assert ruby.evaluate("suspend = 3; suspend") == 3
