import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.errors import StoreError, UsageError, VaultError
from wkt_cli.store.vault import Vault, VaultKey, VaultKind, Vaults
from wkt_cli.store.vault.encrypted import COST, FileVault
from wkt_cli.store.vault.memory import MemoryVault
from wkt_cli.store.vault.passphrase import Passphrase

KEY, OTHER = VaultKey("p1", "percolate", "default"), VaultKey("p1", "percolate", "sandbox")
SECRETS = {"client_secret": "hush-é✓", "n": 1, "nested": {"a": [None, True]}}
QUICK = 2**4


def file_vault(root: Path, phrase: str = "open sesame") -> FileVault:
    return FileVault(root, Passphrase({"WKT_VAULT_PASSPHRASE": phrase}, None), cost=QUICK)


@pytest.fixture(params=["file", "memory"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    return file_vault(tmp_path) if request.param == "file" else MemoryVault()


def test_what_is_set_is_got(vault: Vault) -> None:
    assert vault.get(KEY) is None
    vault.set(KEY, SECRETS)
    vault.set(OTHER, {"x": 1})
    assert vault.get(KEY) == SECRETS
    vault.set(KEY, {"y": 2})
    assert (vault.get(KEY), vault.get(OTHER)) == ({"y": 2}, {"x": 1})


def test_what_is_deleted_is_gone(vault: Vault) -> None:
    vault.delete(KEY)
    vault.set(KEY, SECRETS)
    vault.set(OTHER, {})
    vault.delete(KEY)
    assert (vault.get(KEY), vault.get(OTHER)) == (None, {})


def test_a_callers_changes_stay_its_own(vault: Vault) -> None:
    values = {"a": {"b": 1}}
    vault.set(KEY, values)
    values["a"]["b"] = 2
    got = vault.get(KEY)
    assert got == {"a": {"b": 1}}


def test_what_json_cant_express_is_named_without_its_value(vault: Vault) -> None:
    vault.set(KEY, SECRETS)
    with pytest.raises(StoreError, match="`token` can't be stored: it holds a bytes") as caught:
        vault.set(KEY, {"token": b"canary"})
    assert "canary" not in str(caught.value) + str(caught.value.hint)
    assert vault.get(KEY) == SECRETS


def test_another_process_reads_the_file(tmp_path: Path) -> None:
    file_vault(tmp_path).set(KEY, SECRETS)
    assert file_vault(tmp_path).get(KEY) == SECRETS


def test_nothing_readable_stands_in_the_file(tmp_path: Path) -> None:
    file_vault(tmp_path).set(KEY, {"client_secret": "canary-secret"})
    path = tmp_path / ".wkt" / "vault"
    everything = path.read_bytes() + base64.b64decode(json.loads(path.read_text())["data"])
    for hidden in (b"canary", b"client_secret", b"percolate", b"sesame"):
        assert hidden not in everything
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_wrong_passphrase_is_no_damage(tmp_path: Path) -> None:
    file_vault(tmp_path).set(KEY, SECRETS)
    before = (tmp_path / ".wkt" / "vault").read_bytes()
    wrong = file_vault(tmp_path, "open barley")
    for use in (lambda: wrong.get(KEY), lambda: wrong.set(KEY, {}), lambda: wrong.delete(KEY)):
        with pytest.raises(VaultError, match="The passphrase doesn't open"):
            use()
    assert (tmp_path / ".wkt" / "vault").read_bytes() == before


def test_a_wrong_answer_can_be_given_anew(tmp_path: Path) -> None:
    file_vault(tmp_path).set(KEY, SECRETS)
    answers = ["wrong", "open sesame"]
    vault = FileVault(tmp_path, Passphrase({}, lambda new: answers.pop(0)), cost=QUICK)
    with pytest.raises(VaultError):
        vault.get(KEY)
    assert vault.get(KEY) == SECRETS
    assert vault.get(KEY) == SECRETS, "asked once"


def flip(position: float) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        at = int(len(data) * position)
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return change


@pytest.mark.parametrize(
    "damage",
    [
        *(flip(part / 20) for part in range(20)),
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"[]",
    ],
)
def test_damage_is_no_wrong_passphrase(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file_vault(tmp_path).set(KEY, SECRETS)
    path = tmp_path / ".wkt" / "vault"
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(VaultError, match=r"damaged|newer") as caught:
        file_vault(tmp_path).set(KEY, {})
    assert caught.value.hint
    assert path.read_bytes() == before


def test_a_newer_format(tmp_path: Path) -> None:
    file_vault(tmp_path).set(KEY, SECRETS)
    path = tmp_path / ".wkt" / "vault"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 9}))
    with pytest.raises(VaultError, match="newer wkt"):
        file_vault(tmp_path).get(KEY)


