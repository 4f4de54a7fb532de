"""Fuzzes the Ruby side: mutated connectors and programs, and generated programs, each in a child process.

    python -m tests.ruby.fuzz --seconds 60 [--folder FOLDER_WITH_CONNECTORS]... [--seed S] [--processes N]
    python -m tests.ruby.fuzz --only NUMBER [--seed S]       one job again, with its source

A finding is a Python exception or Python's words where Ruby's belong, a program that its limits do not stop, more
memory than the limits allow, noise on standard error, or the death of the interpreter. The exit status is 1 if there
is any. Job N of a seed is always the same, however many processes share the work, where the texts are the same.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from .generate import Generator
from .mutate import mutated
from .runner import Finding, Job, Runner

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ["tests/golden/ruby_*.jsonl", "tests/ruby/language/*.jsonl", "tests/ruby/core/*.jsonl"]
ARGUMENTS = [{"a": 1, "name": "x", "id": 3, "items": [{"b": None}]}, {}, [1], "text", 5]


class Jobs:
    """The jobs of one seed, by number."""

    def __init__(self, folders: list[Path], seed: int) -> None:
        lines = [line for pattern in CORPUS for path in sorted(ROOT.glob(pattern)) for line in path.open()]
        self.programs = [json.loads(line)["source"] for line in lines]
        files = [path for folder in folders for path in sorted(folder.rglob("*.rb"))]
        self.connectors = [path.read_bytes().decode("utf-8", "surrogateescape") for path in files]
        self.generator, self.seed = Generator(), seed

    def job(self, number: int) -> Job:
        """One job."""
        random = Random(f"{self.seed}:{number}")
        kind = random.random()
        if kind < 0.6:
            return {"kind": "program", "source": self.generator.program(random)}
        if kind < 0.85:
            source = mutated(random.choice(self.programs), random.choice(self.programs), random)
            return {"kind": "program", "source": source}
        source = mutated(self.piece(random), random.choice(self.connectors), random)
        return {"kind": "connector", "source": source, "calls": 8, "arguments": ARGUMENTS}

    def piece(self, random: Random) -> str:
        """A connector, or the lines of one lambda out of one that is long."""
        text = random.choice(self.connectors)
        if len(text) < 20_000 or random.random() < 0.2:
            return text
        lines = text.split("\n")
        start = random.randrange(len(lines))
        return "{\n methods: {\n" + "\n".join(lines[start : start + 150]) + "\n}}"


class Report:
    """What was found; each cause is told once."""

    def __init__(self) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self.ends: collections.Counter[str] = collections.Counter()
        self.lock = threading.Lock()

    def add(self, number: int, job: Job, end: str, findings: list[Finding]) -> None:
        """Count a job; tell what is new."""
        with self.lock:
            self.ends[end.split()[0]] += 1
            for finding in findings:
                self.counts[finding.signature] += 1
                if self.counts[finding.signature] == 1:
                    source = job["source"] if len(job["source"]) < 1000 else job["source"][:300] + " …"
                    print(f"#{number} {finding.kind}: {finding.text}\n    {json.dumps(source)}", flush=True)

    def summary(self) -> str:
        """The counts."""
        ends = ", ".join(f"{count} {end}" for end, count in self.ends.most_common(4))
        return f"{sum(self.ends.values())} jobs ({ends}); {len(self.counts)} causes of findings"


def work(jobs: Jobs, numbers: Iterator[int], end: float, report: Report) -> None:
    """Run jobs until the time is over or no number is left."""
    runner = Runner()
    while time.monotonic() < end and (number := next(numbers, None)) is not None:
        job = jobs.job(number)
        report.add(number, job, *runner.run(job))
    runner.close()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--folder", type=Path, action="append", help="with connectors (our own)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first job (0)")
    parser.add_argument("--jobs", type=int, default=sys.maxsize, help="how many at most")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--only", type=int, help="run this job and show it")
    given = parser.parse_args()
    jobs = Jobs(given.folder or [ROOT / "connectors"], given.seed)
    report = Report()
    if given.only is not None:
        job = jobs.job(given.only)
        print(job["source"])
        print(*Runner().run(job), sep="\n")
        return 0
    numbers = iter(range(given.first, min(given.first + given.jobs, sys.maxsize)))
    end = time.monotonic() + given.seconds
    threads = [threading.Thread(target=work, args=(jobs, numbers, end, report)) for _ in range(given.processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(report.summary())
    return bool(report.counts)


if __name__ == "__main__":
    sys.exit(main())
