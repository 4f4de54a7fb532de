"""A disk that is full or can't be written while tokens are got: no token is spent in vain, no result is lost."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.rotating import LOGIN
from tests.support.scenes import FILE, Run, Scene, Stage, staged
from wkt_cli.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

TEST = Scene(("test",), "file", "")
EXEC = Scene(("exec", "test", "-c", "shared", "-s", FILE, "--yes"), "settings", "")
CONNECT = Scene(("connect", "shared", "-F", "region=us", "-F", f"login={LOGIN}"), "file", "", region="us")
BROKEN = [
    (TEST, errno.ENOSPC), (TEST, errno.EACCES), (TEST, errno.EROFS), (Scene(("test",), "Filed", ""), errno.ENOSPC),
    (Scene(("refresh",), "file", ""), errno.EROFS), (EXEC, errno.ENOSPC), (CONNECT, errno.ENOSPC),
]  # fmt: skip
CHANGING = ("open", "create", "write", "fsync", "mkdir", "rename", "remove")


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Give the scene of the test, ready to be played."""
    with staged(request.node.callspec.params["scene"], tmp_path, monkeypatch) as stage:
        yield stage


@pytest.mark.parametrize(("scene", "number"), BROKEN, ids=[f"{s.words[0]}-{s.kept}-{n}" for s, n in BROKEN])
def test_a_disk_that_breaks_at_any_step(scene: Scene, stage: Stage, number: int) -> None:
    steps = stage.play().steps
    chosen = [at for at, step in enumerate(steps, 1) if step.startswith(CHANGING)]
    runs = stage.play_all(str(number), chosen)
    assert {run.status for run in runs} <= {ExitCode.OK, ExitCode.STORE}, [run.said for run in runs]
    for run in runs:
        assert "Traceback" not in run.said
        assert_told(run, os.strerror(number))
        assert_next_run(run)


def assert_told(run: Run, reason: str) -> None:
    """What could not be stored is told; a refresh token is not spent where that was to be seen before."""
    stored = run.scene.is_new(run.found())
    if run.status == ExitCode.STORE:
        assert reason in run.said
        assert ("the new values are in the vault" if stored else "is unchanged") in run.said
        assert stored or run.found() == run.scene.old
        assert run.server.given == 0 or run.scene.words[0] in ("refresh", "connect"), run.steps
    elif not stored:
        assert "could not be stored" in run.said
        assert "`wkt connect`" in run.said
    if run.server.given and run.scene.words[0] in ("test", "exec"):
        assert run.status == ExitCode.OK, "the result was lost"


def assert_next_run(run: Run) -> None:
    """With the disk in order, the next run goes on; it fails only where the tokens were replaced in vain."""
    words = run.scene.words if run.scene.words[0] == "exec" else ("test",)
    lost = run.server.given > 0 and not run.scene.is_new(run.found())
    done = run.again(*words)
    assert done.status == (ExitCode.CONNECTOR if lost else ExitCode.OK), done.both
    assert not lost or "`wkt connect`" in done.err


@pytest.mark.parametrize("scene", [TEST, EXEC], ids=["vault file", "settings file"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_was_broken_before_costs_no_token(scene: Scene, stage: Stage, number: int) -> None:
    run = stage.play(1, str(number))
    assert run.status == ExitCode.STORE
    assert "New tokens can't be stored, so none were asked for" in run.said
    assert (run.server.given, run.found()) == (0, scene.old)
    assert run.again(*scene.words).status == ExitCode.OK
