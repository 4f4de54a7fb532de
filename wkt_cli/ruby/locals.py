"""Which words of a syntax tree are locals, where that is asked before anything is compiled."""

from __future__ import annotations

import re
from typing import Any

CLOSED = frozenset(["program", "method", "singleton_method", "class", "module", "singleton_class"])
"""The nodes in which the locals around are not seen."""
OPEN = frozenset(["lambda", "block", "do_block"])
"""The nodes with locals of their own, in which those around are seen."""
LISTS = frozenset([
    "left_assignment_list", "destructured_left_assignment", "rest_assignment", "block_parameters",
    "lambda_parameters", "method_parameters", "destructured_parameter", "splat_parameter",
    "hash_splat_parameter", "block_parameter", "exception_variable", "array_pattern", "find_pattern",
    "alternative_pattern",
])  # fmt: skip
"""The nodes whose words are all targets."""
PARTS = frozenset([
    "assignment.left", "operator_assignment.left", "for.pattern", "optional_parameter.name",
    "keyword_parameter.name", "as_pattern.name", "in_clause.pattern", "match_pattern.pattern",
    "test_pattern.pattern", "keyword_pattern.value", "keyword_pattern.key",
])  # fmt: skip
"""The parts of other nodes that are targets."""
GROUPS = re.compile(rb"\(\?<([a-z_]\w*)>")
"""The named groups of a regex, which `=~` makes locals."""


def locals_among(words: set[int], root: Any, data: bytes) -> set[int]:
    """Which of some words are locals where they stand.

    Args:
        words: where the words begin.
        root: the root of the tree.
        data: the text.
    """
    found: set[int] = set()
    cursor = root.walk()
    scopes: list[set[bytes]] = [set()]
    above: list[Any] = []
    while True:
        node = cursor.node
        if node.start_byte in words and data[node.start_byte : node.end_byte] in scopes[-1]:
            found.add(node.start_byte)
        scopes[-1] |= _targets(node, above[-1].type if above else "", cursor.field_name, data)
        if cursor.goto_first_child():
            above.append(node)
            scopes.append(_scope(node.type, scopes[-1]))
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return found
            above.pop()
            scopes.pop()


def _scope(kind: str, around: set[bytes]) -> set[bytes]:
    """The locals at the start of a node."""
    return set() if kind in CLOSED else set(around) if kind in OPEN else around


def _targets(node: Any, parent: str, field: str | None, data: bytes) -> set[bytes]:
    """The locals that a node makes."""
    text = data[node.start_byte : node.end_byte] if node.type in ("identifier", "hash_key_symbol", "regex") else b""
    if node.type == "regex":
        return set(GROUPS.findall(text)) if (parent, field) == ("binary", "left") else set()
    return {text} if text and (parent in LISTS or f"{parent}.{field}" in PARTS) else set()
