"""Where Ruby code stands in a Python traceback: lines, columns and names of the Ruby file, carets."""

from __future__ import annotations

import re
import weakref
from types import CodeType
from typing import Any, NamedTuple

from .errors import LimitError, SandboxError


class Frame(NamedTuple):
    """One Ruby call on the way to an error."""

    filename: str
    line: int
    column: int
    name: str


files: dict[str, Any] = {}
"""The sources whose code runs, by name (weakly held): frames of other files are not Ruby's."""


def remember(source: Any) -> None:
    """Frames of this source's name are Ruby's from now on."""
    files[source.filename] = weakref.ref(source)


def source_of(filename: str) -> Any:
    """The source of a Ruby file; None where it is not at hand."""
    return files[filename]() if filename in files else None


_LABEL = re.compile(r"(?P<kind>lambda|block|<class:\w+>|\S+) \d+(:\d+)?( \[.*\])?$")


def frames_of(error: BaseException) -> list[Frame]:
    """The Ruby frames of an error, innermost first."""
    found: list[Frame] = []
    step: Any = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename in files:
            line, column = position(code, step.tb_lasti, step.tb_lineno)
            found.append(Frame(code.co_filename, line, column, label(code.co_name)))
        step = step.tb_next
    return found[::-1]


def position(code: CodeType, instruction: int, line: int) -> tuple[int, int]:
    """Line and column (bytes, from 0) of an instruction."""
    for i, (start, _, column, _) in enumerate(code.co_positions()):
        if i == instruction // 2:
            return start or line, column or 0
    return line, 0


def label(name: str) -> str:
    """The Ruby name of a function."""
    match = _LABEL.match(name)
    return "block" if name == "main" or match is None else match["kind"]


def locate(error: Any) -> None:
    """Give an error the line and column of the innermost Ruby frame, where it has none.

    The text of a refusal or a limit then begins with the place, as an error of the compiler does.
    """
    if error.line is not None:
        return
    frames = frames_of(error)
    if not frames:
        return
    filename, line, offset, _ = frames[0]
    source = source_of(filename)
    column = offset + 1 if source is None else source.column(line, offset)
    error.line, error.column, error.filename = line, column, filename
    if isinstance(error, (SandboxError, LimitError)):
        shown = "" if source is None else source.excerpt(line, column)
        error.message = f"{filename}:{line}:{column}: {error.message}\n{shown}".rstrip()
        error.args = (error.message,)
