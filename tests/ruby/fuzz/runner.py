"""Runs jobs in a child process that may hang or die, and tells what is wrong with how a job ended."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from typing import IO, Any, NamedTuple

from .child import MEMORY, PATIENCE, TIME

SLACK_TIME, SLACK_MEMORY = 1.0, 150_000_000
"""How far a program may go over its limits until it is stopped; the sum is what a run may cost at most."""
SECONDS_A_MEGABYTE = 20
"""How long a connector may take to be checked and compiled."""
JOBS_A_CHILD = 300

Job = dict[str, Any]


class Finding(NamedTuple):
    """What is wrong: its kind, and a signature that two findings of the same cause share."""

    kind: str
    text: str

    @property
    def signature(self) -> str:
        """The text without what differs from program to program."""
        place = re.findall(r" at (\S+:\d+)", self.text)
        return f"{self.kind} {place[-1] if place else re.sub(r'[0-9]+', '#', self.text)[:80]}"


class Runner:
    """One child process, made anew when it died, used much memory or did many jobs."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="fuzz")
        self.child: subprocess.Popen[str] | None = None
        self.jobs = 0
        self.errors: IO[str]

    def run(self, job: Job) -> tuple[str, list[Finding]]:
        """Run a job; gives how it ended and what is wrong with that."""
        child = self.ready()
        self.jobs += 1
        line = ask(child, json.dumps(job))
        noise = self.noise()
        if not line:
            return "died", [self.death(child, noise)]
        answer = json.loads(line)
        found = list(findings(job, answer, noise))
        if found or answer["grown"] > MEMORY or self.jobs >= JOBS_A_CHILD:
            self.close()
        return answer["end"], found

    def ready(self) -> subprocess.Popen[str]:
        """The child, started if need be."""
        if self.child is None:
            self.errors = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115
            environ = {
                **os.environ, "WKT_CACHE_DIR": "", "WKT_NO_WAIT": "1", "FUZZ_FOLDER": self.folder.name,
                "PYTHONHASHSEED": "0",
            }  # fmt: skip
            self.jobs = 0
            self.child = subprocess.Popen(
                [sys.executable, "-m", "tests.ruby.fuzz.child"], text=True, env=environ,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
            )  # fmt: skip
        return self.child

    def noise(self) -> str:
        """What the child wrote to standard error since the last job."""
        return self.errors.read()

    def death(self, child: subprocess.Popen[str], noise: str) -> Finding:
        """The child is gone: it hung and gave itself up, or Python crashed."""
        status = child.wait(PATIENCE)
        self.close()
        frames = re.findall(r'File ".*?wkt_cli/(\S+)", line (\d+)', noise)
        place = f" at {frames[0][0]}:{frames[0][1]}" if frames else ""
        if noise.startswith("Timeout"):
            return Finding("hang", f"no end after {PATIENCE} s{place}")
        return Finding("crash", f"status {status}: {noise[:300]}{place}")

    def close(self) -> None:
        """End the child."""
        if self.child is not None:
            self.child.kill()
            self.child.wait()
            self.child = None


def ask(child: subprocess.Popen[str], text: str) -> str:
    """Send the child a line and give its answer; nothing where it is gone."""
    assert child.stdin and child.stdout
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(text + "\n")
        child.stdin.flush()
    return child.stdout.readline()


def findings(job: Job, answer: dict[str, Any], noise: str) -> Any:
    """What is wrong with an answer."""
    allowed = TIME + SLACK_TIME
    if job["kind"] == "connector":
        allowed += 1 + job["calls"] * TIME + SECONDS_A_MEGABYTE * len(job["source"]) / 1e6
    if answer["end"] != "value" and not answer["end"].startswith("error"):
        yield Finding("python", answer["end"])
    for leak in answer["leaks"]:
        yield Finding("words", leak)
    if answer["seconds"] > allowed:
        yield Finding("slow", f"{answer['seconds']:.1f} s of computing ({answer['end'][:80]})")
    if answer["grown"] > MEMORY + SLACK_MEMORY:
        yield Finding("memory", f"{answer['grown'] // 10**6} MB ({answer['end'][:80]})")
    if noise.strip():
        yield Finding("noise", noise.strip()[:300])
