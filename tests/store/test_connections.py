import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.errors import NoKeyringError, NotConnectedError, StoreError, UsageError, VaultError
from wkt_cli.store.connections import Connections, Key, Record
from wkt_cli.store.vault import VaultKind, Vaults

Make = Callable[..., Record]


def state(root: Path) -> Any:
    return json.loads((root / ".wkt" / "state.json").read_text())


def test_a_saved_connection_is_read_again(connections: Connections, percolate: Make, tmp_path: Path) -> None:
    saved = percolate()
    saved.meta["connected_at"] = "2026-01-02T03:04:05Z"
    assert connections.save(saved) == ()
    read = connections.get("percolate", "default")
    assert (read.plain, read.secret) == ({"client_id": "id-1"}, {"client_secret": "hush-1"})
    assert read.values == {"client_id": "id-1", "client_secret": "hush-1"}
    assert read.meta == {"connected_at": "2026-01-02T03:04:05Z", "vault": "memory"}
    assert read.key == Key("percolate", "default") and str(read.key) == "percolate/default"


def test_secrets_are_in_the_vault_only(connections: Connections, percolate: Make, tmp_path: Path) -> None:
    connections.save(percolate())
    connections.update_tokens("percolate", "default", {"access_token": "hush-2"})
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"settings.yaml", "state.json"}
    assert all(b"hush" not in file.read_bytes() for file in files)


def test_where(connections: Connections, percolate: Make) -> None:
    record = percolate()
    connections.save(record)
    assert connections.where(record) == {
        "client_id": "settings.yaml",
        "client_secret": "memory (gone when the command ends)",
    }
    assert connections.where(connections.get("percolate", "default")) == connections.where(record)


def test_a_record_replaces_what_was_there(connections: Connections, percolate: Make) -> None:
    connections.save(percolate(region="eu"))
    connections.save(Record("percolate", "default", {"client_id": "id-2"}, {"token": "t"}))
    assert connections.get("percolate", "default").values == {"client_id": "id-2", "token": "t"}


def test_none_is_missing(connections: Connections, percolate: Make) -> None:
    assert connections.find("percolate", "default") is None
    with pytest.raises(NotConnectedError, match="no connection `percolate/default`") as caught:
        connections.get("percolate", "default")
    assert caught.value.hint == "Run `wkt connect percolate`"
    connections.save(percolate("sandbox"))
    for name, hint in (("sandbux", "Did you mean `sandbox`?"), ("zzz", "There are `sandbox`")):
        with pytest.raises(NotConnectedError) as caught:
            connections.get("percolate", name)
        assert caught.value.hint == hint


@pytest.mark.parametrize("name", ["", "a/b", " a", "a ", "a\nb"])
def test_names_that_cant_be(connections: Connections, percolate: Make, name: str) -> None:
    with pytest.raises(UsageError):
        connections.save(percolate(name))


@pytest.mark.parametrize("name", ["no", "010", "Mein Käse", "a.b-c", ":x"[1:]])
def test_odd_names(connections: Connections, percolate: Make, name: str) -> None:
    connections.save(percolate(name))
    assert connections.get("percolate", name).values["client_id"] == "id-1"


