"""`kill -9` at every step by which a run gets and stores tokens: what is stored is the old or the new, and whole."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.rotating import LOGIN, tokens
from tests.support.scenes import FILE, Run, Scene, Stage, staged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")

VAULT, SETTINGS = "rename .wkt/.vault.", ("-c", "shared", "-s", FILE)
CONNECT = ("connect", "shared", "-F", "region=us", "-F", f"login={LOGIN}")
DUE = {"renew_at": "2020-01-01T00:00:00+00:00"}
REFRESHING = {
    "test, vault file": Scene(("test",), "file", VAULT),
    "test, keyring": Scene(("test",), "Whole", "keyring add"),
    "test, keyring in two steps": Scene(("test",), "Filed", "keyring delete"),
    "renewed early, vault file": Scene(("test",), "file", VAULT, facts=DUE),
    "refresh, keyring": Scene(("refresh",), "Whole", "keyring add"),
    "exec --yes, settings file": Scene(("exec", "test", *SETTINGS, "--yes"), "settings", f"rename .{FILE}."),
}
CONNECTING = {
    "oauth2, settings file": Scene(("oauth2", *SETTINGS, "--port", "PORT"), "settings", f"rename .{FILE}."),
    "connect, vault file": Scene(CONNECT, "file", VAULT, region="us"),
    "connect, keyring": Scene(CONNECT, "Filed", "keyring delete", region="us"),
    "first connect, keyring": Scene(CONNECT, "Filed", "rename .settings.yaml.", first=True, region="us"),
    "connect, to the vault file": Scene(
        (*CONNECT, "--vault", "file"), "Whole", "rename .wkt/.state.json.", region="us"
    ),
}
SCENES = REFRESHING | CONNECTING
INTERRUPTED = (
    ("test, vault file", "SIGINT"), ("refresh, keyring", "SIGTERM"), ("exec --yes, settings file", "SIGINT"),
)  # fmt: skip
RANDOM_KILLS = int(os.environ.get("RANDOM_KILLS", "10"))


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Give the scene of the test, ready to be played."""
    with staged(request.node.callspec.params["scene"], tmp_path, monkeypatch) as stage:
        yield stage


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_kill_9_at_every_step(scene: Scene, stage: Stage) -> None:
    whole = stage.play()
    assert whole.unharmed, whole.said
    numbers = range(1, len(whole.steps) + 4)
    torn = [number for number, step in enumerate(whole.steps, 1) if step.startswith("write")]
    runs = [*stage.play_all("kill", numbers), *stage.play_all("tear", torn)]
    for run in [whole, *runs]:
        assert run.unharmed or run.status == -signal.SIGKILL, run.said
        stored = any(step.startswith(scene.stored) for step in run.made)
        found = run.found()
        assert scene.is_new(found) if stored else found == scene.old, run.made
        assert_goes_on(run, found)


@pytest.mark.parametrize("scene", list(REFRESHING.values())[:3], ids=list(REFRESHING)[:3])
def test_kill_9_at_any_moment(scene: Scene, stage: Stage) -> None:
    chance = random.Random(9)
    for run in stage.play_for([0.1 + chance.random() * 0.4 for _ in range(RANDOM_KILLS)]):
        found = run.found()
        assert scene.is_new(found) or found == scene.old
        assert_goes_on(run, found)


@pytest.mark.parametrize(("scene", "do"), [(REFRESHING[name], do) for name, do in INTERRUPTED], ids=dict(INTERRUPTED))
def test_ctrl_c_loses_no_token(scene: Scene, stage: Stage, do: str) -> None:
    whole = stage.play()
    for run in stage.play_all(do, range(1, len(whole.steps) + 1)):
        assert run.unharmed or run.status == (130 if do == "SIGINT" else -signal.SIGTERM), run.said
        found = run.found()
        assert scene.is_new(found) if run.server.given else found == scene.old, run.steps
        assert_goes_on(run, found)


def assert_goes_on(run: Run, found: dict[str, Any] | None) -> None:
    """What is left is enough for the next run, was stored before it was used, and is nowhere in clear text."""
    if run.scene in REFRESHING.values():
        assert run.scene.is_new(found) or tokens(1)["access_token"] not in run.server.used, "used before it was stored"
    assert_no_clear_text(run)
    lost = found == run.scene.old and run.server.given == 1
    done = run.again(*of_test(run))
    if found is None or lost:
        assert done.status in (1, 7)
        assert "`wkt connect" in done.err
    else:
        assert (done.status, "warning" in done.err) == (0, False), done.both
    if found is None or lost or any(run.root.rglob("*.tmp")):
        assert_swept(run)


def of_test(run: Run) -> tuple[str, ...]:
    return ("exec", "test", *SETTINGS, "--yes") if run.scene.kept == "settings" else ("test", "shared/default")


def assert_no_clear_text(run: Run) -> None:
    secrets = [value.encode() for number in (0, 1) for value in (LOGIN, *tokens(number).values())]
    for path in run.root.rglob("*"):
        if run.scene.kept == "settings" and FILE in path.name:
            assert path.stat().st_mode & ~(run.root / FILE).stat().st_mode == 0
        elif path.is_file():
            assert not [secret for secret in secrets if secret in path.read_bytes()], path


def assert_swept(run: Run) -> None:
    """A next write goes well, and leaves nothing of the one that was killed; what has no lock is left for a minute."""
    for leftover in [*run.root.rglob(".wkt/traces/.*.tmp"), *run.root.rglob(".wkt/.last-exec.json.*.tmp")]:
        os.utime(leftover, (0, 0))
    if run.scene.kept == "settings":
        run.server.expired = True
        run.server.given = int(str((run.found() or {})["refresh_token"]).rpartition("-")[2])
        done = run.again(*of_test(run))
    else:
        where = [] if run.scene.keyring and "--vault" not in run.scene.words else ["--vault", "file"]
        done = run.again("connect", "shared", "-F", "region=nl", "-F", f"login={LOGIN}", *where)
    assert done.status == 0, done.both
    assert not [path.relative_to(run.root).as_posix() for path in run.root.rglob("*.tmp")]
