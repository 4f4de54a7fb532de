"""Sentences of docs/storage.md and settings.yaml.example that could stop being true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.wkt import PASSPHRASE, Wkt
from wkt_cli.connector.fields import SECRET_WORDS, is_secret
from wkt_cli.demo.server import DemoServer
from wkt_cli.store.vault.os_keyring import WINDOWS_LIMIT
from wkt_cli.trace.files import MAX_BYTES, MAX_TRACES
from wkt_cli.trace.recorder import SHOWN_BODY, SHOWN_IN_ALL, SHOWN_OF_LARGE

ROOT = Path(__file__).parents[2]
PAGE = re.sub(r"\s+", " ", (ROOT / "docs" / "storage.md").read_text(encoding="utf-8"))


@pytest.fixture
def answers(server: DemoServer) -> dict[str, str]:
    return {"WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret,
            "WKT_MAP": f"https://percolate.com={server.url}"}


def kept(wkt: Wkt, **env: str) -> dict[str, Any]:
    shown = wkt.child("connections", "show", "--json", env=env).json
    return {value["name"]: value["kept"] for value in shown["values"]}


@pytest.mark.parametrize(
    "sentence",
    [
        f"the latest {MAX_TRACES}, and no more than {MAX_BYTES // 2**20} MB",
        f"more than {SHOWN_BODY // 1024} KB is cut to its first {SHOWN_OF_LARGE // 1024} KB",
        f"once a trace has {SHOWN_IN_ALL // 2**20} MB of bodies",
        f"takes {WINDOWS_LIMIT:,} characters an item",
        *(f"`{word}`" for word in SECRET_WORDS),
    ],
)
def test_numbers_and_words_are_those_of_the_program(sentence: str) -> None:
    assert sentence in PAGE


def test_only_the_project_is_written_to(wkt: Wkt, answers: dict[str, str], home: Path) -> None:
    assert wkt.child("connect", "percolate", env=answers).status == 0
    files = {path.relative_to(wkt.root).as_posix() for path in wkt.root.rglob("*") if path.is_file()}
    varying = re.compile(r"\.wkt/(traces|locks)/")
    own = {".gitignore", "lock", "state.json", "vault", "vault.lock"}
    assert {name for name in files if not varying.match(name)} == {"settings.yaml", *(f".wkt/{name}" for name in own)}
    assert list(home.rglob("*")) == []


def test_vault_file_is_what_the_page_says(wkt: Wkt, answers: dict[str, str]) -> None:
    wkt.child("connect", "percolate", env=answers)
    sealed = json.loads((wkt.root / ".wkt" / "vault").read_bytes())
    kdf = sealed["kdf"]
    assert (sealed["cipher"], kdf["name"], kdf["n"], kdf["r"], kdf["p"]) == ("AES-256-GCM", "scrypt", 2**17, 8, 1)


def test_connection_remembers_its_vault(wkt: Wkt, answers: dict[str, str]) -> None:
    wkt.child("connect", "percolate", env=answers)
    unnamed = {**answers, "WKT_VAULT": "", "WKT_VAULT_PASSPHRASE": PASSPHRASE}
    again = wkt.child("connect", "percolate", env=unnamed)
    assert again.status == 0, again.err
    assert kept(wkt, WKT_VAULT="")["client_secret"] == "vault file (.wkt/vault)"


def test_without_keyring_the_file_is_not_used_unasked(wkt: Wkt, answers: dict[str, str]) -> None:
    ended = wkt.child("connect", "percolate", env={**answers, "WKT_VAULT": ""})
    assert ended.status == 8
    assert "--vault file" in ended.err
    assert not (wkt.root / ".wkt" / "vault").exists()


def test_secret_in_settings_works_and_is_moved(wkt: Wkt, server: DemoServer, answers: dict[str, str]) -> None:
    text = f"percolate:\n  default:\n    client_id: {server.client_id}  # mine\n"
    settings = wkt.write("settings.yaml", f"{text}    client_secret: {server.client_secret}\n")
    assert kept(wkt)["client_secret"] == "settings.yaml (readable)"
    ended = wkt.child("connect", "percolate", env={"WKT_MAP": answers["WKT_MAP"]})
    assert ended.status == 0, ended.err
    assert "was moved to the vault" in ended.err
    assert settings.read_text() == text


def test_removal_leaves_no_secret(wkt: Wkt, answers: dict[str, str]) -> None:
    wkt.child("connect", "percolate", env=answers)
    assert wkt.child("connections", "remove", "percolate").status == 0
    assert wkt.child("connections", "--json").json == []
    assert json.loads((wkt.root / ".wkt" / "state.json").read_text())["connections"] == {}


def test_example_of_settings_is_read(wkt: Wkt) -> None:
    wkt.write("settings.yaml", (ROOT / "settings.yaml.example").read_text(encoding="utf-8"))
    listed = [(one["connector"], one["name"]) for one in wkt("connections", "--json").json]
    assert listed == [("percolate", "default"), ("percolate", "sandbox")]


def test_example_of_settings_holds_no_secret_and_says_the_truth_of_yaml(wkt: Wkt) -> None:
    from wkt_cli.store.settings import Settings

    shown = (ROOT / "settings.yaml.example").read_text(encoding="utf-8").partition("# billing:")[2]
    lines = [line.removeprefix("# ").replace('"', "", 2) for line in shown.splitlines() if "since" not in line]
    settings = Settings(wkt.write("settings.yaml", "\n".join(["billing:", *lines])))
    fields = settings.read()["billing"]["default"]
    assert (fields["account"], fields["country"]) == (34, False)
    assert not any(is_secret(name) for name in fields)
