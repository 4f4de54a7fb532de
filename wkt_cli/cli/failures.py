"""Every error as a person reads it: what went wrong, where, what to do; and the exit status."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import ExitCode, WktError
from .environment import Environment

END_OF_CHAIN = 5
"""How many calls are shown at each end of a long chain."""
REPORT = "this is a mistake of `wkt` itself: please report it with the output of `--debug`"


def report(error: BaseException, environment: Environment) -> int:
    """Tell a person about an error and give the exit status; with ``--json`` a program, on standard output.

    Args:
        error: whatever left the command.
        environment: where to tell it; its `mask` hides secrets.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else ExitCode.OK
    if isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.errno == errno.EPIPE):
        return closed_pipe()
    if environment.debug:
        environment.say(environment.mask("".join(traceback.format_exception(error))))
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        environment.say("\nInterrupted; nothing was changed that isn't shown above")
        return ExitCode.INTERRUPTED
    told = describe(error)
    if environment.json:
        environment.stdout.write(
            environment.mask(json.dumps({"error": told}, ensure_ascii=False, indent=2)) + "\n"
        )
        environment.stdout.flush()
    else:
        tell(error, environment)
    return int(told["exit_code"])


def tell(error: BaseException, environment: Environment) -> None:
    """Tell a person about an error, on standard error."""
    environment.say(environment.mask(as_text(describe(error))))


def closed_pipe() -> int:
    """Go quietly when the reader of standard output went away."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None
    return ExitCode.CLOSED_PIPE


def describe(error: BaseException) -> dict[str, Any]:
    """Give an error as data: ``type, message, hint, file, line, key_path, exit_code`` (docs/json.md)."""
    if isinstance(error, WktError):
        return _described(error)
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"see `{context.command_path} --help`" if context else None
        return _shape(type(error).__name__, error.format_message().rstrip("."), hint, ExitCode.USAGE)
    if isinstance(error, OSError):
        return _shape("OSError", _os_message(error), None, ExitCode.STORE)
    return _shape(type(error).__name__, f"{type(error).__name__}: {error}", REPORT, ExitCode.INTERNAL)


def _described(error: WktError) -> dict[str, Any]:
    shape = _shape(type(error).__name__, error.message, error.hint, error.exit_code)
    if error.place is not None:
        shape["file"] = str(error.place.file) if error.place.file else None
        shape["line"], shape["key_path"] = error.place.line, error.place.key_path or None
        shape["column"] = error.place.column
    shape["calls"] = list(error.calls)
    return shape


def _shape(kind: str, message: str, hint: str | None, code: ExitCode) -> dict[str, Any]:
    return {
        "type": kind,
        "message": message,
        "hint": hint,
        "file": None,
        "line": None,
        "column": None,
        "key_path": None,
        "calls": [],
        "exit_code": int(code),
    }


def _os_message(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def as_text(told: dict[str, Any]) -> str:
    """Give an error as lines: the message, where it stands, the source line, what to do."""
    lines = [f"wkt: {told['message']}"]
    if told["file"]:
        where = f"{told['file']}:{told['line']}" if told["line"] else told["file"]
        lines.append(f"  in {where}" + (f" ({told['key_path']})" if told["key_path"] else ""))
        source = source_line(told["file"], told["line"])
        if source and "\n" not in told["message"]:
            lines += excerpt(source, told["column"], f"    {told['line']} | ")
        lines += called_from(told["calls"][1:])
    elif told["key_path"]:
        lines.append(f"  in {told['key_path']}")
    if told["hint"]:
        lines.append(f"hint: {told['hint']}")
    return "\n".join(lines)


def called_from(calls: Sequence[str]) -> list[str]:
    """Give the calls as lines, innermost first; of a long chain its two ends."""
    lines = [f"  called from {call}" for call in calls]
    left_out = len(lines) - 2 * END_OF_CHAIN
    if left_out > 1:
        lines[END_OF_CHAIN:-END_OF_CHAIN] = [f"  … {left_out} more calls"]
    return lines


def excerpt(source: str, column: int | None, lead: str = "    ") -> list[str]:
    """Give a source line behind a lead and, where the column is known, a caret below it."""
    from ..excerpt import pointed

    shown, caret = pointed(source, column or 1)
    return [lead + shown, *([" " * len(lead) + caret] if column else [])]


def source_line(file: str, line: int | None) -> str:
    """Give a line of a source file; empty where it can't be read."""
    if not line:
        return ""
    try:
        with Path(file).open(encoding="utf-8-sig", errors="replace") as lines:
            return next((text.rstrip() for n, text in enumerate(lines, 1) if n == line), "")
    except OSError:
        return ""
