from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.connector.arity import Arity, arity_of, make_block
from wkt_cli.errors import Place


class Called:
    def __call__(self, connection: object, input: object = None) -> None:
        pass

    def method(self, connection: object) -> None:
        pass


class Made:
    def __init__(self, connection: object) -> None:
        pass


def three(a: object, b: object, c: object = None, *, d: object = None) -> None:
    pass


@wraps(three)
def wrapper(*arguments: object) -> None:
    pass


@pytest.mark.parametrize(("function", "arity"), [
    (lambda: None, (0, 0)), (three, (2, 3)), (wrapper, (2, 3)), (lambda *a: None, (0, None)),
    (lambda a, *b: None, (1, None)), (Called(), (1, 2)), (Called().method, (1, 1)), (Made, (1, 1)),
    (partial(three, 1), (1, 2)), (partial(three, b=1), (1, 1)), (partial(three, d=1), (2, 3)), (str, (0, None)),
    (partial(partial(three, 1), 2), (0, 1)),
])
def test_arity(function: Callable[..., Any], arity: Arity) -> None:
    assert arity_of(function) == arity


def test_a_block_of_another_file_names_that_file() -> None:
    block = make_block(three, Place(Path("sample.py"), 3, "test"))
    assert block.place == Place(Path(__file__), three.__code__.co_firstlineno, "test")


def test_a_block_without_code_keeps_the_place_of_its_key() -> None:
    place = Place(Path("sample.py"), 3, "test")
    assert make_block(str, place).place == place
