"""Programs by construct, one file each, with the text that Ruby 3.1 gave for the value or the error."""

import json
from pathlib import Path

import pytest

from wkt_cli import ruby

PROGRAMS = [
    pytest.param(*json.loads(line).values(), id=f"{path.stem}-{number}")
    for path in sorted(Path(__file__).parent.glob("*.jsonl"))
    for number, line in enumerate(path.read_text().strip().split("\n"), 1)
]


def outcome(source):
    """What `inspect` shows of the value, or class and first line of the error."""
    try:
        return ruby.evaluate(source, inspect=True).inspect
    except ruby.RubyError as error:
        return f"{error.class_name}: {error.message}".split("\n")[0]


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_program(source, expected):
    assert outcome(source) == expected
