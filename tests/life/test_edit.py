"""`wkt edit`: what the editor sees, what is saved, and that nothing readable stays behind."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from pathlib import Path

import pytest

from tests.support.wkt import Ended, Wkt
from wkt_cli.store.encrypted_file import VARIABLE, MasterKey, decrypt, encrypt

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its editors are scripts for sh")

KEY = "0123456789abcdef0123456789abcdef"
APPENDS = 'printf "b: 2\\n" >> "$1"'


@pytest.fixture
def sealed(wkt: Wkt) -> Wkt:
    """Give `wkt` with an encrypted file and its key."""
    wkt.root.joinpath("s.yaml.enc").write_bytes(encrypt(b"a: 1\n", MasterKey(wkt.root, {VARIABLE: KEY})))
    wkt.write("master.key", f"{KEY}\n")
    return wkt


def edit(wkt: Wkt, script: str, *words: str, **env: str) -> Ended:
    """Run `wkt edit` with an editor that is a script; it notes where its file was."""
    wkt.write("editor.sh", f'echo "$1" >> {wkt.root}/where\n{script}\n')
    path = {"PATH": os.environ["PATH"], "EDITOR": "sh editor.sh"}
    return wkt("edit", *words, env={**path, **env})


def text_of(wkt: Wkt, name: str = "s.yaml.enc", key: str = KEY) -> str:
    return decrypt(wkt.root.joinpath(name).read_bytes(), MasterKey(wkt.root, {VARIABLE: key}), name).decode()


def file_was(wkt: Wkt) -> Path:
    return Path(wkt.root.joinpath("where").read_text().strip())


def test_a_change_is_encrypted_and_the_plain_text_is_gone(sealed: Wkt) -> None:
    ended = edit(sealed, f'{APPENDS}; cp "$1" "$1~"; stat -c "%a" "$(dirname "$1")" "$1" > modes', "s.yaml.enc")
    assert (ended.status, ended.out) == (0, "File encrypted and saved.\n")
    assert text_of(sealed) == "a: 1\nb: 2\n"
    assert sealed.root.joinpath("modes").read_text().split() == ["700", "600"]
    assert file_was(sealed).name == "s.yaml"
    assert not file_was(sealed).parent.exists()


def test_visual_stands_in_for_editor(sealed: Wkt) -> None:
    ended = edit(sealed, APPENDS, "s.yaml.enc", EDITOR="", VISUAL="sh editor.sh")
    assert ended.status == 0
    assert text_of(sealed) == "a: 1\nb: 2\n"


def test_what_is_unchanged_is_not_written(sealed: Wkt) -> None:
    before = sealed.root.joinpath("s.yaml.enc").read_bytes()
    ended = edit(sealed, "true", "s.yaml.enc")
    assert (ended.status, ended.out) == (0, "Nothing changed in s.yaml.enc.\n")
    assert sealed.root.joinpath("s.yaml.enc").read_bytes() == before


def test_an_editor_that_fails_saves_nothing(sealed: Wkt) -> None:
    before = sealed.root.joinpath("s.yaml.enc").read_bytes()
    ended = edit(sealed, f"{APPENDS}; exit 3", "s.yaml.enc")
    assert ended.status == 8
    assert "ended with status 3; nothing is saved" in ended.err
    assert sealed.root.joinpath("s.yaml.enc").read_bytes() == before
    assert not file_was(sealed).parent.exists()


def test_a_wrong_key_opens_no_editor(sealed: Wkt) -> None:
    ended = edit(sealed, APPENDS, "s.yaml.enc", **{VARIABLE: "f" * 32})
    assert ended.status == 8
    assert "Couldn't decrypt s.yaml.enc. Perhaps you passed the wrong key?" in ended.err
    assert not sealed.root.joinpath("where").exists()


def test_a_missing_key_of_a_file_that_is_there_is_not_made_anew(sealed: Wkt) -> None:
    sealed.root.joinpath("master.key").unlink()
    ended = edit(sealed, APPENDS, "s.yaml.enc")
    assert ended.status == 8
    assert "Missing encryption key" in ended.err
    assert not sealed.root.joinpath("master.key").exists()


def test_a_new_file_gets_a_new_key_that_git_ignores(wkt: Wkt) -> None:
    wkt.write(".gitignore", "tmp")
    ended = edit(wkt, APPENDS, "new.yaml.enc", "-k", "my.key")
    assert (ended.status, ended.out) == (0, "File encrypted and saved.\n")
    key = wkt.root / "my.key"
    assert (len(key.read_text()), stat.S_IMODE(key.stat().st_mode)) == (32, 0o600)
    assert key.read_text() not in ended.both
    assert wkt.root.joinpath(".gitignore").read_text() == "tmp\n/my.key\n"
    assert text_of(wkt, "new.yaml.enc", key.read_text()) == "b: 2\n"


def test_what_is_no_yaml_is_saved_with_a_warning(sealed: Wkt) -> None:
    ended = edit(sealed, 'printf "b: [\\n" >> "$1"', "s.yaml.enc")
    assert ended.status == 0
    assert "warning: s.yaml.enc:3:" in ended.err
    assert text_of(sealed) == "a: 1\nb: [\n"


def test_without_an_editor_nothing_is_done(wkt: Wkt) -> None:
    ended = wkt("edit", "settings.yaml.enc")
    assert ended.status == 0
    assert 'EDITOR="nano" wkt edit settings.yaml.enc' in ended.out
    assert not wkt.root.joinpath("master.key").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_end_from_outside_leaves_nothing(sealed: Wkt, number: signal.Signals) -> None:
    sealed.write("editor.sh", 'echo "$1" > here; mv here where; exec sleep 30\n')
    variables = {"EDITOR": "exec sh editor.sh", "XDG_RUNTIME_DIR": str(sealed.root)}
    process = sealed.start("edit", "s.yaml.enc", env=variables)
    while not sealed.root.joinpath("where").exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert not file_was(sealed).parent.exists()
    assert text_of(sealed) == "a: 1\n"
