"""Long lists and texts of an input or output in short (reference/blocks.md section 10)."""

from __future__ import annotations

from typing import Any

LONGEST_LIST, LONGEST_TEXT = 100, 1024


def summarized(value: Any, paths: list[str]) -> Any:
    """Give data with what stands at the paths in short; paths that aren't there are left alone.

    >>> summarized({"text": "x" * 1030}, ["text"])["text"][-23:]
    'xxx... 6 characters ...'
    """
    for path in paths:
        value = _at(value, path.split("."))
    return value


def _at(value: Any, steps: list[str]) -> Any:
    if not steps:
        return _short(value)
    if not isinstance(value, dict) or steps[0] not in value:
        return value
    return {**value, steps[0]: _at(value[steps[0]], steps[1:])}


def _short(value: Any) -> Any:
    if isinstance(value, list) and len(value) > LONGEST_LIST:
        return [*value[: LONGEST_LIST - 2], f"... {len(value) - LONGEST_LIST} items ...", value[-1]]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[: LONGEST_TEXT - 1] + f"... {len(value) - LONGEST_TEXT} characters ..."
    return value
