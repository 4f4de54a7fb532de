"""Processes that share a connection refresh once between them, at a service whose refresh tokens are good once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.rotating import tokens
from tests.support.scenes import FILE, Scene, Stage, staged

PROCESSES = 8
ROUNDS = int(os.environ.get("REFRESH_ROUNDS", "10"))
DUE = {"renew_at": "2020-01-01T00:00:00+00:00"}
TEST = ("test", "--json")
FORKED = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked, so that they start at once")
SCENES = {
    "vault file": Scene(TEST, "file", ""),
    "keyring": Scene(TEST, "Filed", ""),
    "known to run out": Scene(TEST, "file", "", facts=DUE),
    "settings file": Scene(("exec", "test", "-c", "shared", "-s", FILE, "--yes"), "settings", ""),
}
THREADS = 'parallel([get(f"/me?{number}") for number in range(8)], threads=8)[0] or 1 / 0'


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Give the scene of the test, ready to be played by all processes at once."""
    with staged(request.node.callspec.params["scene"], tmp_path, monkeypatch, PROCESSES) as stage:
        yield stage


@FORKED
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_processes_refresh_once(scene: Scene, stage: Stage) -> None:
    for number in range(ROUNDS):
        run = stage.run(str(number))
        ends = stage.play_together(run, PROCESSES)
        assert [status for status, _ in ends] == [0] * PROCESSES, ends
        assert (run.server.count, run.server.reused) == (1, 0)
        assert tokens(1).items() <= (run.found() or {}).items()
        assert [out for _, out in ends if "warning" in out] == []


@FORKED
@pytest.mark.parametrize("scene", [Scene(("refresh",), "file", "")], ids=["vault file"])
def test_each_refresh_by_hand_uses_the_token_of_the_one_before(scene: Scene, stage: Stage) -> None:
    run = stage.run("one")
    ends = stage.play_together(run, PROCESSES)
    assert [status for status, _ in ends] == [0] * PROCESSES, ends
    assert (run.server.count, run.server.reused) == (PROCESSES, 0)
    assert tokens(PROCESSES).items() <= (run.found() or {}).items()


@FORKED
@pytest.mark.parametrize("scene", [Scene(TEST, "file", "", test=THREADS)], ids=["vault file"])
def test_threads_of_processes_refresh_once(scene: Scene, stage: Stage) -> None:
    run = stage.run("one")
    ends = stage.play_together(run, 2)
    assert [status for status, _ in ends] == [0, 0], ends
    assert (run.server.count, run.server.reused) == (1, 0)
    assert sum(exchange["status"] == 200 for _, out in ends for exchange in json.loads(out)["trace"]) == 2 * 8 + 1


@FORKED
@pytest.mark.parametrize("scene", [SCENES["vault file"]], ids=["vault file"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_one_that_is_killed_in_its_refresh_holds_nobody_up(scene: Scene, stage: Stage, moment: str) -> None:
    """Killed before the service has replaced the tokens, or when it has: then they are lost, and all are told so."""
    run = stage.run("one")
    asked, killed = threading.Event(), threading.Event()
    setattr(run.server, moment, held_once(asked, killed))
    first = subprocess.Popen(run.wkt.command(*run.words), cwd=run.root, env=run.environ, stdout=subprocess.DEVNULL)
    assert asked.wait(20)
    others = threading.Thread(target=lambda: ends.extend(stage.play_together(run, PROCESSES - 1)))
    ends: list[tuple[int, str]] = []
    others.start()
    wait_for(lambda: run.server.refused >= PROCESSES)
    first.send_signal(signal.SIGKILL)
    assert first.wait(20) == -signal.SIGKILL
    killed.set()
    others.join(60)
    if moment == "before":
        assert [status for status, _ in ends] == [0] * (PROCESSES - 1), ends
        assert (run.server.count, run.server.reused) == (1, 0)
    else:
        assert [status for status, _ in ends] == [1] * (PROCESSES - 1), ends
        assert [out for _, out in ends if "sign in again with `wkt connect`" not in out] == []
        assert run.found() == scene.old


def held_once(asked: threading.Event, killed: threading.Event) -> Callable[[], None]:
    """Give a function that waits at its first call, and then fails: whoever asked is gone."""

    def hold() -> None:
        if not asked.is_set():
            asked.set()
            assert killed.wait(30)
            raise ConnectionAbortedError

    return hold


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


def test_whole_processes_refresh_once(tmp_path: Path) -> None:
    scene = SCENES["vault file"]
    with ExitStack() as left:
        run = Stage(scene, tmp_path, left, 1).run("one")
        command, streams = run.wkt.command(*run.words), {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        running = [subprocess.Popen(command, cwd=run.root, env=run.environ, **streams) for _ in range(PROCESSES)]
        outs = [process.communicate(timeout=60)[0] for process in running]
        assert [process.returncode for process in running] == [0] * PROCESSES, outs
        assert (run.server.count, run.server.reused) == (1, 0)
