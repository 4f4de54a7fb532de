"""`wkt vault`: settings files into the vault and out of it; secrets are readable only where that was asked for."""

from __future__ import annotations

import json
import stat

import pytest

from tests.support.wkt import Wkt
from wkt_cli.store.encrypted_file import VARIABLE, MasterKey, decrypt, encrypt

KEY = "0123456789abcdef0123456789abcdef"
CONNECTOR = """
    { connection: { fields: [{ name: 'domain' }, { name: 'api_key', control_type: 'password' },
                             { name: 'more', type: 'object',
                               properties: [{ name: 'x' }, { name: 'pin', control_type: 'password' }] }],
                    authorization: { type: 'custom_auth' } },
      test: lambda { |connection| connection } }
"""
ONE = {"domain": "d1", "api_key": "key-of-one-1", "session": "session-1", "more": {"x": 1, "pin": "pin-of-one"}}
TWO = {"domain": "d2", "api_key": "key-of-two-2"}
SECRETS = ("key-of-one-1", "session-1", "pin-of-one", "key-of-two-2")


@pytest.fixture
def shop(wkt: Wkt) -> Wkt:
    """Give `wkt` beside a connector, as the platform's SDK has it."""
    wkt.root.joinpath("connectors").rmdir()
    wkt.write("connector.rb", CONNECTOR)
    return wkt


def write(wkt: Wkt, name: str, settings: object) -> None:
    """Write a settings file; JSON is YAML."""
    data = json.dumps(settings).encode()
    sealed = encrypt(data, MasterKey(wkt.root, {VARIABLE: KEY})) if name.endswith(".enc") else data
    wkt.root.joinpath(name).write_bytes(sealed)


def readable(wkt: Wkt) -> str:
    """Give all that lies in the project's files."""
    return "".join(path.read_text(errors="replace") for path in wkt.root.rglob("*") if path.is_file())


@pytest.mark.parametrize("file", ["settings.yaml", "settings.yaml.enc"])
def test_one_connection_moves_into_the_vault(shop: Wkt, file: str) -> None:
    write(shop, file, ONE)
    ended = shop("vault", "import", "--remove", env={VARIABLE: KEY})
    assert ended.status == 0, ended.err
    assert ended.out.splitlines()[0] == "connector/default"
    assert not shop.root.joinpath(file).exists()
    assert not any(secret in readable(shop) + ended.both for secret in SECRETS)
    assert shop("exec", "test").json == ONE
    assert set(shop.secrets()[0]) == {"api_key", "session", "more"}


@pytest.mark.parametrize("settings", [{"one": ONE, "two": TWO}, {"connector": {"one": ONE, "two": TWO}}])
def test_several_connections_keep_their_names(shop: Wkt, settings: object) -> None:
    write(shop, "old.yaml", settings)
    assert shop("vault", "import", "old.yaml").status == 0
    assert shop("exec", "test", "-n", "one").json == ONE
    assert shop("exec", "test", "-n", "two").json == TWO


def test_one_of_several_with_a_new_name(shop: Wkt) -> None:
    write(shop, "old.yaml", {"one": ONE, "two": TWO})
    stored = shop("vault", "import", "old.yaml", "-n", "two", "--as", "mine", "--json").json
    assert [(one["name"], [field["name"] for field in one["fields"]]) for one in stored] == [
        ("mine", ["domain", "api_key"])]
    assert shop("exec", "test").json == TWO


def test_a_settings_file_beside_the_connector_goes_before_what_is_stored(shop: Wkt) -> None:
    write(shop, "old.yaml", ONE)
    shop("vault", "import", "old.yaml")
    write(shop, "settings.yaml", TWO)
    assert shop("exec", "test").json == TWO
    assert "settings.yaml is read before what is stored" in shop("vault", "import", "--replace").err


