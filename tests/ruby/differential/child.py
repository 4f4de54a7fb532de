"""The one Ruby process of a run: programs go in as JSON lines, answers come out."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any, Self

DRIVER = Path(__file__).with_name("driver.rb")
RUBY = shutil.which("ruby")
PATIENCE = 4
"""Seconds until a child that does not answer is replaced."""


class Child:
    """Debian's Ruby with ActiveSupport, in UTC and with a clock that stands still."""

    def __init__(self) -> None:
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        env = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "RUBYOPT": ""}
        return subprocess.Popen(
            [RUBY or "ruby", "-W0", "--disable=did_you_mean", "--disable=error_highlight", DRIVER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env,
        )  # fmt: skip

    def ask(self, source: str) -> dict[str, Any]:
        """What Ruby makes of a program: `{inspect, class}`, `{error: …}` or `{skipped: …}`."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(source) + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            return self._replace()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _replace(self) -> dict[str, Any]:
        self.process.kill()
        _, complaint = self.process.communicate()
        if "LoadError" in complaint:
            raise RuntimeError(f"the driver does not start: {complaint}")
        self.process = self._start()
        return {"skipped": "no answer"}

    def names(self, source: str) -> list[str]:
        """An expression that gives Symbols or Strings, as their texts."""
        return list(self.pairs(f"({source}).to_h {{ |name| [name, 0] }}"))

    def pairs(self, source: str) -> dict[str, int]:
        """A program that gives a Hash of names and numbers; sorted by name. A busy machine is asked again."""
        program = f"JSON.generate(lambda do\n{source}\nend.call)"
        answer = next(answer for _ in range(10) if "skipped" not in (answer := self.ask(program)))
        found: dict[str, int] = json.loads(json.loads(answer["inspect"]))
        return dict(sorted(found.items()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()
