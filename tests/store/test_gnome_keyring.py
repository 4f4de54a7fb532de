"""The store against a real GNOME Keyring on a bus of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NEEDED = {"gnome-keyring-daemon": "gnome-keyring", "dbus-run-session": "dbus"}
MISSING = [package for program, package in NEEDED.items() if shutil.which(program) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"install {' and '.join(MISSING)} (system packages)")

ROOT = Path(__file__).parents[2]

UNLOCKED = 'eval "$(printf pass | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"'

PRELUDE = """
import json, os, sys
from pathlib import Path
from wkt_cli.errors import WktError
from wkt_cli.store.connections import Connections, Record
from wkt_cli.store.vault import Vaults, VaultKind
root = Path(sys.argv[1])
vaults = Vaults(root, environ=os.environ)
connections = Connections(root, open_vault=vaults)
def tell(**facts):
    print(json.dumps(facts))
try:
    exec(sys.argv[2])
except WktError as error:
    tell(error=type(error).__name__, message=error.message, hint=error.hint)
"""

SAVE = """
secret = {"client_secret": "hush", "long": "x" * 20_000, "é": "😀"}
connections.save(Record("percolate", "default", {"client_id": "id"}, secret))
"""
READ = """
record = connections.get("percolate", "default")
tell(values=record.values, places=connections.where(record), keyring="keyring" in sys.modules)
"""


def session(tmp_path: Path, *steps: str, start: str = UNLOCKED, **environ: str) -> list[dict[str, Any]]:
    """Run steps, each in a Python of its own, in one session of bus and keyring; what they told."""
    home = tmp_path / "home"
    (home / ".local" / "share" / "keyrings").mkdir(parents=True, exist_ok=True)
    (tmp_path / "project").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHON_KEYRING_BACKEND", "DISPLAY")}
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "GNOME_KEYRING_CONTROL", "DBUS_SESSION_BUS_ADDRESS"):
        kept.pop(name, None)
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    lines = [f'"$PY" -c "$PRELUDE" "$PROJECT" "$STEP{number}"' for number in range(len(steps))]
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", "\n".join([start, *lines])],
        env=kept
        | {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PY": sys.executable, "PRELUDE": PRELUDE}
        | {"PROJECT": str(tmp_path / "project"), "PYTHONPATH": str(ROOT)}
        | {f"STEP{number}": step for number, step in enumerate(steps)}
        | environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_save_and_read(tmp_path: Path) -> None:
    (told,) = session(tmp_path, SAVE, READ)
    assert told["values"] == {"client_id": "id", "client_secret": "hush", "long": "x" * 20_000, "é": "😀"}
    assert told["places"]["client_id"] == "settings.yaml"
    assert told["places"]["client_secret"] == "OS keyring (Secret Service)"
    everything = b"".join(file.read_bytes() for file in (tmp_path / "project").rglob("*") if file.is_file())
    assert b"hush" not in everything


def test_reading_needs_no_import_of_keyring(tmp_path: Path) -> None:
    (told,) = session(tmp_path, SAVE, READ)
    assert not told["keyring"]


def test_the_quick_way_and_the_usual_one_read_the_same(tmp_path: Path) -> None:
    usual = "import wkt_cli.store.vault.secret_service as quick\nquick.is_certain = lambda remembered: False\n" + READ
    quick, slow = session(tmp_path, SAVE, READ, usual)
    assert (quick["keyring"], slow["keyring"]) == (False, True)
    assert quick["values"] == slow["values"]


def test_refresh_rename_remove(tmp_path: Path) -> None:
    refresh = 'connections.update_tokens("percolate", "default", {"client_secret": "new"})'
    rename = 'connections.rename("percolate", "default", "other")'
    read = 'tell(secret=connections.get("percolate", "other").secret["client_secret"])'
    count = """
import keyring, secretstorage
bus = secretstorage.dbus_init()
tell(items=[item.get_attributes()["service"] for item in secretstorage.get_default_collection(bus).get_all_items()])
"""
    remove = 'connections.remove("percolate", "other")'
    told = session(tmp_path, SAVE, refresh, rename, read, count, remove, count)
    assert told == [{"secret": "new"}, {"items": ["wkt: percolate/other"]}, {"items": []}]


def test_a_locked_keyring(tmp_path: Path) -> None:
    lock = """
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
"""
    told = session(tmp_path, SAVE, lock, READ, 'connections.update_tokens("percolate", "default", {"a": 1})')
    assert [fact["error"] for fact in told] == ["VaultError", "VaultError"]
    assert all("keyring" in fact["message"] and fact["hint"] for fact in told)


def test_a_keyring_that_went_away(tmp_path: Path) -> None:
    session(tmp_path, SAVE)
    (told,) = session(tmp_path, READ, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere", start=":")[-1:]
    assert told["error"] in ("NoKeyringError", "VaultError")
    assert told["hint"]


def test_a_keyring_that_nobody_can_make(tmp_path: Path) -> None:
    """A bus without a desktop: the daemon starts when it is called, and can't ask for a password."""
    saving, reading = session(tmp_path, SAVE, READ, start=":")
    assert saving["error"] == "NoKeyringError", saving
    assert "--vault file" in saving["hint"]
    assert reading["error"] == "NotConnectedError"


def test_no_bus_at_all(tmp_path: Path) -> None:
    told = session(tmp_path, SAVE, READ, start="unset DBUS_SESSION_BUS_ADDRESS")
    assert told[0]["error"] == "NoKeyringError"
    assert "--vault file" in told[0]["hint"]
    assert told[1]["error"] == "NotConnectedError", "a failing connect stores nothing"
