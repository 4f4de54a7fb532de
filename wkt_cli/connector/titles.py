"""A connector's title, read from its source: nothing is run and nothing compiled, so that a list of many is quick."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

_RUBY_KEY = re.compile(
    r"""^([ \t]*)(?:\{[ \t]*)?(?:(\w+):|['"](\w+)['"][ \t]*=>)[ \t]*(?:(['"])(.*?)\4)?""", re.MULTILINE
)


def title_of(path: Path) -> str | None:
    """Give the title that a connector's file has as plain text.

    Args:
        path: a Python or Ruby file.

    Returns:
        None where there is none, where it is computed, or where the file can't be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None
    return _READERS.get(path.suffix.lower(), _nothing)(text)


def _nothing(text: str) -> str | None:
    return None


def _of_python(text: str) -> str | None:
    import ast

    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    for statement in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Dict) and any(isinstance(one, ast.Name) and one.id == "connector" for one in targets):
            pairs = zip(value.keys, value.values, strict=True)
            found = [v.value for k, v in pairs if isinstance(k, ast.Constant) and k.value == "title"
                     and isinstance(v, ast.Constant)]
            return str(found[0]) if found else None
    return None


def _of_ruby(text: str) -> str | None:
    """Find `title:` among the keys that are indented least, which are those of the connector itself."""
    keys = [(len(found[1].expandtabs()), found[2] or found[3], found[5]) for found in _RUBY_KEY.finditer(text)]
    least = min((indent for indent, _, _ in keys), default=0)
    return next((value for indent, name, value in keys if indent == least and name == "title"), None)


_READERS: Mapping[str, Callable[[str], str | None]] = {".py": _of_python, ".rb": _of_ruby}
