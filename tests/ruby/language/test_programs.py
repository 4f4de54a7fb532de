"""Programs by construct, one file each, with the text that Ruby 3.1 gave for the value or the error."""

import json
from pathlib import Path

import pytest

from tests.ruby.outcome import outcome

PROGRAMS = [
    pytest.param(*json.loads(line).values(), id=f"{path.stem}-{number}")
    for path in sorted(Path(__file__).parent.glob("*.jsonl"))
    for number, line in enumerate(path.read_text().strip().split("\n"), 1)
]


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_program(source, expected):
    assert outcome(source).split("\n")[0] == expected
