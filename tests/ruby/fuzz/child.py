"""The process in which programs run: reads jobs as JSON lines, answers each with how it ended and what it used."""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any

TIME, MEMORY, OUTPUT = 0.3, 200_000_000, 100_000
"""The limits of each program."""
PATIENCE = 30
"""Seconds on the wall clock until a program that does not end is given up, with all its threads' tracebacks."""

leaks: list[str] = []
"""Python's exceptions that became a Ruby error in this job, each with the place that raised it."""


def main() -> None:
    """Answer jobs until standard input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (6 * 10**9, 6 * 10**9))
    watch_translation()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def watch_translation() -> None:
    """Note each Python exception that is about to be shown as a Ruby error with Python's words."""
    from wkt_cli.ruby import dispatch, evaluate

    evaluate("1")
    real = dispatch._translated

    def noting(error: BaseException) -> Any:
        made = real(error)
        if made.fields.get("internal"):
            leaks.append(f"{type(error).__name__}: {str(error)[:200]} at {place(error)}")
        return made

    dispatch._translated = noting


def place(error: BaseException) -> str:
    """The innermost line of wkt that an exception went through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "wkt_cli" in f.filename]
    return f"{frames[-1].filename.split('wkt_cli/')[-1]}:{frames[-1].lineno}" if frames else "?"


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Run one job; its end is "value", "error" or the text of a Python exception."""
    leaks.clear()
    before, start = forget_peak(), time.process_time()
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        end = run(job)
    except BaseException as error:
        end = f"{type(error).__name__}: {str(error)[:300]} at {place(error)}"
    faulthandler.cancel_dump_traceback_later()
    used = time.process_time() - start
    return {"end": end, "leaks": leaks[:3], "seconds": used, "grown": peak() - before}


def run(job: dict[str, Any]) -> str:
    """Do what the job says; errors that are meant for people are an end like any other."""
    from wkt_cli.errors import WktError
    from wkt_cli.ruby import LimitError, RubyError, SandboxError

    try:
        (evaluate if job["kind"] == "program" else connector)(job)
    except (RubyError, SandboxError, LimitError, WktError) as error:
        return f"error {str(error)[:200]}"
    return "value"


def evaluate(job: dict[str, Any]) -> None:
    """Check and run a program."""
    from wkt_cli import ruby

    ruby.check(job["source"])
    limits = {"limit_time": TIME, "limit_memory": MEMORY, "limit_output": OUTPUT}
    ruby.evaluate(job["source"], inspect=True, **limits)


def connector(job: dict[str, Any]) -> None:
    """Check and load a connector, compile its lambdas, call some of them."""
    from wkt_cli.connector.check import check
    from wkt_cli.connector.load import read
    from wkt_cli.connector.ruby import to_ruby
    from wkt_cli.ruby import LimitError, RubyError, SandboxError
    from wkt_cli.ruby.host import Limits, call

    path = Path(os.environ["FUZZ_FOLDER"]) / f"{os.getpid()}.rb"
    path.write_bytes(job["source"].encode("utf-8", "surrogateescape"))
    check(path)
    loaded = read(path).loaded
    loaded.compile_all()
    for proc in procs(loaded.value)[: job["calls"]]:
        try:
            call(proc, *map(to_ruby, job["arguments"]), limits=Limits(TIME, MEMORY, output=OUTPUT))
        except (RubyError, SandboxError, LimitError):
            continue


def procs(value: Any) -> list[Any]:
    """The lambdas in a connector's value."""
    from wkt_cli.ruby.values import Proc

    if isinstance(value, Proc):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [proc for item in inner for proc in procs(item)]


def forget_peak() -> int:
    """Begin to measure anew; give the bytes that are in use."""
    Path("/proc/self/clear_refs").write_text("5")
    return status("VmRSS")


def peak() -> int:
    """The most bytes that were in use since."""
    return status("VmHWM")


def status(name: str) -> int:
    """A size that the system knows of this process."""
    text = Path("/proc/self/status").read_text()
    return int(text.split(f"{name}:")[1].split()[0]) * 1024


if __name__ == "__main__":
    main()