class TestWrittenByHand:
    def test_a_connection_that_only_a_person_wrote(self, connections: Connections, settings: Path) -> None:
        settings.write_text("percolate:\n  default:\n    client_id: abc\n    client_secret: hush\n")
        record = connections.get("percolate", "default", secrets=["client_secret"])
        assert record.values == {"client_id": "abc", "client_secret": "hush"}
        assert (record.exposed, record.meta) == (("client_secret",), {})
        assert connections.where(record)["client_secret"] == "settings.yaml (readable)"

    def test_its_secret_moves_at_the_next_save(self, connections: Connections, settings: Path) -> None:
        settings.write_text("# mine\npercolate:\n  default:\n    client_id: abc # id\n    client_secret: hush\n")
        record = connections.get("percolate", "default", secrets=["client_secret"])
        assert connections.save(record) == ("client_secret",)
        assert settings.read_text() == "# mine\npercolate:\n  default:\n    client_id: abc # id\n"
        again = connections.get("percolate", "default", secrets=["client_secret"])
        assert again.secret == {"client_secret": "hush"}
        assert (again.exposed, record.exposed) == ((), ())

    def test_the_vault_wins(self, connections: Connections, percolate: Make, settings: Path) -> None:
        connections.save(percolate())
        settings.write_text(settings.read_text() + "    client_secret: by-hand\n")
        record = connections.get("percolate", "default", secrets=["client_secret"])
        assert record.values["client_secret"] == "hush-1"
        assert record.exposed == ("client_secret",)

    def test_a_changed_plain_field_counts(self, connections: Connections, percolate: Make, settings: Path) -> None:
        connections.save(percolate())
        settings.write_text(settings.read_text().replace("id-1", "id-9"))
        assert connections.get("percolate", "default").values["client_id"] == "id-9"

    def test_no_vault_is_opened_for_it(self, tmp_path: Path, settings: Path) -> None:
        settings.write_text("percolate: {default: {client_id: abc}}\n")

        def none(kind: VaultKind | None = None, backend: str = "") -> Any:
            raise AssertionError("a vault was opened")

        connections = Connections(tmp_path, open_vault=none)
        assert connections.get("percolate", "default").values == {"client_id": "abc"}
        connections.save(Record("percolate", "default", {"client_id": "x"}, {}))
        assert connections.get("percolate", "default").values == {"client_id": "x"}

    def test_tokens_of_it_go_to_the_vault(self, connections: Connections, settings: Path) -> None:
        settings.write_text("percolate: {default: {client_id: abc}}\n")
        connections.update_tokens("percolate", "default", {"access_token": "t"})
        assert connections.get("percolate", "default").secret == {"access_token": "t"}


class TestTokens:
    def test_they_are_merged(self, connections: Connections, percolate: Make, tmp_path: Path) -> None:
        connections.save(percolate())
        connections.update_tokens("percolate", "default", {"access_token": "a", "refresh_token": "r"})
        held = connections.update_tokens("percolate", "default", {"access_token": "b"}, meta={"expires_at": 7})
        assert held == {"client_secret": "hush-1", "access_token": "b", "refresh_token": "r"}
        record = connections.get("percolate", "default")
        assert record.secret == held
        assert record.meta["expires_at"] == 7

    def test_of_a_removed_connection(self, connections: Connections) -> None:
        with pytest.raises(NotConnectedError):
            connections.update_tokens("percolate", "default", {"access_token": "a"})

    def test_nothing_but_the_vault_is_written(self, connections: Connections, percolate: Make, tmp_path: Path) -> None:
        connections.save(percolate())
        files = [tmp_path / "settings.yaml", tmp_path / ".wkt" / "state.json"]
        before = [file.stat().st_ino for file in files]
        connections.update_tokens("percolate", "default", {"access_token": "a"})
        assert [file.stat().st_ino for file in files] == before

    def test_the_lock_may_be_held_around_it(self, connections: Connections, percolate: Make) -> None:
        connections.save(percolate())
        with connections.locked("percolate", "default", timeout=0.1):
            connections.update_tokens("percolate", "default", {"access_token": "a"})
            assert connections.get("percolate", "default").secret["access_token"] == "a"

    def test_another_holder_keeps_them_out(self, connections: Connections, percolate: Make, tmp_path: Path) -> None:
        connections.save(percolate())
        other = Connections(tmp_path, open_vault=Vaults(tmp_path, environ={}))
        with (
            other.locked("percolate", "default"),
            pytest.raises(StoreError, match="Another"),
            connections.locked("percolate", "default", timeout=0.05),
        ):
            raise AssertionError("the lock was held")
        with other.locked("percolate", "sandbox"), connections.locked("percolate", "default", timeout=0.05):
            pass


