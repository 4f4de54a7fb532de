from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from wkt_cli.connector.load import load
from wkt_cli.connector.model import Connector

Write = Callable[..., Path]
Load = Callable[[str], Connector]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(text: str, name: str = "sample.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def loaded(write: Write) -> Load:
    return lambda text: load(write(text))
