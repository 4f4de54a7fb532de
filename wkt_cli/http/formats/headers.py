"""How header names and values are spelt, and how those of a reply are found (http_dsl.md section 6)."""

from __future__ import annotations

import re
from typing import Any

from ...errors import RequestFormatError
from .text import inspect_text, to_text

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_BREAKS = re.compile(r"[\r\n\0]")
_WORDS = {
    "json": "application/json",
    "xml": "application/xml",
    "html": "text/html",
    "text": "text/plain",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "js": "application/javascript",
    "yaml": "text/x-yaml",
    "yml": "text/x-yaml",
    "bin": "application/octet-stream",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "xsd": "text/xml",
    "xsl": "application/xml",
    "ics": "text/calendar",
    "vcf": "text/x-vcard",
    "rtf": "text/rtf",
    "log": "text/plain",
    "gz": "application/gzip",
    "bz2": "application/x-bzip2",
    "7z": "application/x-7z-compressed",
    "rar": "application/x-rar-compressed",
    "mp4": "application/mp4",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""Bare words for media types, where Python knows none or another than the platform."""


def canonical_name(key: str, symbol: bool) -> str:
    """Give a header's name as it goes out.

    Args:
        key: as written by the connector.
        symbol: whether it was written as a Ruby symbol or a Python keyword, whose ``_`` mean ``-``.

    >>> [canonical_name(*n) for n in (("x_one_two", True), ("X-THREE", False), ("x_lower", False))]
    ['X-One-Two', 'X-Three', 'X_lower']
    """
    if symbol:
        key = "-".join(part.capitalize() for part in key.split("_"))
    return "-".join(part.capitalize() for part in key.split("-"))


class Headers:
    """Headers of a request while it is built: one of a name, the last one set wins."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[str, str]] = {}

    def set(self, name: str, value: Any) -> None:
        """Set a header, or leave it out where the value is None.

        Args:
            name: spelt as it goes out; its case doesn't tell headers apart.
            value: a text, a number, or a list or dict (written as Ruby's `inspect` does).

        Raises:
            RequestFormatError: a name or value that no HTTP message can hold.
        """
        key = name.lower()
        self._lines.pop(key, None)
        if value is None or key == "content-length":
            return
        text = inspect_text(value) if isinstance(value, (dict, list, tuple)) else to_text(value)
        if key in ("accept", "content-type"):
            text = _media_types(text)
        _check(name, text)
        self._lines[key] = (name, text.strip())

    def __contains__(self, name: str) -> bool:
        """Tell whether a header is set, by any spelling of its case."""
        return name.lower() in self._lines

    def items(self) -> list[tuple[str, str]]:
        """Give names and values in the order they were set."""
        return list(self._lines.values())


class ReplyHeaders(dict[str, Any]):
    """Headers of a reply: names in lower case with ``_``; every other spelling finds them too.

    A header that is not there is None.
    """

    @classmethod
    def of(cls, lines: list[tuple[str, str]], *, failed: bool = False) -> ReplyHeaders:
        """Make it of a reply's header lines: repeated ones joined with a comma.

        Args:
            lines: names and values.
            failed: the reply means failure: its cookies are a list then, else the text of one, as on the platform.
        """
        lists: dict[str, list[str]] = {}
        for name, value in lines:
            lists.setdefault(_key(name), []).append(value)
        found = cls({key: ", ".join(values) for key, values in lists.items()})
        if "set_cookie" in lists:
            found["set_cookie"] = lists["set_cookie"] if failed else inspect_text(lists["set_cookie"])
        return found

    def __missing__(self, name: str) -> str | None:
        return dict.get(self, _key(name))

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, _key(str(name)))

    def get(self, name: str, default: Any = None) -> Any:
        """Give a header by any spelling of its name."""
        return dict.get(self, _key(name), default)


def _key(name: str) -> str:
    return str(name).lower().replace("-", "_")


def _media_types(text: str) -> str:
    """Turn bare words into media types: ``json`` into ``application/json``, a list's words each."""
    if "/" in text:
        return text
    return ", ".join(_media_type(word.strip()) for word in text.split(","))


def _media_type(word: str) -> str:
    if word.lower() in _WORDS or not word:
        return _WORDS.get(word.lower(), word)
    from mimetypes import MimeTypes

    return MimeTypes().guess_type(f"x.{word}")[0] or word


def _check(name: str, value: str) -> None:
    if not _NAME.fullmatch(name):
        raise RequestFormatError(
            f"A header can't be named {name!r}",
            hint="use letters, digits and `-`; no spaces, colons or other letters",
        )
    if _BREAKS.search(value.strip()):
        raise RequestFormatError(
            f"The value of the header `{name}` has a line break",
            hint="remove it; base64 text often ends with one",
        )
