"""YAML text to nodes that know their place, and nodes to values.

libyaml parses where PyYAML was built with it. What a scalar means is decided in `scalars`, not by PyYAML.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..errors import StoreError
from .scalars import is_date, read_scalar

_BARE = "bare"
_TAG = "tag:yaml.org,2002:"
_SCALARS = {_BARE, "!", *(_TAG + name for name in ("str", "int", "float", "bool", "null"))}

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Gives scalars without quotes and tag a tag of their own, to be read by `read_scalar`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        bare = kind is ScalarNode and implicit[0]
        return _BARE if bare else super().resolve(kind, value, implicit)


def parse(text: str, file: str) -> Node | None:
    """Parse one document.

    Args:
        text: the file's text.
        file: its name, for messages.

    Returns:
        The root; None for a text without content.

    Raises:
        StoreError: it is no YAML, or more than one document; with the line.
    """
    try:
        _refuse_aliases(text, file)
        return _Loader(text).get_single_node()  # type: ignore[no-any-return]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise damaged(file, mark.line if mark else 0, str(error.problem or error.context)) from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) if isinstance(position, int) else 0
        raise damaged(file, line, "a character that YAML doesn't allow") from None


def _refuse_aliases(text: str, file: str) -> None:
    """Fail at the first alias: the platform's SDK reads none, and a file that is changed here must have none."""
    for token in yaml.scan(text) if "*" in text else ():
        if isinstance(token, yaml.AliasToken):
            raise damaged(file, token.start_mark.line, f"Unknown alias: {token.value} (write the values out there)")


def damaged(file: str, line: int, what: str) -> StoreError:
    """Tell of a file that can't be read.

    Args:
        file: its name.
        line: from 0, as PyYAML counts.
        what: what is wrong there.
    """
    hint = f"Correct that line; wkt doesn't write to {file} before it can read it"
    return StoreError(f"{file}:{line + 1}: {what}", hint=hint)


class Values:
    """Turns the nodes of one file into values.

    Args:
        file: its name, for messages.
        gem: read as the platform's SDK does: dates are refused, `:word` is a symbol, the last of two equal
            keys wins. Else dates and `:word` stay the text that was written, and a repeated key is refused.
    """

    def __init__(self, file: str, *, gem: bool = False) -> None:
        self._file, self._gem = file, gem

    def value(self, node: Node) -> Any:
        """Give a node's value: dicts with text keys, lists, texts, numbers, booleans, None.

        Raises:
            StoreError: an alias, a tag that isn't plain YAML, or what the layout refuses; with the line.
        """
        if isinstance(node, MappingNode):
            return {key: self.value(item) for key, item in self.entries(node).items()}
        if isinstance(node, SequenceNode):
            self._plain_tag(node, "seq")
            return [self.value(item) for item in node.value]
        return self._scalar(node)

    def entries(self, node: MappingNode) -> dict[str, Node]:
        """Give a mapping's values by key; a key is the text that was written, whatever YAML takes it for.

        Raises:
            StoreError: a key is no scalar, or stands twice.
        """
        self._plain_tag(node, "map")
        found: dict[str, Node] = {}
        for key, item in node.value:
            if not isinstance(key, ScalarNode):
                raise self.refused(key, "a key must be a text on one line")
            name = key.value[1:] if key.tag == _BARE and key.value[:1] == ":" else key.value
            if name in found and not self._gem:
                raise self.refused(key, f"`{name}` stands here a second time")
            found[name] = item
        return found

    def refused(self, node: Node, what: str) -> StoreError:
        """Tell of a node that can't be used."""
        return damaged(self._file, node.start_mark.line, what)

    def _scalar(self, node: Node) -> Any:
        text = str(node.value)
        if node.tag not in _SCALARS:
            raise self.refused(node, f"the tag `{node.tag}` can't be used here")
        if node.tag in ("!", _TAG + "str"):
            return text
        if self._gem and node.tag == _BARE:
            if is_date(text):
                raise self.refused(node, "put the date in quotes (Tried to load unspecified class: Date)")
            if len(text) > 1 and text[0] == ":":
                return text[1:].strip("'\"")
        return read_scalar(text)

    def _plain_tag(self, node: Node, tag: str) -> None:
        if node.tag != _TAG + tag:
            raise self.refused(node, f"the tag `{node.tag}` can't be used here")