def test_a_file_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    from wkt_cli.store.vault.encrypted import _checksum

    file_vault(tmp_path).set(KEY, SECRETS)
    path = tmp_path / ".wkt" / "vault"
    sealed = json.loads(path.read_text())
    sealed["kdf"]["n"] = 2**40
    path.write_text(json.dumps(sealed | {"checksum": _checksum(sealed)}))
    with pytest.raises(VaultError, match="damaged"):
        file_vault(tmp_path).get(KEY)


def test_the_derivation_that_people_get(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, Passphrase({"WKT_VAULT_PASSPHRASE": "x"}, None))
    vault.set(KEY, SECRETS)
    kdf = json.loads((tmp_path / ".wkt" / "vault").read_text())["kdf"]
    assert (kdf["name"], kdf["n"], kdf["r"], kdf["p"]) == ("scrypt", COST, 8, 1)
    assert COST >= 2**17, "OWASP"


def test_each_write_has_its_own_nonce(tmp_path: Path) -> None:
    vault, nonces = file_vault(tmp_path), set()
    for _ in range(5):
        vault.set(KEY, SECRETS)
        nonces.add(json.loads((tmp_path / ".wkt" / "vault").read_text())["nonce"])
    assert len(nonces) == 5


def test_no_passphrase_is_asked_for_where_there_is_no_file(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, Passphrase({}, None))
    assert vault.get(KEY) is None
    vault.delete(KEY)
    assert not (tmp_path / ".wkt").exists()


class TestPassphrase:
    def test_the_variable_goes_before_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "p").write_text("from file\n")
        environ = {"WKT_VAULT_PASSPHRASE_FILE": str(tmp_path / "p")}
        assert Passphrase(environ, None).get(new=False) == b"from file"
        assert Passphrase(environ | {"WKT_VAULT_PASSPHRASE": "v"}, None).get(new=False) == b"v"

    @pytest.mark.parametrize(("text", "kept"), [("a\n", b"a"), ("a\r\n", b"a"), ("a\n\n", b"a\n"), (" a ", b" a ")])
    def test_one_line_break_is_cut(self, tmp_path: Path, text: str, kept: bytes) -> None:
        (tmp_path / "p").write_bytes(text.encode())
        assert Passphrase({"WKT_VAULT_PASSPHRASE_FILE": str(tmp_path / "p")}, None).get(new=True) == kept

    def test_the_question_says_whether_it_is_new(self) -> None:
        asked: list[bool] = []

        def ask(new: bool) -> str:
            asked.append(new)
            return "x"

        passphrase = Passphrase({}, ask)
        passphrase.get(new=True)
        passphrase.get(new=True)
        assert asked == [True]

    def test_keyboards_agree(self) -> None:
        composed, apart = ({"WKT_VAULT_PASSPHRASE": text} for text in ("é", "e\u0301"))
        assert Passphrase(composed, None).get(new=False) == Passphrase(apart, None).get(new=False)

    @pytest.mark.parametrize(
        ("environ", "what"),
        [
            ({}, "nobody can be asked"),
            ({"WKT_VAULT_PASSPHRASE": ""}, "is empty"),
            ({"WKT_VAULT_PASSPHRASE_FILE": "/does/not/exist"}, "can't be read"),
        ],
    )
    def test_what_cant_be_used(self, environ: dict[str, str], what: str) -> None:
        with pytest.raises(VaultError, match=what) as caught:
            Passphrase(environ, None).get(new=False)
        assert caught.value.hint


class TestChoice:
    def test_kinds(self) -> None:
        assert [VaultKind.parse(text) for text in (None, "", "file", " KEYRING ")] == [
            None, None, VaultKind.FILE, VaultKind.KEYRING,
        ]  # fmt: skip
        with pytest.raises(UsageError, match="no vault `plain`") as caught:
            VaultKind.parse("plain")
        assert "`file`" in (caught.value.hint or "")

    def test_the_choice_is_for_new_connections(self, tmp_path: Path) -> None:
        vaults = Vaults(tmp_path, choice=VaultKind.FILE, environ={})
        assert vaults().kind is VaultKind.FILE
        assert vaults(VaultKind.MEMORY).kind is VaultKind.MEMORY
        assert vaults(VaultKind.MEMORY) is vaults(VaultKind.MEMORY)

    def test_places(self, tmp_path: Path) -> None:
        vaults: Any = Vaults(tmp_path, environ={})
        assert vaults(VaultKind.FILE).describe() == "vault file (.wkt/vault)"
        assert vaults(VaultKind.MEMORY).describe().startswith("memory")
