"""What can follow what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ....runtime.console import Console

COMMANDS = ("help", "reload", "exit")
_METHOD = re.compile(r"""\bcall\(\s*[:'"](\w*)$""")
_KEY = re.compile(r"""(\w+)\[[:'"](\w*)$""")
_PATH = re.compile(r"""(?<![\w.)\]'"])((?:\w+\.)+)([\w!?]*)$""")
_CHAIN = re.compile(r"""\)\s*\.(\w*)$""")
_WORD = re.compile(r"""(?<![\w.:'")\]])(\w*)$""")


def completions(console: Console, before: str) -> Iterator[tuple[str, int]]:
    """Give what can stand for the word at the end of a text, and how many characters of it are typed.

    Args:
        console: whose variables, paths and words are offered.
        before: the text up to the cursor.
    """
    for pattern, names in ((_METHOD, _methods), (_KEY, _keys), (_PATH, _below), (_CHAIN, _chained), (_WORD, _words)):
        found = pattern.search(before)
        if found is not None:
            *around, typed = found.groups()
            offered = sorted({name for name in names(console, *around) if name.startswith(typed)})
            yield from ((name, len(typed)) for name in offered)
            return


def _methods(console: Console) -> Iterable[str]:
    return [path.partition(".")[2] for path in console.paths if path.startswith("methods.")]


def _keys(console: Console, name: str) -> Iterable[str]:
    value = console.variables.get(name)
    return [getattr(key, "name", str(key)) for key in value] if isinstance(value, Mapping) else ()


def _below(console: Console, above: str) -> Iterable[str]:
    steps = {path[len(above) :].split(".")[0] for path in console.paths if path.startswith(above)}
    name = above.removesuffix(".")
    value = console.variables.get(name)
    has_methods = name in console.variables and (not steps or isinstance(value, Mapping))
    return {*steps, *(_callable(console.language.members(value)) if has_methods else ())}


def _chained(console: Console) -> Iterable[str]:
    return _callable(console.language.chain)


def _words(console: Console) -> Iterable[str]:
    paths = [path for path in console.paths if "." not in path]
    return [*COMMANDS, *paths, *console.variables, *_callable(console.language.words)]


def _callable(names: Iterable[str]) -> list[str]:
    """Leave out operators and names that are not meant for people."""
    return [name for name in names if name[:1].isalpha()]
