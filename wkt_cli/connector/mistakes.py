"""The messages for connector files that can't be used: what is wrong, where, and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import ConnectorFileError, Place, WktError

_SHAPE = 'connector = {"title": "My connector", "connection": {…}, "test": lambda connection: get("/me")}'

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"), (str, "text"), ((int, float), "a number"), (Mapping, "a dict"),
    ((list, tuple), "a list"),
)


class SyntaxMistake(ConnectorFileError):
    """A file that is no Python, or no Ruby."""


def kind_of(value: Any) -> str:
    """Name the kind of a value as messages do.

    >>> kind_of("x"), kind_of([]), kind_of(print)
    ('text', 'a list', 'a function')
    """
    if value is None:
        return "nothing (None)"
    for types, kind in _KINDS:
        if isinstance(value, types):
            return kind
    return "a function" if callable(value) else f"a {type(value).__name__}"


def nearest(word: str, known: Iterable[str], form: str = "did you mean `{}`?") -> str | None:
    """Give a hint with the known names nearest to a word, or None where nothing is near.

    Args:
        word: what was written.
        known: what there is.
        form: text of the hint, with a place for the names.
    """
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_lower, n=3, cutoff=0.6)
    return form.format("` or `".join(by_lower[name] for name in near)) if near else None


def unreadable(error: OSError, path: Path) -> ConnectorFileError:
    """A file that the system won't open."""
    return ConnectorFileError(f"Connector {path} can't be read: {error.strerror or error}", place=Place(path))


def syntax_error(error: SyntaxError, path: Path) -> SyntaxMistake:
    """A file that is no Python; the line is shown with a caret below."""
    file = Path(error.filename) if error.filename else path
    lines = [f"{file.name} is no valid Python: {error.msg}"]
    if error.text:
        shown = error.text.rstrip("\r\n").expandtabs(1)
        caret = min(max((error.offset or 1) - 1, 0), len(shown))
        lines += [f"    {shown}", "    " + " " * caret + "^"]
    return SyntaxMistake("\n".join(lines), place=Place(file, error.lineno or None, column=error.offset or None))


def while_loading(
    error: BaseException, path: Path, places: Mapping[str, Place], helpers: Mapping[str, ModuleType]
) -> ConnectorFileError:
    """An exception that the file raised while it was run; `helpers` are the modules beside it, by name."""
    if isinstance(error, SyntaxError) and error.filename not in (None, str(path)):
        return syntax_error(error, path)
    line = _line_in(error, path)
    place = Place(path, line, _key_path_at(line, places))
    if isinstance(error, WktError):
        return ConnectorFileError(f"{path.name} failed while it was loaded: {error.message}",
                                  hint=error.hint or "send requests inside functions only", place=place)
    if isinstance(error, ImportError):
        return _import_mistake(error, path, place, helpers)
    if isinstance(error, SystemExit):
        return ConnectorFileError(f"{path.name} ends the program while it is loaded (`exit`)",
                                  hint="take the call of `exit` out", place=place)
    hint = vocabulary_hint(error.name) if isinstance(error, NameError) and error.name else None
    told = f"{type(error).__name__}: {error}{_helper_place(error, path)}"
    return ConnectorFileError(f"{path.name} failed while it was loaded: {told}",
                              hint=hint, place=place)


def _import_mistake(
    error: ImportError, path: Path, place: Place, helpers: Mapping[str, ModuleType]
) -> ConnectorFileError:
    missing = error.name or ""
    if "relative import" in str(error):
        return ConnectorFileError(
            f"{path.name} uses a relative import, which a connector can't",
            hint="write `from helpers import …` without the dot: files beside it are found", place=place,
        )
    if isinstance(error, ModuleNotFoundError):
        beside = [entry.stem for entry in path.parent.iterdir() if entry.suffix == ".py" and entry != path]
        hint = nearest(missing, [*beside, "wkt_cli.dsl"]) or (
            f"install it beside `wkt`, or put {missing.partition('.')[0]}.py next to the connector")
        return ConnectorFileError(f"{path.name} imports `{missing}`, which is not installed",
                                  hint=hint, place=place)
    return ConnectorFileError(f"{path.name} can't import a name: {error}{_helper_place(error, path)}",
                              hint=_near_import(error, helpers), place=place)


def _near_import(error: ImportError, helpers: Mapping[str, ModuleType]) -> str | None:
    """Look for a near name in the module that lacks the imported one."""
    module = helpers.get(error.name or "") or sys.modules.get(error.name or "")
    wanted = _quoted(str(error))
    return nearest(wanted, [name for name in dir(module) if not name.startswith("_")]) if module else None


def _quoted(message: str) -> str:
    parts = message.split("'")
    return parts[1] if len(parts) > 2 else ""


def vocabulary_hint(name: str) -> str | None:
    """Say which word of the vocabulary, if the connector imports it, an unknown name may have meant."""
    vocabulary = getattr(sys.modules.get("wkt_cli.dsl"), "__all__", ())
    if name in vocabulary:
        return f"write `from wkt_cli.dsl import {name}` at the top"
    return nearest(name, vocabulary)


def _key_path_at(line: int | None, places: Mapping[str, Place]) -> str:
    """Give the deepest key path that stands in a line, or nothing."""
    here = [path for path, place in places.items() if line and place.line == line]
    return max(here, key=lambda path: path.count(".") + path.count("["), default="")


def _line_in(error: BaseException, path: Path) -> int | None:
    """Give the last line of the connector itself that the exception passed."""
    line, frame = None, error.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == str(path):
            line = frame.tb_lineno
        frame = frame.tb_next
    if line is None and isinstance(error, SyntaxError):
        return error.lineno
    return line


def _helper_place(error: BaseException, path: Path) -> str:
    """Say where in a helper module beside the connector it happened, or nothing."""
    found, frame = "", error.__traceback__
    while frame:
        file = Path(frame.tb_frame.f_code.co_filename)
        if file != path and file.parent == path.resolve().parent:
            found = f" ({file.name}:{frame.tb_lineno})"
        frame = frame.tb_next
    return found


def no_connector(names: Mapping[str, Any], path: Path) -> ConnectorFileError:
    """A module without ``connector``."""
    dicts = [name for name, value in names.items() if isinstance(value, dict) and not name.startswith("_")]
    hint = f"write `{_SHAPE}`"
    near = nearest("connector", dicts, "rename `{}` to `connector`")
    return ConnectorFileError(f"{path.name} has no dict named `connector`",
                              hint=near or hint, place=Place(path))


def no_dict(value: Any, path: Path, places: Mapping[str, Place]) -> ConnectorFileError:
    """A ``connector`` that is something else."""
    place = Place(path, places[""].line if "" in places else None)
    if callable(value):
        hint = "write `connector = …()` with the call's brackets, or a dict"
    else:
        hint = f"write `{_SHAPE}`"
    return ConnectorFileError(f"`connector` in {path.name} must be a dict, it is {kind_of(value)}",
                              hint=hint, place=place)
