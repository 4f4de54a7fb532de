"""`wkt` as other programs see it: streams, exit statuses, options, variables, pipes and signals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt
from wkt_cli.demo.server import DemoServer


@pytest.fixture
def process(wkt: Wkt, server: DemoServer) -> Wkt:
    """Give `wkt` with percolate connected by a process of its own, secrets in the vault file."""
    done = wkt.at(server.url).child("connect", "percolate", env={
        "WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret})
    assert done.status == 0, done.both
    return wkt


def test_the_whole_life_as_processes(process: Wkt, server: DemoServer) -> None:
    called = process.child("call", "/api/v5/me")
    assert (called.status, called.err) == (0, "")
    assert json.loads(called.raw)["data"]["client_id"] == server.client_id
    server.expire_tokens()
    assert process.child("test", "--json").json["test"]["successful"] is True
    refreshed = process.child("refresh")
    assert refreshed.status == 0
    assert refreshed.err == "Refreshed\n"
    missing = process.child("call", "/demo/status/404")
    assert missing.status == 4
    assert missing.json == {"status": 404, "reason": "Not Found"}
    assert process.child("call", "/demo/error").status == 5


def test_the_vault_file_and_wkt_are_private(process: Wkt, server: DemoServer, unix: None) -> None:
    folder = process.root / ".wkt"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / ".gitignore").read_text().strip() == "*"
    for path in folder.rglob("[!.]*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert server.client_secret.encode() not in (folder / "vault").read_bytes()


def test_a_wrong_passphrase(process: Wkt) -> None:
    before = process.stored()
    done = process.child("call", "/api/v5/me", env={"WKT_VAULT_PASSPHRASE": "wrong"})
    assert done.status == 8
    assert "passphrase" in done.err
    assert process.stored() == before


def test_the_passphrase_from_a_file(process: Wkt, tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_text("correct horse battery staple\n")
    done = process.child("test", env={"WKT_VAULT_PASSPHRASE": "", "WKT_VAULT_PASSPHRASE_FILE": str(path)})
    assert done.status == 0, done.both


def test_state_remembers_the_vault(process: Wkt) -> None:
    assert process.child("test", env={"WKT_VAULT": ""}).status == 0


def test_common_options_before_and_after_the_command(process: Wkt, tmp_path: Path) -> None:
    root = str(process.root)
    for words in (["-C", root, "--json", "test"], ["test", "-C", root, "--json"], ["-C", root, "test", "--json"]):
        done = process.child(*words, folder=tmp_path)
        assert done.json["test"]["successful"] is True
    for words in (["-C", root, "connections", "--json"], ["connections", "list", "--json", "-C", root],
                  ["connections", "--json", "list", "-C", root]):
        assert process.child(*words, folder=tmp_path).json[0]["name"] == "default"


def test_what_is_typed_goes_before_variables(connected: Wkt, server: DemoServer) -> None:
    with Scripted({"*": reply(200, {"who": "typed"})}) as said:
        done = connected("--map", f"https://percolate.com={said.url}", "call", "/api/v5/me")
        assert done.json == {"who": "typed"}
    assert connected("--timeout", "0.1", "call", "/demo/slow", "seconds==1", env={"WKT_TIMEOUT": "30"}).status == 6
    assert connected("call", "/demo/slow", "seconds==1", env={"WKT_TIMEOUT": "0.1"}).status == 6
    assert connected("call", "/demo/slow", "seconds==0.2", "--timeout", "30", env={"WKT_TIMEOUT": "0.1"}).status == 0


def test_a_variable_with_a_wrong_value_is_named(connected: Wkt) -> None:
    done = connected("test", env={"WKT_TIMEOUT": "soon"})
    assert done.status == 2
    assert "soon" in done.err


def test_wkt_directory(connected: Wkt, tmp_path: Path) -> None:
    done = connected("connections", "--json", folder=tmp_path, env={"WKT_DIRECTORY": str(connected.root)})
    assert done.json[0]["connector"] == "percolate"


def test_a_folder_below_belongs_to_the_project(connected: Wkt) -> None:
    below = connected.root / "deep" / "er"
    below.mkdir(parents=True)
    assert connected("test", folder=below).status == 0


def test_quiet_leaves_results_and_errors(connected: Wkt, server: DemoServer) -> None:
    assert connected("-q", "refresh") == Ended(0, "", "", b"")
    assert connected("test", "-q") == Ended(0, "", "", b"")
    called = connected("call", "-q", "/api/v5/me")
    assert called.json["data"]["id"] == "user-1"
    server.credentials.client_secret = "changed"
    failed = connected("-q", "refresh")
    assert failed.status == 1
    assert "Wrong client credentials" in failed.err


def test_no_colour_where_no_terminal_is(connected: Wkt) -> None:
    for words in (["test"], ["trace"], ["connections"], ["doctor"], ["check"], ["call", "/api/v5/me", "-v"]):
        assert "\x1b" not in connected(*words).both, words


def test_colours_on_a_terminal_unless_no_color(connected: Wkt) -> None:
    assert "\x1b[" in connected("test", tty=True, env={"TERM": "xterm"}).out
    assert "\x1b" not in connected("test", tty=True, env={"TERM": "xterm", "NO_COLOR": "1"}).out
    assert "\x1b" not in connected("test", tty=True, env={"TERM": "dumb"}).out
    assert "\x1b[" in connected("test", env={"FORCE_COLOR": "1"}).out


def test_insecure_warns(connected: Wkt) -> None:
    done = connected("call", "/api/v5/me", "--insecure", "-q")
    assert done.status == 0
    assert "certificates are not checked" in done.err


@pytest.mark.parametrize("words", [["call", "/big"], ["trace", "show"], ["connectors"], ["--help"]])
def test_a_closed_pipe_ends_quietly(process: Wkt, unix: None, words: list[str]) -> None:
    with Scripted({"/big": reply(200, b"x" * 3_000_000)}) as said:
        process.at(said.url)
        reader, writer = os.pipe()
        os.close(reader)
        with process.start(*words, stdout=writer) as child:
            os.close(writer)
            _, err = child.communicate(timeout=30)
        assert b"Traceback" not in err
        assert b"Exception ignored" not in err
        assert child.returncode == 141


def test_head_takes_its_byte(process: Wkt, unix: None) -> None:
    with Scripted({"/big": reply(200, b"x" * 3_000_000)}) as said:
        process.at(said.url)
        line = f"{sys.executable} -m wkt_cli call /big | head -c 1; echo \" ${{PIPESTATUS[0]}}\""
        done = subprocess.run(["bash", "-c", line], cwd=process.root, env=process.process_environ(),
                              capture_output=True, timeout=30)
        assert (done.stdout, done.stderr) == (b"x 141\n", b"")


def test_closed_standard_streams(process: Wkt, unix: None) -> None:
    line = f"exec {sys.executable} -m wkt_cli test >/dev/null 2>&-"
    done = subprocess.run(["sh", "-c", line], cwd=process.root, env=process.process_environ(), timeout=30)
    assert done.returncode == 0
    line = f"exec {sys.executable} -m wkt_cli test <&-"
    done = subprocess.run(["sh", "-c", line], cwd=process.root, env=process.process_environ(), timeout=30,
                          capture_output=True)
    assert done.returncode == 0, done.stderr


def test_an_ascii_locale_prints_unicode(process: Wkt) -> None:
    done = process.child("test", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.status == 0, done.both
    assert "Traceback" not in done.err


def test_the_demo(wkt: Wkt) -> None:
    before = sorted(wkt.root.parent.rglob("*"))
    done = wkt.child("demo")
    assert (done.status, done.err) == (0, "")
    for words in ("$ wkt connect percolate", "Test: Successful", "$ wkt call GET /api/v5/me", "refresh_on[0] matched",
                  "repeated after the refresh", "$ wkt refresh", "Refreshed"):
        assert words in done.out
    assert sorted(wkt.root.parent.rglob("*")) == before
    assert "\x1b" not in done.out


def test_the_demo_ignores_what_is_set(wkt: Wkt) -> None:
    done = wkt("demo", env={"WKT_NO_INPUT": "1", "WKT_TIMEOUT": "9", "HTTP_PROXY": "http://127.0.0.1:9",
                            "HTTPS_PROXY": "http://127.0.0.1:9"})
    assert done.status == 0, done.both


def test_the_demo_serves_until_ctrl_c(wkt: Wkt, unix: None) -> None:
    with wkt.start("demo", "--serve", env={"PYTHONUNBUFFERED": "1"}) as child:
        assert child.stdout
        said = b""
        while b"wkt trace" not in said:
            line = child.stdout.readline()
            assert line, child.stderr and child.stderr.read()
            said += line
        text = said.decode()
        environ = dict(re.findall(r"client (id|secret)\s+(\S+)", text))
        mapped = re.search(r'export (WKT_MAP)="([^"]+)"', text)
        assert mapped
        done = wkt("connect", "percolate", "-F", f"client_id={environ['id']}",
                   env={"WKT_MAP": mapped[2], "WKT_FIELD_CLIENT_SECRET": environ["secret"]})
        assert done.status == 0, done.both
        started = time.monotonic()
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=10)
        assert time.monotonic() - started < 5
    assert b"Traceback" not in err
    assert child.returncode in (0, 130)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_demo_leaves_no_key_behind(wkt: Wkt, unix: None, name: str) -> None:
    with wkt.start("demo", "--serve", "--json") as child:
        assert child.stdout
        key = Path(json.loads(child.stdout.readline())["private_key"])
        assert key.is_file() and key.parent.stat().st_mode & 0o077 == 0
        child.send_signal(getattr(signal, name))
        child.communicate(timeout=30)
    assert child.returncode == 0
    assert not key.parent.exists()


def test_the_demo_on_a_port_in_use(wkt: Wkt, server: DemoServer) -> None:
    done = wkt("demo", "--serve", "--port", str(server.port))
    assert done.status == 2
    assert "in use" in done.err


def test_python_m(wkt: Wkt) -> None:
    done = subprocess.run([sys.executable, "-m", "wkt_cli", "--version"], capture_output=True, cwd=wkt.root,
                          env=wkt.process_environ(), timeout=30)
    assert done.stdout.startswith(b"wkt, version ")


def test_debug_shows_a_masked_traceback(connected: Wkt, server: DemoServer) -> None:
    server.credentials.client_secret = "changed"
    done = connected("--debug", "refresh")
    assert done.status == 1
    assert "Traceback" in done.err
    assert "Traceback" not in connected("refresh").err
