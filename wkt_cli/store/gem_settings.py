"""A settings file in the layout of the platform's SDK, plain or encrypted (reference/cli_and_files.md 6.1).

It is one connection, or one level of names above several.
"""

from __future__ import annotations

from collections.abc import Container
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import NotConnectedError, StoreError
from .encrypted_file import SUFFIX, MasterKey, decrypt, encrypt, is_encrypted
from .files import check_writable, read_bytes, write_atomically
from .settings import FILE, Fields, change_safely, decode, same

_EXAMPLE = "Write `field: value`, one a line"


def default_file(root: Path) -> Path:
    """Give the settings file of a folder: the encrypted one, if it is there."""
    encrypted = root / f"{FILE}{SUFFIX}"
    return encrypted if encrypted.exists() else root / FILE


class GemSettings:
    """A settings file.

    Args:
        path: the file; it is encrypted if its name ends in ``.enc`` or its content says so.
        name: which connection of a file with several; None where the file is one connection.
        key: opens it, if it is encrypted.
    """

    def __init__(self, path: Path, name: str | None, key: MasterKey) -> None:
        self.path, self._name, self._key = path, name, key

    def read(self) -> Fields:
        """Give the connection hash; empty where there is no file, or nothing in it.

        Raises:
            NotConnectedError: the file has no connection of that name.
            StoreError: the file can't be read or decrypted, or holds no hash.
        """
        found = hash_in(self._text(), self.path.name)
        if self._name is None:
            return found
        if self._name not in found:
            raise NotConnectedError(
                f'key not found: "{self._name}"', hint=f"{self.path.name} has " + _listed(found)
            )
        if not isinstance(found[self._name] or {}, dict):
            raise StoreError(
                f"`{self._name}` in {self.path.name} is a field and no connection", hint="Leave the name out"
            )
        return dict(found[self._name] or {})

    def make_ready(self) -> None:
        """Make sure that the file can be written.

        Raises:
            StoreError: it can't.
        """
        check_writable(self.path)

    def write(self, changes: Fields, *, sole: bool = False) -> None:
        """Write changed fields; all else in the file stays as it is, and an encrypted one is encrypted again.

        Args:
            changes: the fields, secrets too: the person has said yes.
            sole: whether no other writer can be at work, see `files.write_atomically`.

        Raises:
            StoreError: it can't be written.
        """
        text = change_safely(
            self._text(), partial(self._put, changes), partial(self._is_right, changes), self.path.name, _EXAMPLE
        )
        data = encrypt(text.encode(), self._key) if self._encrypted else text.encode()
        write_atomically(self.path, data, private=not self.path.exists(), sole=sole)

    def _put(self, changes: Fields, text: str) -> str:
        from .yaml_edit import put

        for field, value in changes.items():
            text = put(text, [*([self._name] if self._name else []), field], value, self.path.name)
        return text

    def _is_right(self, changes: Fields, changed: str) -> bool:
        """Tell whether the fields are in a changed text, and all others as they were."""
        before, after = (self._parts(text) for text in (self._text(), changed))
        kept = ({field: part[0][field] for field in part[0].keys() - changes.keys()} for part in (before, after))
        return changes.keys() <= after[0].keys() and same(*kept) and same(before[1], after[1])

    def _parts(self, text: str) -> tuple[Fields, Fields]:
        """Give a text's connection that is meant, and all else."""
        whole = hash_in(text, self.path.name)
        return (whole, {}) if self._name is None else (dict(whole.pop(self._name, None) or {}), whole)

    @property
    def _encrypted(self) -> bool:
        return _is_sealed(self.path, read_bytes(self.path) or b"")

    def _text(self) -> str:
        return read_text(self.path, self._key)


def read_text(path: Path, key: MasterKey) -> str:
    """Give the text of a file that may be encrypted; empty where there is none.

    Raises:
        StoreError: it can't be read, decrypted, or is no UTF-8.
    """
    data = read_bytes(path) or b""
    return decode(decrypt(data, key, path.name) if data and _is_sealed(path, data) else data, path.name)


def _is_sealed(path: Path, data: bytes) -> bool:
    return path.suffix == SUFFIX or is_encrypted(data)


def hash_in(text: str, file: str) -> dict[str, Any]:
    """Read YAML as the platform's SDK does; what is empty is an empty hash.

    Raises:
        StoreError: it is no YAML, or no hash; with the line.
    """
    if not text.strip():
        return {}
    from .yaml_tree import Values, parse

    root = parse(text, file)
    found = Values(file, gem=True).value(root) if root is not None else None
    if not isinstance(found or {}, dict):
        raise StoreError(f"{file}: a hash of fields must stand here", hint=_EXAMPLE)
    return dict(found or {})


def parts_of(found: Fields, connector: str, fields: Container[str]) -> dict[str, Fields] | None:
    """Give the connections of a file with several: in the SDK's layout, or in that of a project.

    Args:
        found: what the file holds.
        connector: the connector's name, which stands above its connections in a project's layout.
        fields: names of the connector's fields; where one of them stands at the top, the file is one connection.

    Returns:
        None where the file is one connection.

    >>> parts_of({"shop": {"a": {"k": 1}, "b": {}}}, "shop", ["k"])
    {'a': {'k': 1}, 'b': {}}
    >>> parts_of({"a": {"k": 1}, "b": None}, "shop", ["k"])
    {'a': {'k': 1}, 'b': {}}
    >>> parts_of({"k": {"x": 1}}, "shop", ["k"])
    """
    inner = found.get(connector)
    if isinstance(inner, dict) and connector not in fields and inner and all(map(_is_level, inner.values())):
        found = inner
    if not found or any(name in fields for name in found) or not all(map(_is_level, found.values())):
        return None
    return {name: dict(values or {}) for name, values in found.items()}


def _is_level(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _listed(names: Fields) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