class TestCurrent:
    def test_the_last_one_saved_or_used(self, connections: Connections, percolate: Make) -> None:
        assert connections.current() is None
        connections.save(percolate())
        connections.save(percolate("sandbox"))
        connections.save(Record("other", "one", {}, {}))
        assert connections.current() == ("other", "one")
        assert connections.current("percolate") == ("percolate", "sandbox")
        connections.use("percolate", "default")
        assert connections.current() == connections.current("percolate") == ("percolate", "default")
        assert [str(entry.current) for entry in connections.list()] == ["True", "False", "False"]

    def test_the_only_one_or_default_where_none_was_used(self, connections: Connections, settings: Path) -> None:
        settings.write_text("percolate: {only: {}}\n")
        assert connections.current() == connections.current("percolate") == ("percolate", "only")
        settings.write_text("percolate: {one: {}, default: {}}\nother: {a: {}, b: {}}\n")
        assert connections.current() is None
        assert connections.current("percolate") == ("percolate", "default")
        assert connections.current("other") is None

    def test_one_that_was_taken_out_by_hand(self, connections: Connections, percolate: Make, settings: Path) -> None:
        connections.save(percolate())
        connections.save(percolate("sandbox"))
        settings.write_text("percolate:\n  default: {client_id: x}\n")
        assert connections.current() == ("percolate", "default")

    def test_use_of_none(self, connections: Connections) -> None:
        with pytest.raises(NotConnectedError):
            connections.use("percolate", "default")


class TestList:
    def test_it_opens_no_vault(self, tmp_path: Path, connections: Connections, percolate: Make) -> None:
        connections.save(percolate(region="eu"))
        blind = Connections(tmp_path, open_vault=None)  # type: ignore[arg-type]
        (entry,) = blind.list()
        assert (entry.connector, entry.name, entry.current) == ("percolate", "default", True)
        assert entry.fields == ("client_id", "region")
        assert entry.meta["vault"] == "memory"
        assert blind.names("percolate") == ("default",)
        assert blind.names("other") == ()

    def test_an_empty_project(self, connections: Connections, tmp_path: Path) -> None:
        assert list(connections.list()) == []
        assert list(tmp_path.iterdir()) == [], "looking leaves nothing"


class TestRename:
    def test_everything_goes_along(self, connections: Connections, percolate: Make, tmp_path: Path) -> None:
        connections.save(percolate())
        connections.update_tokens("percolate", "default", {"access_token": "a"}, meta={"type": "oauth2"})
        before = connections.get("percolate", "default")
        connections.rename("percolate", "default", "live")
        after = connections.get("percolate", "live")
        assert (after.values, after.meta) == (before.values, before.meta)
        assert connections.find("percolate", "default") is None
        assert connections.current() == connections.current("percolate") == ("percolate", "live")
        assert list(state(tmp_path)["connections"]["percolate"]) == ["live"]

    def test_one_that_isnt_current(self, connections: Connections, percolate: Make) -> None:
        connections.save(percolate())
        connections.save(percolate("sandbox"))
        connections.rename("percolate", "default", "live")
        assert connections.current() == ("percolate", "sandbox")

    def test_names_that_are_taken_or_missing(self, connections: Connections, percolate: Make) -> None:
        connections.save(percolate())
        connections.save(percolate("sandbox"))
        with pytest.raises(UsageError, match="already"):
            connections.rename("percolate", "default", "sandbox")
        with pytest.raises(UsageError):
            connections.rename("percolate", "default", "a/b")
        with pytest.raises(NotConnectedError):
            connections.rename("percolate", "zzz", "new")
        assert connections.names("percolate") == ("default", "sandbox")

    def test_one_written_by_hand(self, connections: Connections, settings: Path) -> None:
        settings.write_text("percolate:\n  default: {a: 1} # x\n")
        connections.rename("percolate", "default", "live")
        assert settings.read_text() == "percolate:\n  live: {a: 1} # x\n"


