"""How long whole runs of `wkt exec` and `wkt poll` take, against peers in the same run.

    python benchmarks/exec.py [--runs N] [--small] [--json]

A method of a connector of 400 KB, which is in the cache, against `python -c 'import click, httpx'` and, where there is
Ruby, `ruby -c` of the same file. Then a trigger that fetches ten thousand events in ten pages, tells them apart by
`dedup` and converts them by their fields, against a script in plain Python that asks the same server, reads JSON,
converts by the same fields, tells apart by the same keys and writes JSON; with the largest memory of each, and how much
that is above the same with a single page. The server is a process of its own on 127.0.0.1; sides take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]
# Without this script's folder: what is called `http` there is no library.

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WKT = str(Path(sysconfig.get_path("scripts")) / "wkt")
SIZE = 400_000
PER_PAGE = 1000
ACTION = """
    action_%(n)d: {
      title: 'Action %(n)d',
      input_fields: ->(definitions) { definitions['thing'].only('id').concat([{ name: 'limit', type: 'integer' }]) },
      execute: lambda do |connection, input|
        wanted = input.reject { |_, value| value.blank? }.map { |key, value| [key.to_s.gsub('-', '_'), value] }.to_h
        reply = get("/things/%(n)d/#{input['id']}").params(wanted).after_error_response(/4\\d\\d/) do |code, body, _, told|
          error("#{told}: #{body}") unless code == 404
        end
        { things: reply['things']&.map { |thing| thing.merge('total' => (thing['amount'] || 0) * 1.2) } || [] }
      end,
      output_fields: ->(definitions) { [{ name: 'things', type: 'array', of: 'object', properties: definitions['thing'] }] }
    },"""
TRIGGER = """\
{
  title: 'Events',
  triggers: {
    new_event: {
      poll: lambda do |connection, input, closure|
        page = closure ? closure['page'] : 0
        reply = get("#{connection['origin']}/events").params(page: page)
        { events: reply['events'], next_poll: { page: page + 1 }, can_poll_more: reply['more'] }
      end,
      dedup: ->(event) { "#{event['id']}@#{event['created_at']}" },
      output_fields: lambda do
        [
          { name: 'id', type: 'integer' }, { name: 'name' }, { name: 'amount', type: 'number' },
          { name: 'created_at', type: 'date_time' }, { name: 'due', type: 'date' },
          { name: 'lines', type: 'array', of: 'object', properties: [
            { name: 'sku' }, { name: 'quantity', type: 'integer' }
          ] }
        ]
      end
    }
  }
}
"""
PEER = """\
import datetime, json, sys
import httpx

FIELDS = [
    {"name": "id", "type": "integer"}, {"name": "name"}, {"name": "amount", "type": "number"},
    {"name": "created_at", "type": "date_time"}, {"name": "due", "type": "date"},
    {"name": "lines", "type": "array", "properties": [{"name": "sku"}, {"name": "quantity", "type": "integer"}]},
]
CONVERTERS = {
    "integer": int, "number": float, "date_time": datetime.datetime.fromisoformat, "date": datetime.date.fromisoformat,
}


def convert(record, fields):
    for field in fields:
        name, value = field["name"], record.get(field["name"])
        if value is None or value == "":
            continue
        if isinstance(value, list):
            for item in value:
                convert(item, field["properties"])
        elif field.get("type") in CONVERTERS:
            try:
                record[name] = CONVERTERS[field["type"]](value)
            except ValueError as error:
                sys.exit(f"{name}: {error}")


page, more, seen = 0, True, set()
with httpx.Client() as client:
    while more:
        reply = json.loads(client.get(sys.argv[1] + "/events", params={"page": page}).raise_for_status().content)
        for event in reply["events"]:
            key = f"{event['id']}@{event['created_at']}"
            if key in seen:
                continue
            seen.add(key)
            convert(event, FIELDS)
            print(json.dumps(event, ensure_ascii=False, default=lambda value: value.isoformat()))
        page, more = page + 1, reply["more"]
"""
STARTER = """\
import os, sys, time
start = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent), 0)
print(time.perf_counter() - start, usage.ru_maxrss, status)
"""
"""Linux counts the memory of the process that starts another for that one, too: a small one starts them."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--small", action="store_true", help="one run of each, for CI")
    options.add_argument("--json", action="store_true")
    options.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        serve(given.serve)
    report = measure(1 if given.small else given.runs, 3 if given.small else 10)
    print(json.dumps(report, indent=2) if given.json else as_text(report))


# The server


def serve(pages: int) -> None:
    """Answer until the process is ended; the port goes to standard output."""
    bodies = [json.dumps({"events": list(events(page)), "more": page + 1 < pages}).encode() for page in range(pages)]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = bodies[int(parse_qs(urlsplit(self.path).query)["page"][0])]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


