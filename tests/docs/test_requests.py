"""The numbers and options that docs/requests.md names are those of the program."""

from __future__ import annotations

from pathlib import Path

import httpcore
import pytest

from wkt_cli.cli.options import COMMON
from wkt_cli.cli.progress import LARGE
from wkt_cli.http.client import ClientOptions
from wkt_cli.http.encodings import MAX_ENCODINGS, MAX_RATIO
from wkt_cli.http.formats.json import MAX_DEPTH, MAX_DIGITS
from wkt_cli.http.redirects import MAX_HOPS
from wkt_cli.http.times import MAX_HEAD
from wkt_cli.http.transports import BUNDLES
from wkt_cli.xml_text import MAX_NAMESPACES

PAGE = (Path(__file__).parents[2] / "docs" / "requests.md").read_text(encoding="utf-8")
USUAL = ClientOptions()
assert USUAL.max_body is not None
HEADERS = httpcore.HTTP11Connection.MAX_INCOMPLETE_EVENT_SIZE  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "sentence",
    [
        f"each part of a reply | {USUAL.timeout:g} s",
        f"with its redirects | {USUAL.max_time:g} s",
        f"in place of old ones | {USUAL.max_renewal:g} s",
        f"packed or unpacked | {USUAL.max_body // 1_000_000} MB",
        f"more than {MAX_RATIO} times the size",
        f"Headers of a reply | {HEADERS // 1024} KB",
        f"before a body | {MAX_HEAD // 1024**2} MB",
        f"digits of a number | {MAX_DEPTH}; {MAX_DIGITS:,} |",
        f"entities | 256; {MAX_NAMESPACES}; none",
        f"`Content-Encoding: gzip, gzip`) | {MAX_ENCODINGS} |",
        f"more than {LARGE // 1_000_000} MB",
        *(f"`{name}`" for name in BUNDLES),
    ],
)
def test_numbers_are_those_of_the_program(sentence: str) -> None:
    assert sentence in PAGE


def test_ten_redirects_are_followed() -> None:
    assert MAX_HOPS == 10 and "ten at most" in PAGE


def test_options_are_those_of_the_program() -> None:
    import click

    @click.command()
    def command() -> None:
        """Carry the options."""

    for option in COMMON:
        command = option(command)
    known = {name for parameter in command.params for name in parameter.opts}
    assert {"--timeout", "--max-time", "--max-filesize", "--no-limits", "--http2", "--proxy", "--cacert"} <= known
