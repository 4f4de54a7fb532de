from __future__ import annotations

import pytest

from wkt_cli.connector.load import load
from wkt_cli.errors import LambdaError

from .conftest import Write


def failure(write: Write, body: str) -> LambdaError:
    block = load(write(f"{{ title: 'x', methods: {{ m: -> {{ {body} }} }} }}", "sample.rb")).block("methods.m")
    assert block is not None
    with pytest.raises(LambdaError) as caught:
        block.function()
    return caught.value


@pytest.mark.parametrize(("body", "hint"), [
    ("'abc'.lenght", "did you mean `length`?"),
    ("[1].frist", "did you mean `first`?"),
    ("pars_json('1')", "did you mean `parse_json`?"),
    ("Time.prase('2024')", "did you mean `parse`?"),
    ("'abc'.nothing_like_it", None),
])
def test_a_name_that_does_not_exist_comes_with_the_nearest(write: Write, body: str, hint: str | None) -> None:
    assert failure(write, body).hint == hint


def test_columns_count_characters(write: Write) -> None:
    place = failure(write, "'é' + 'ü'.upcas").place
    assert place is not None
    assert (place.line, place.column) == (1, 40)