@pytest.mark.parametrize(("words", "status", "told"), [
    (["gone.yaml"], 2, "There is no settings file gone.yaml"),
    (["old.yaml", "-n", "three"], 7, "old.yaml has no connection `three`"),
    (["old.yaml", "--as", "x"], 2, "old.yaml has several connections"),
    (["old.yaml"], 2, "There is a connection connector/two already"),
    (["one.yaml", "-n", "two"], 2, "one.yaml is one connection"),
])
def test_what_cannot_be_imported(shop: Wkt, words: list[str], status: int, told: str) -> None:
    write(shop, "old.yaml", {"one": ONE, "two": TWO})
    write(shop, "one.yaml", ONE)
    shop("vault", "import", "old.yaml", "-n", "two")
    before = shop.secrets()
    ended = shop("vault", "import", *words)
    assert (ended.status, told in ended.err) == (status, True), ended.err
    assert shop.secrets() == before


@pytest.fixture
def stored(shop: Wkt) -> Wkt:
    """Give `wkt` with two stored connections."""
    write(shop, "old.yaml", {"one": ONE, "two": TWO})
    assert shop("vault", "import", "old.yaml").status == 0
    shop.root.joinpath("old.yaml").unlink()
    return shop


def test_export_is_encrypted_and_makes_a_key(stored: Wkt) -> None:
    ended = stored("vault", "export", "one")
    assert ended.status == 0, ended.err
    assert not any(secret in readable(stored) + ended.both for secret in SECRETS)
    assert stored("exec", "test", "-s", "settings.yaml.enc").json == ONE
    assert stat.S_IMODE(stored.root.joinpath("master.key").stat().st_mode) == 0o600


def test_several_connections_of_one_encrypted_file(stored: Wkt) -> None:
    for name in ("one", "two"):
        assert stored("vault", "export", name, "-o", "all.enc", "-n", f"{name}'s", env={VARIABLE: KEY}).status == 0
    text = decrypt(stored.root.joinpath("all.enc").read_bytes(), MasterKey(stored.root, {VARIABLE: KEY}), "all.enc")
    assert text.decode().startswith("'one''s':\n  domain: d1\n")
    assert stored("exec", "test", "-s", "all.enc", "-n", "two's", env={VARIABLE: KEY}).json == TWO


def test_export_in_the_clear_is_for_those_who_insist(stored: Wkt) -> None:
    refused = stored("vault", "export", "one", "-o", "out.yaml")
    assert (refused.status, refused.err.splitlines()[0]) == (2, "wkt: out.yaml is not encrypted")
    ended = stored("vault", "export", "one", "--plain", "-o", "out.yaml")
    assert ended.err.startswith("warning: out.yaml holds secrets that whoever reads the file can read")
    assert not any(secret in ended.both for secret in SECRETS)
    out = stored.root / "out.yaml"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert stored("exec", "test", "-s", "out.yaml").json == ONE


def test_export_overwrites_nothing_that_is_not_named(stored: Wkt) -> None:
    stored.write("out.yaml", "# mine\nmine:\n  domain: d0  # kept\n")
    assert "There is a file out.yaml already" in stored("vault", "export", "one", "--plain", "-o", "out.yaml").err
    named = ("vault", "export", "one", "--plain", "-o", "out.yaml", "-n")
    assert "has a connection `mine` already" in stored(*named, "mine").err
    assert stored(*named, "other").status == 0
    assert stored.root.joinpath("out.yaml").read_text().startswith("# mine\nmine:\n  domain: d0  # kept\nother:\n")
    assert stored(*named, "mine", "--replace").status == 0
    assert "d0" not in stored.root.joinpath("out.yaml").read_text()
    stored.write("flat.yaml", "domain: d0\n")
    flat = stored("vault", "export", "one", "--plain", "-o", "flat.yaml", "-n", "x")
    assert "flat.yaml is one connection" in flat.err


def test_the_api_token_is_kept_by_data_centre(wkt: Wkt) -> None:
    kept = wkt("vault", "token", "--environment", "live-eu", input="token-of-the-account\n")
    assert (kept.status, kept.out) == (0, "")
    assert "token-of-the-account" not in kept.both
    assert wkt.secrets() == [{"api_token": "token-of-the-account"}]
    assert wkt("vault", "token", "--remove").status == 0
    assert len(wkt.secrets()) == 1
    assert wkt("vault", "token", "--remove", "--environment", "https://app.eu.workato.com").status == 0
    assert wkt.secrets() == []
    assert "No API token is given" in wkt("vault", "token").err