class TestRemove:
    def test_nothing_stays(self, connections: Connections, percolate: Make, vaults: Vaults, tmp_path: Path) -> None:
        connections.save(percolate())
        connections.remove("percolate", "default")
        assert connections.find("percolate", "default") is None
        assert vaults()._items == {}  # type: ignore[attr-defined]
        assert state(tmp_path)["connections"] == {}
        assert connections.current() is None
        with pytest.raises(NotConnectedError):
            connections.remove("percolate", "default")

    def test_what_was_taken_out_by_hand_can_be_removed(
        self, connections: Connections, percolate: Make, settings: Path, vaults: Vaults
    ) -> None:
        connections.save(percolate())
        settings.unlink()
        connections.remove("percolate", "default")
        assert vaults()._items == {}  # type: ignore[attr-defined]

    def test_a_keyring_that_is_gone(self, tmp_path: Path, connections: Connections, percolate: Make) -> None:
        connections.save(percolate())
        lost = Connections(tmp_path, open_vault=no_keyring)
        with pytest.raises(NoKeyringError):
            lost.remove("percolate", "default")
        assert lost.names("percolate") == ("default",)
        lost.remove("percolate", "default", force=True)
        assert lost.names("percolate") == ()


def no_keyring(kind: VaultKind | None = None, backend: str = "") -> Any:
    raise NoKeyringError("There is no usable OS keyring")


ENVIRON = {"WKT_VAULT_PASSPHRASE": "x"}


class TestVaults:
    def test_the_vault_is_remembered(self, tmp_path: Path, percolate: Make, cheap: None) -> None:
        chosen = Vaults(tmp_path, choice=VaultKind.FILE, environ=ENVIRON)
        Connections(tmp_path, open_vault=chosen).save(percolate())
        later = Connections(tmp_path, open_vault=Vaults(tmp_path, environ=ENVIRON))
        record = later.get("percolate", "default")
        assert record.secret == {"client_secret": "hush-1"}
        assert later.where(record)["client_secret"] == "vault file (.wkt/vault)"
        later.save(record)
        assert state(tmp_path)["connections"]["percolate"]["default"]["vault"] == "file"

    def test_it_moves_when_asked_to(self, tmp_path: Path, percolate: Make, vaults: Vaults, cheap: None) -> None:
        vaults._passphrase._environ = ENVIRON
        connections = Connections(tmp_path, open_vault=vaults)
        record = percolate()
        connections.save(record)
        record.plain["client_id"] = "id-2"
        connections.save(record, vault=VaultKind.FILE)
        assert vaults(VaultKind.MEMORY)._items == {}  # type: ignore[attr-defined]
        assert connections.get("percolate", "default").values == {"client_id": "id-2", "client_secret": "hush-1"}
        assert record.place == "vault file (.wkt/vault)"

    def test_no_keyring_stores_nothing(self, tmp_path: Path, percolate: Make) -> None:
        connections = Connections(tmp_path, open_vault=no_keyring)
        with pytest.raises(NoKeyringError):
            connections.save(percolate())
        assert connections.find("percolate", "default") is None
        assert not (tmp_path / "settings.yaml").exists()

    def test_a_keyring_that_is_gone_is_no_empty_one(
        self, tmp_path: Path, connections: Connections, percolate: Make
    ) -> None:
        connections.save(percolate())
        lost = Connections(tmp_path, open_vault=no_keyring)
        with pytest.raises(VaultError):
            lost.get("percolate", "default")
        assert lost.names("percolate") == ("default",)

    def test_a_vault_of_a_later_wkt(self, tmp_path: Path, connections: Connections, percolate: Make) -> None:
        connections.save(percolate())
        file = tmp_path / ".wkt" / "state.json"
        file.write_text(file.read_text().replace('"memory"', '"hsm"'))
        with pytest.raises(StoreError, match="`hsm`"):
            connections.get("percolate", "default")


def test_damaged_settings_keep_everything(connections: Connections, percolate: Make, settings: Path) -> None:
    connections.save(percolate())
    settings.write_text("percolate: [\n")
    for use in (connections.list, connections.current, lambda: connections.save(percolate(region="x"))):
        with pytest.raises(StoreError, match=r"settings\.yaml:\d"):
            use()
    settings.write_text("percolate: {default: {client_id: id-1}}\n")
    assert connections.get("percolate", "default").values == {"client_id": "id-1", "client_secret": "hush-1"}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_modes(connections: Connections, percolate: Make, tmp_path: Path) -> None:
    connections.save(percolate())
    for path in (tmp_path / ".wkt").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or path.name == ".gitignore", path
    assert (tmp_path / ".wkt").stat().st_mode & 0o777 == 0o700
