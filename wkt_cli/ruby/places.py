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


def excerpt(filename: str, line: int, column: int) -> str:
    """The line of a Ruby file with a caret; empty where the text is not at hand."""
    source = files[filename]() if filename in files else None
    return "" if source is None else str(source.excerpt(line, column))


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
    frame = frames[0]
    error.line, error.column, error.filename = frame.line, frame.column + 1, frame.filename
    if isinstance(error, (SandboxError, LimitError)):
        place = f"{frame.filename}:{frame.line}:{frame.column + 1}: "
        error.message = (
            f"{place}{error.message}\n{excerpt(frame.filename, frame.line, frame.column)}".rstrip()
        )
        error.args = (error.message,)