def events(page: int) -> Iterator[dict[str, Any]]:
    """Give the events of a page, as services send them: numbers and times are texts."""
    for number in range(page * PER_PAGE, (page + 1) * PER_PAGE):
        yield {
            "id": str(number), "name": f"Order {number} of Ana Åberg", "amount": f"{number % 997}.50",
            "created_at": f"2024-0{1 + number % 9}-1{number % 9}T10:{number % 60:02}:30Z", "due": f"2024-1{number % 3}-20",
            "lines": [{"sku": f"sku-{number % 31}", "quantity": str(1 + number % 5)}],
        }  # fmt: skip


@contextmanager
def server(pages: int) -> Iterator[str]:
    """Run the server in a process of its own; give its origin."""
    command = [sys.executable, __file__, "--serve", str(pages)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


# Measuring


def measure(runs: int, pages: int) -> dict[str, Any]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("WKT_", "PYTHON")) or k == "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as folder:
        environ |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "XDG_CACHE_HOME": str(Path(folder, "cache"))}
        return {
            "runs": runs, "events": pages * PER_PAGE, "pages": pages,
            "method": method(Path(folder, "method"), environ, runs),
            "poll": poll(Path(folder, "poll"), environ, runs, pages),
        }  # fmt: skip


def method(folder: Path, environ: Mapping[str, str], runs: int) -> dict[str, float]:
    """Give the seconds of a method of a large connector, and of its peers."""
    folder.mkdir()
    actions = "".join(ACTION % {"n": number} for number in range(SIZE // len(ACTION)))
    source = f"{{\n  title: 'Big',\n  methods: {{ greet: ->(name) {{ {{ greeting: \"Hello, #{{name}}\" }} }} }},\n  actions: {{{actions}"
    source += "\n  }\n}\n"
    Path(folder, "connector.rb").write_text(source, encoding="utf-8")
    Path(folder, "args.json").write_text('["Ana"]', encoding="utf-8")
    commands = {
        "wkt exec": [WKT, "exec", "methods.greet", "--args", "args.json"],
        "import click, httpx": [sys.executable, "-c", "import click, httpx"],
    }
    ruby = shutil.which("ruby")
    if ruby is not None:
        commands["ruby -c"] = [ruby, "-c", "connector.rb"]
    return {name: seconds for name, (seconds, _) in in_turns(commands, folder, environ, runs).items()}


def poll(folder: Path, environ: Mapping[str, str], runs: int, pages: int) -> dict[str, dict[str, float]]:
    """Give seconds and memory of both commands and of their peer, and how much memory is above that of one page."""
    folder.mkdir()
    Path(folder, "connector.rb").write_text(TRIGGER, encoding="utf-8")
    with server(1) as origin:
        least = in_turns(polls(folder, origin), folder, environ, 1)
    with server(pages) as origin:
        found = in_turns(polls(folder, origin), folder, environ, runs)
    return {
        name: {"seconds": seconds, "memory": memory, "memory above that of one page": memory - least[name][1]}
        for name, (seconds, memory) in found.items()
    }


def polls(folder: Path, origin: str) -> dict[str, list[str]]:
    Path(folder, "settings.yaml").write_text(f"origin: {origin}\n", encoding="utf-8")
    return {
        "wkt exec": [WKT, "exec", "triggers.new_event"],
        "wkt poll": [WKT, "poll", "triggers.new_event", "--reset", "--json", "--quiet"],
        "plain Python": [sys.executable, "-c", PEER, origin],
    }


def in_turns(
    commands: Mapping[str, list[str]], folder: Path, environ: Mapping[str, str], runs: int
) -> dict[str, tuple[float, float]]:
    """Give the median of each command's seconds and its largest memory in MB; a first round is not counted."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            took[name].append(run(command, folder, environ))
    return {
        name: (statistics.median(seconds for seconds, _ in rounds[1:]), max(memory for _, memory in rounds[1:]))
        for name, rounds in took.items()
    }


def run(command: list[str], folder: Path, environ: Mapping[str, str]) -> tuple[float, float]:
    """Run a process; give its seconds and its largest memory in MB."""
    starter = [sys.executable, "-S", "-E", "-c", STARTER, *command]
    done = subprocess.run(starter, cwd=folder, env=environ, capture_output=True, text=True, check=True)
    seconds, memory, status = done.stdout.split()
    assert status == "0", (command, done.stderr)
    return float(seconds), int(memory) / (1e6 if sys.platform == "darwin" else 1e3)


def as_text(report: dict[str, Any]) -> str:
    """Give the report as lines."""
    took = report["method"]
    lines = [f"median of {report['runs']} runs, whole processes", "a method of a cached connector of 400 KB"]
    for name, seconds in took.items():
        lines.append(f"  {name:20} {1000 * seconds:8.0f} ms   wkt exec to it {took['wkt exec'] / seconds:5.2f}")
    lines.append(f"a poll of {report['events']:,} events in {report['pages']} pages")
    peer = report["poll"]["plain Python"]["seconds"]
    for name, row in report["poll"].items():
        memory = f"{row['memory']:.0f} MB ({row['memory above that of one page']:+.0f} to one page)"
        lines.append(f"  {name:20} {1000 * row['seconds']:8.0f} ms   to plain Python {row['seconds'] / peer:5.2f}   {memory}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
