"""Array, Hash, Range, Set, Struct, Enumerator, Object: what Ruby 3.1 with ActiveSupport 6.1 gave."""

from pathlib import Path

import pytest

from tests.ruby.outcome import as_recorded, recorded

CASES = recorded(Path(__file__).with_name("collections.jsonl"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:60])
def test_as_ruby(case):
    assert as_recorded(case) == case
