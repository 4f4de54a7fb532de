"""How fast requests go, against bare httpx in the same run.

    python benchmarks/http.py [--runs N] [--small] [--json]

A thousand small calls of a connector one after the other, and with `parallel` in sixteen threads, against a loop over
one `httpx.Client` and a pool of threads; each with a token and a JSON reply. Then a gigabyte down (`wkt call --output`)
and up (`wkt call --raw @FILE`) as whole processes against scripts that do no more than that, with the largest memory
that each had, and how much that is above the same with one megabyte. The server is a process of its own on 127.0.0.1.
Both sides run in turns, so that the machine's moods meet them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]
# Without this script's folder: what is called `http` there is no library.

import httpx

from wkt_cli import load
from wkt_cli.http.client import Client, ClientOptions
from wkt_cli.runtime.session import Session
from wkt_cli.trace.files import TraceFiles, new_trace
from wkt_cli.trace.model import Phase
from wkt_cli.trace.recorder import Recorder
from wkt_cli.trace.redact import Redactor

WKT = str(Path(sysconfig.get_path("scripts")) / "wkt")
TOKEN = "token-of-the-benchmark-1234"
REPLY = json.dumps({"id": 7, "name": "Ana Åberg", "email": "ana@example.com", "tags": ["a", "b"], "total": 12.5}).encode()
BLOCK = bytes(range(256)) * 4096
THREADS = 16
MEGABYTE = 1_000_000
CONNECTOR = """\
from wkt_cli.dsl import get, headers, parallel

def many(url, count):
    return sum(get(url)["id"] for _ in range(count))

def at_once(url, count):
    all_well, replies, errors = parallel([get(url) for _ in range(count)], threads=16)
    assert all_well, errors
    return sum(reply["id"] for reply in replies)

connector = {
    "title": "Benchmark",
    "connection": {
        "fields": [{"name": "origin"}, {"name": "ticket"}],
        "base_uri": lambda connection: connection["origin"],
        "authorization": {
            "type": "custom_auth",
            "apply": lambda connection: headers(Authorization=f"Bearer {connection['ticket']}"),
        },
    },
    "test": lambda connection: get("/small"),
    "methods": {"many": many, "at_once": at_once},
}
"""
DOWN = """\
import sys, httpx
with httpx.Client(headers={"Authorization": sys.argv[3]}) as client, open(sys.argv[2], "wb") as file:
    with client.stream("GET", sys.argv[1]) as reply:
        for piece in reply.iter_bytes():
            file.write(piece)
"""
UP = """\
import sys, httpx
with httpx.Client(headers={"Authorization": sys.argv[3]}) as client, open(sys.argv[2], "rb") as file:
    client.post(sys.argv[1], content=file).raise_for_status()
"""


STARTER = """\
import os, sys, time
start = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent), 0)
print(time.perf_counter() - start, usage.ru_maxrss, status)
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--small", action="store_true", help="a hundred calls and 20 MB, for CI")
    options.add_argument("--json", action="store_true")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        serve()
    report = measure(1, 100, 20 * MEGABYTE) if given.small else measure(given.runs, 1000, 1000 * MEGABYTE)
    print(json.dumps(report, indent=2) if given.json else as_text(report))


# The server


def serve() -> None:
    """Answer until the process is ended; the port goes to standard output."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        print(listener.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()


def talk(connection: socket.socket) -> None:
    """Answer the requests of one connection: `/small`, `/large/BYTES`, and anything with a body."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection, suppress(OSError):
        while head := read_head(connection):
            path = head.split(b" ", 2)[1]
            size = int(path.rpartition(b"/")[2]) if path.startswith(b"/large/") else 0
            kind = b"application/octet-stream" if size else b"application/json"
            length = size or len(REPLY)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n" % (kind, length)
                               + (b"" if size else REPLY))
            for start in range(0, size, len(BLOCK)):
                connection.sendall(BLOCK[: size - start])


