"""settings.yaml: the fields of connections that are no secrets, in a file that people read and write too.

Layout of a project, two levels above the fields::

    percolate:
      default:
        client_id: abcd1234
      sandbox:
        client_id: test

The layout of the platform's SDK is another, see `gem_settings`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import StoreError
from .files import read_bytes, write_atomically

FILE = "settings.yaml"

Fields = dict[str, Any]
Data = dict[str, dict[str, Fields]]

_EXAMPLE = "Write it as `connector:`, below it indented `connection:`, below that `field: value`"


class Settings:
    """The file in a project's layout. Callers hold the project's lock while they change it.

    Args:
        path: the file; made when the first connection is stored.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[bytes, Data] = b"", {}

    def read(self) -> Data:
        """Give fields by connector and connection; not to be changed by the caller.

        Raises:
            StoreError: the file is no YAML or has another layout; with the line.
        """
        data = read_bytes(self.path) or b""
        if data != self._read[0]:
            self._read = data, _parse(decode(data, self.path.name), self.path.name)
        return self._read[1]

    def put(self, connector: str, name: str, fields: Fields) -> None:
        """Store a connection's fields in place of those that stand there.

        Raises:
            StoreError: the file can't be read, changed safely, or written.
        """
        stood = self.read().get(connector, {}).get(name)
        expected = {**self.read(), connector: {**self.read().get(connector, {}), name: fields}}

        def change(text: str) -> str:
            from .yaml_edit import drop, put

            if stood is None:
                text = put(text, (connector, name), {}, self.path.name)
            for field in [field for field in stood or {} if field not in fields]:
                text = drop(text, (connector, name, field), self.path.name)
            for field, value in fields.items():
                if not same((stood or {}).get(field, ...), value):
                    text = put(text, (connector, name, field), value, self.path.name)
            return text

        if not same(stood, fields):
            self._change(change, expected)

    def rename(self, connector: str, old: str, new: str) -> None:
        """Give a connection another name, in its place.

        Raises:
            StoreError: the file can't be read, changed safely, or written.
        """
        from .yaml_edit import rename

        data = self.read()
        renamed = {(new if name == old else name): fields for name, fields in data[connector].items()}
        self._change(
            lambda text: rename(text, (connector, old), new, self.path.name), {**data, connector: renamed}
        )

    def remove(self, connector: str, name: str) -> None:
        """Take a connection out, and its connector when it was the last; nothing happens where there is none.

        Raises:
            StoreError: the file can't be read, changed safely, or written.
        """
        from .yaml_edit import drop

        data = {of: dict(named) for of, named in self.read().items()}
        if name not in data.get(connector, {}):
            return
        data[connector].pop(name)
        path: tuple[str, ...] = (connector, name)
        if not data[connector]:
            data.pop(connector)
            path = (connector,)
        self._change(lambda text: drop(text, path, self.path.name), data)

    def _change(self, change: Callable[[str], str], expected: Data) -> None:
        file = self.path.name
        text = decode(read_bytes(self.path) or b"", file)
        changed = change_safely(text, change, lambda new: same(_parse(new, file), expected), file, _EXAMPLE)
        write_atomically(self.path, changed.encode(), sole=True)


def change_safely(
    text: str, change: Callable[[str], str], is_right: Callable[[str], bool], file: str, example: str
) -> str:
    """Give a changed text that was read back: what a person wrote is never risked.

    Args:
        text: the file's text; its kind of line breaks stays.
        change: makes the new text, with Unix line breaks.
        is_right: tells whether it says what it should.
        file: the file's name, for messages.
        example: how to write it so that it can be changed.

    Raises:
        StoreError: it can't be changed so.
    """
    try:
        changed = change(text.replace("\r\n", "\n"))
        right = is_right(changed)
    except (StoreError, LookupError, ValueError):
        right = False
    if not right:
        raise StoreError(f"{file} is written in a way that wkt can't change safely; it is unchanged", hint=example)
    return changed.replace("\n", "\r\n") if "\r\n" in text else changed


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in YAML: there ``1`` is neither ``True`` nor ``1.0``."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or (one != one and other != other))


def decode(data: bytes, file: str) -> str:
    """Give a file's text.

    Raises:
        StoreError: it is no UTF-8; with the line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StoreError(f"{file}:{line}: a byte that is no UTF-8", hint=f"Save {file} as UTF-8") from None


def _parse(text: str, file: str) -> Data:
    """Read a project's layout."""
    from yaml.nodes import MappingNode, Node

    from .yaml_tree import Values, parse

    root = parse(text, file)
    values = Values(file)

    def level(node: Node | None, what: str) -> dict[str, Node]:
        if node is None or not node.value:
            return {}
        if not isinstance(node, MappingNode):
            failure = values.refused(node, f"{what} must stand here, one a line")
            failure.hint = _EXAMPLE
            raise failure
        return values.entries(node)

    return {
        connector: {
            name: {field: values.value(node) for field, node in level(fields, f"fields of `{name}`").items()}
            for name, fields in level(named, f"connections of `{connector}`").items()
        }
        for connector, named in level(root, "names of connectors").items()
    }
