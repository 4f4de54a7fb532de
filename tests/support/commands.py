"""Replays observed commands: whole command lines with their files (reference/cli_and_files.md section 14)."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import yaml

from tests.support.cases import Case, Replay, Seen, Server, json_at_the_end, serving
from wkt_cli.cli.environment import Environment
from wkt_cli.cli.main import run


class CommandReplay(Replay):
    """One command line in a folder of its own, with a clock that nobody waits for."""

    def run(self) -> list[str]:
        """Run the command; give what differs from the case."""
        with serving(self.case.get("server") or []) as server:
            filled = server.filled(json.dumps(self.case)).replace("{{DIR}}", str(self.folder.resolve()))
            self._replay(json.loads(filled), server)
        return self.differences

    def _replay(self, case: Case, server: Server) -> None:
        for name, content in (case.get("files") or {}).items():
            self._lay(name, content)
        if self.python is not None:
            (self.folder / "connector.rb").unlink()
            self._lay("connector.py", server.filled(self.python))
        out, err = io.StringIO(), io.StringIO()
        typed = io.StringIO(case.get("stdin") or "")
        variables = {**self.environ, **(case.get("env") or {})}
        environment = Environment(typed, out, err, variables, self.folder)
        status = int(run(case["argv"], environment))
        self._compare_requests(case.get("requests") or [], server.seen)
        self._compare_end(case, status, out.getvalue(), err.getvalue())
        for name, text in (case.get("files_after") or {}).items():
            self._compare_file(name, text)

    def _lay(self, name: str, content: Any) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        coded = isinstance(content, dict) and list(content) == ["base64"]
        path.write_bytes(base64.b64decode(content["base64"]) if coded else text_of(content).encode())

    def _compare_body(self, want: Mapping[str, Any], got: Seen) -> None:
        if "zip" not in want:
            super()._compare_body(want, got)
            return
        with zipfile.ZipFile(io.BytesIO(got.body)) as sent:
            texts = {name: sent.read(name).decode("utf-8", "replace") for name in sent.namelist()}
        self._compare("archive", want["zip"], texts)

    def _compare_end(self, case: Case, status: int, out: str, err: str) -> None:
        if case["exit"]:
            self._compare_failure(case, status, out, err)
        elif status:
            self.differences.append(f"ended with {status}: {err[-500:]}")
        elif "output" in case:
            self._compare("output", case["output"], json_at_the_end(out))
        elif "stdout" in case and not case.get("text_is_internal"):
            told, lines = squeezed(out + err), map(squeezed, case["stdout"].split("\n"))
            self._compare("lines that are missing", [], [line for line in lines if line not in told])

    def _compare_failure(self, case: Case, status: int, out: str, err: str) -> None:
        told = case.get("stdout") or case.get("stderr") or ""
        message = told.strip().split("\n")[0]
        if not status:
            self.differences.append(f"wanted the error {message!r}, got {out[-300:]!r}")
        elif case.get("text_is_internal"):
            self._compare("a message", True, bool(err.strip()))
        else:
            self._compare("error", f"{{{{ANY}}}}{squeezed(message)}{{{{ANY}}}}", squeezed(err))

    def _compare_file(self, name: str, text: Any) -> None:
        path = self.folder / name
        if text is None or not path.exists():
            self._compare(f"{name} is there", text is not None, path.exists())
        elif name.endswith((".yaml", ".json")):
            self._compare(name, yaml.safe_load(text), yaml.safe_load(path.read_text(encoding="utf-8")))
        else:
            self._compare(name, text, path.read_text(encoding="utf-8", errors="replace"))


def text_of(content: Any) -> str:
    """Give the text of a file as a case has it."""
    return content if isinstance(content, str) else json.dumps(content)


def squeezed(text: str) -> str:
    """Give a text without what only makes it look good."""
    return " ".join(text.split())
