"""How long `wkt` takes from the prompt to the result, as ratios against peers measured side by side in one run.

    python benchmarks/startup.py [--runs N] [--json]

`wkt --help` against `python -c 'import click'`; `wkt call` against a bare httpx script that sends the same request with
the same token, and against `http` of HTTPie. Secrets are in the OS keyring where one can be had (a gnome-keyring of its
own, under dbus-run-session), else in the encrypted file, which costs a key derivation: the output says which.
Variables of Python are taken out: PYTHONDONTWRITEBYTECODE would let `wkt` be compiled in each run, unlike its peers,
which pip compiled.
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
import time
from pathlib import Path

sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]
# Without this script's folder: what is called `http` there is no library.

from wkt_cli.demo.server import DemoServer

BINARIES = Path(sysconfig.get_path("scripts"))
BARE = """\
import sys, httpx
with httpx.Client() as client:
    reply = client.get(sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2], "Accept": "application/json"})
    sys.stdout.write(reply.text)
"""
TOKEN_REQUEST = """\
import sys, httpx
reply = httpx.post(sys.argv[1], auth=(sys.argv[2], sys.argv[3]), data={"grant_type": "client_credentials"})
print(reply.json()["access_token"])
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--json", action="store_true")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if not given.inside and shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon"):
        sys.exit(in_keyring_session(sys.argv[1:]))
    report = measure(given.runs, keyring=given.inside)
    print(json.dumps(report, indent=2) if given.json else as_text(report))


def in_keyring_session(arguments: list[str]) -> int:
    """Run again inside a D-Bus session of its own with an unlocked, empty keyring."""
    with tempfile.TemporaryDirectory() as home:
        script = 'printf "benchmark" | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"'
        command = ["dbus-run-session", "--", "sh", "-c", script, "sh", sys.executable, __file__, "--inside", *arguments]
        environ = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_RUNTIME_DIR": home}
        return subprocess.run(command, env=environ, stderr=None).returncode


def measure(runs: int, *, keyring: bool) -> dict[str, object]:
    """Measure all commands, interleaved so that the machine's moods meet each of them alike."""
    with DemoServer() as server, tempfile.TemporaryDirectory() as folder:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("WKT_", "PYTHON"))}
        environ |= {
            "WKT_MAP": f"https://percolate.com={server.url}", "WKT_FIELD_CLIENT_SECRET": server.client_secret,
            "NO_PROXY": "127.0.0.1",
        }
        if not keyring:
            environ |= {"WKT_VAULT": "file", "WKT_VAULT_PASSPHRASE": "benchmark"}
        wkt, url = str(BINARIES / "wkt"), f"{server.url}/api/v5/me"
        connect = [wkt, "connect", "percolate", "--no-input", "-F", f"client_id={server.client_id}"]
        subprocess.run(connect, cwd=folder, env=environ, check=True, capture_output=True)
        token_url = f"{server.url}/auth/v5/token/"
        asked = [sys.executable, "-c", TOKEN_REQUEST, token_url, server.client_id, server.client_secret]
        token = subprocess.run(asked, env=environ, check=True, capture_output=True, text=True).stdout.strip()
        commands = {
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "wkt --help": [wkt, "--help"],
            "bare httpx script": [sys.executable, "-c", BARE, url, token],
            "wkt call": [wkt, "call", "/api/v5/me"],
            "http (HTTPie)": [str(BINARIES / "http"), "--ignore-stdin", url, f"Authorization:Bearer {token}"],
        }
        times = timed(commands, runs, Path(folder), environ)
    return {
        "vault": "OS keyring" if keyring else "encrypted file (no keyring here: includes its key derivation)",
        "runs": runs,
        "milliseconds": {name: round(1000 * value, 1) for name, value in times.items()},
        "ratios": {
            "wkt --help : import click": round(times["wkt --help"] / times["python -c 'import click'"], 2),
            "wkt call : bare httpx script": round(times["wkt call"] / times["bare httpx script"], 2),
            "wkt call : http (HTTPie)": round(times["wkt call"] / times["http (HTTPie)"], 2),
        },
    }


def timed(
    commands: dict[str, list[str]], runs: int, folder: Path, environ: dict[str, str]
) -> dict[str, float]:
    """Give the median of each command's whole process in seconds; one round before the first is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True, stdin=subprocess.DEVNULL)
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def as_text(report: dict[str, object]) -> str:
    """Give the report as lines."""
    milliseconds, ratios = report["milliseconds"], report["ratios"]
    assert isinstance(milliseconds, dict) and isinstance(ratios, dict)
    lines = [f"median of {report['runs']} runs, secrets in: {report['vault']}"]
    lines += [f"  {name:28} {value:8.1f} ms" for name, value in milliseconds.items()]
    return "\n".join([*lines, "ratios", *(f"  {name:30} {value:5.2f}" for name, value in ratios.items())])


if __name__ == "__main__":
    main()