def read_head(connection: socket.socket) -> bytes:
    """Read a request and give its head; the body is dropped."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, begun = data.partition(b"\r\n\r\n")
    lines = [line.lower().partition(b":") for line in head.split(b"\r\n")]
    left = next((int(value) for name, _, value in lines if name == b"content-length"), 0) - len(begun)
    buffer = memoryview(bytearray(1024 * 1024))
    while left > 0:
        left -= connection.recv_into(buffer[: min(left, len(buffer))])
    return head


@contextmanager
def server() -> Iterator[str]:
    """Run the server in a process of its own; give its origin."""
    process = subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


# Measuring


def measure(runs: int, calls: int, size: int) -> dict[str, Any]:
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    with server() as origin, tempfile.TemporaryDirectory() as folder:
        return {
            "runs": runs, "calls": calls, "bytes": size,
            "small calls": small_calls(origin, Path(folder), runs, calls),
            "large bodies": large_bodies(origin, Path(folder), runs, size),
        }  # fmt: skip


def small_calls(origin: str, folder: Path, runs: int, calls: int) -> dict[str, dict[str, float]]:
    """Give the seconds of both sides for calls one after the other, and at once."""
    url, header = f"{origin}/small", {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    with httpx.Client(headers=header) as bare, session(origin, folder) as connector, ThreadPoolExecutor(THREADS) as pool:
        def run(method: str, count: int) -> int:
            block = connector.required_block(f"methods.{method}")
            return int(connector.run(block, "/small", count, phase=Phase.EXECUTE))

        def call(_: int) -> int:
            return int(bare.get(url).json()["id"])

        def store() -> None:
            TraceFiles(folder / ".wkt").save(connector.recorder.trace)
            connector.recorder.trace.exchanges.clear()

        one_by_one = in_turns(
            runs, calls, 10, store, wkt=lambda count: run("many", count), httpx=lambda count: sum(map(call, range(count)))
        )
        at_once = in_turns(
            runs, calls, 2, store, wkt=lambda count: run("at_once", count),
            httpx=lambda count: sum(pool.map(call, range(count))),
        )  # fmt: skip
        return {"one after the other": one_by_one, f"parallel, {THREADS} threads": at_once}


@contextmanager
def session(origin: str, folder: Path) -> Iterator[Session]:
    """Give a session as the commands open it, trace and masking included."""
    file = folder / "benchmark.py"
    file.write_text(CONNECTOR, encoding="utf-8")
    redactor = Redactor()
    redactor.add("ticket", TOKEN)
    recorder = Recorder(new_trace(), redactor)
    client = Client(ClientOptions(), recorder)
    yield Session(load(file), {"origin": origin, "ticket": TOKEN}, client, recorder)
    client.close()


def in_turns(
    runs: int, calls: int, turns: int, store: Callable[[], None], **sides: Callable[[int], int]
) -> dict[str, float]:
    """Give the median of each side's seconds for all calls; they take turns with a part of them each.

    What `wkt` needs to store the trace of all calls is a part of its time.
    """
    part = calls // turns
    seconds: dict[str, list[float]] = {name: [] for name in [*sides, "store"]}
    for _ in range(runs):
        for _ in range(turns):
            for name, side in sides.items():
                start = time.perf_counter()
                assert side(part) == 7 * part
                seconds[name].append(time.perf_counter() - start)
        start = time.perf_counter()
        store()
        seconds["store"].append(time.perf_counter() - start)
    stored = statistics.median(seconds.pop("store"))
    took = {name: turns * statistics.median(values) for name, values in seconds.items()}
    return {**took, "wkt": took["wkt"] + stored}


def large_bodies(origin: str, folder: Path, runs: int, size: int) -> dict[str, dict[str, float]]:
    """Give the seconds and the memory of both sides for a large body down and up."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("WKT_", "PYTHON"))}
    source, sink, bearer = folder / "up.bin", folder / "down.bin", f"Bearer {TOKEN}"
    connect = [WKT, "connect", str(folder / "benchmark.py"), "--no-input", "-F", f"origin={origin}", "-F", f"ticket={TOKEN}"]
    subprocess.run(connect, cwd=folder, env=environ, check=True, capture_output=True)

    def down(size: int) -> dict[str, list[str]]:
        url = f"{origin}/large/{size}"
        return {"wkt": [WKT, "call", url, "--no-limits", "-o", str(sink)],
                "httpx": [sys.executable, "-c", DOWN, url, str(sink), bearer]}

    def up(size: int) -> dict[str, list[str]]:
        with source.open("wb") as file:
            for start in range(0, size, len(BLOCK)):
                file.write(BLOCK[: size - start])
        url = f"{origin}/up"
        return {"wkt": [WKT, "call", "POST", url, "--no-limits", "--raw", f"@{source}"],
                "httpx": [sys.executable, "-c", UP, url, str(source), bearer]}

    return {name: processes(make, runs, size, folder, environ) for name, make in (("down", down), ("up", up))}


def processes(
    make: Callable[[int], dict[str, list[str]]], runs: int, size: int, folder: Path, environ: dict[str, str]
) -> dict[str, float]:
    """Give the median of each side's seconds, its largest memory, and how much that is above one megabyte's, in MB."""
    least = {name: run(command, folder, environ)[1] for name, command in make(MEGABYTE).items()}
    seconds: dict[str, list[float]] = {name: [] for name in least}
    memory = dict.fromkeys(least, 0.0)
    commands = make(size)
    for _ in range(runs):
        for name, command in commands.items():
            took, peak = run(command, folder, environ)
            seconds[name].append(took)
            memory[name] = max(memory[name], peak)
    return {
        **{name: statistics.median(values) for name, values in seconds.items()},
        **{f"{name} memory": value for name, value in memory.items()},
        **{f"{name} memory above that of 1 MB": memory[name] - least[name] for name in memory},
    }


def run(command: list[str], folder: Path, environ: dict[str, str]) -> tuple[float, float]:
    """Run a process; give its seconds and its largest memory in MB.

    Linux counts the memory of the process that starts another for that one, too: a small one starts them.
    """
    starter = [sys.executable, "-S", "-E", "-c", STARTER, *command]
    done = subprocess.run(starter, cwd=folder, env=environ, capture_output=True, text=True, check=True)
    seconds, memory, status = done.stdout.split()
    assert status == "0", (command, done.stderr)
    return float(seconds), int(memory) / (1e6 if sys.platform == "darwin" else 1e3)


def as_text(report: dict[str, Any]) -> str:
    """Give the report as lines."""
    lines = [f"median of {report['runs']} runs, seconds; ratio of wkt to bare httpx"]
    for title, amount in (("small calls", f"{report['calls']:,}"), ("large bodies", f"{report['bytes'] / 1e6:,.0f} MB")):
        lines.append(f"{title}, {amount}")
        for name, row in report[title].items():
            lines.append(f"  {name:22} wkt {row['wkt']:7.3f}   httpx {row['httpx']:7.3f}   {row['wkt'] / row['httpx']:5.2f}")
            if "wkt memory" in row:
                above = ", ".join(f"{side} {row[f'{side} memory']:.0f} MB "
                                  f"({row[f'{side} memory above that of 1 MB']:+.0f})" for side in ("wkt", "httpx"))
                lines.append(f"  {'':22} memory: {above}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
