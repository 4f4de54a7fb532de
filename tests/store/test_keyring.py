import itertools
import json
import random
import sys
from pathlib import Path
from typing import Any

import keyring.backends.fail
import keyring.backends.null
import pytest
import store_fakes
from keyring import core

from wkt_cli.errors import NoKeyringError, VaultError
from wkt_cli.store.vault import VaultKey, VaultKind, Vaults, os_keyring, secret_service
from wkt_cli.store.vault.os_keyring import KeyringVault, open_keyring

KEY = VaultKey("p1", "percolate", "default")
WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
MACOS = "keyring.backends.macOS.Keyring"


def secrets(size: int, mark: str = "x") -> dict[str, Any]:
    return {"token": mark * size, "é✓😀": "😀"}


@pytest.fixture
def small() -> store_fakes.Small:
    return store_fakes.Small()


@pytest.fixture
def windows(small: store_fakes.Small) -> KeyringVault:
    return KeyringVault(small, WINDOWS)


@pytest.mark.parametrize("size", [1, 1200, 1280, 5000, 100_000])
def test_large_values_are_split(windows: KeyringVault, small: store_fakes.Small, size: int) -> None:
    windows.set(KEY, secrets(size))
    assert KeyringVault(small, WINDOWS).get(KEY) == secrets(size)


def test_a_value_that_fits_is_one_readable_item(windows: KeyringVault, small: store_fakes.Small) -> None:
    windows.set(KEY, {"a": 1})
    assert small.items == {("wkt: percolate/default", "p1"): '{"a":1}'}


def test_other_keyrings_take_any_size(small: store_fakes.Small) -> None:
    small.limit = 10**6
    KeyringVault(small, "keyring.backends.SecretService.Keyring").set(KEY, secrets(100_000))
    assert len(small.items) == 1


@pytest.mark.parametrize("sizes", list(itertools.permutations([10, 3000, 9000, 3001])))
def test_no_older_piece_stays(windows: KeyringVault, small: store_fakes.Small, sizes: tuple[int, ...]) -> None:
    for size in sizes:
        windows.set(KEY, secrets(size))
    fresh = store_fakes.Small()
    KeyringVault(fresh, WINDOWS).set(KEY, secrets(sizes[-1]))
    assert len(small.items) == len(fresh.items)
    windows.delete(KEY)
    assert small.items == {}


@pytest.mark.parametrize(("old", "new"), list(itertools.product([0, 10, 3000, 6000], [20, 3001, 7000])))
def test_a_process_that_dies_leaves_the_old_value_or_the_new(old: int, new: int) -> None:
    for steps in itertools.count():
        small = store_fakes.Small()
        vault = KeyringVault(small, WINDOWS)
        if old:
            vault.set(KEY, secrets(old, "o"))
        small.steps_left = steps
        try:
            vault.set(KEY, secrets(new, "n"))
            break
        except store_fakes.Died:
            small.steps_left = None
        assert vault.get(KEY) in (secrets(old, "o") if old else None, secrets(new, "n"))
        vault.set(KEY, secrets(4000, "later"))
        assert vault.get(KEY) == secrets(4000, "later")
        vault.delete(KEY)
        assert small.items == {}, f"pieces stayed after step {steps}"
    assert steps >= 1


@pytest.mark.parametrize("size", [10, 6000])
@pytest.mark.parametrize("backend", [WINDOWS, MACOS])
def test_a_removal_that_dies_can_be_done_again(backend: str, size: int) -> None:
    for steps in itertools.count():
        small = store_fakes.Small() if backend == WINDOWS else store_fakes.TwoSteps()
        vault = KeyringVault(small, backend)
        vault.set(KEY, secrets(size))
        small.steps_left = steps
        try:
            vault.delete(KEY)
            break
        except store_fakes.Died:
            small.steps_left = None
        vault.delete(KEY)
        assert small.items == {}, f"pieces stayed after step {steps}"
    assert steps >= 1


@pytest.mark.parametrize("limited", [False, True])
def test_a_keyring_that_replaces_in_two_steps_never_holds_nothing(
    limited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if limited:
        monkeypatch.setattr(store_fakes.TwoSteps, "limit", 1280)
    for steps in itertools.count():
        keychain = store_fakes.TwoSteps()
        vault = KeyringVault(keychain, MACOS)
        vault._limit = os_keyring.WINDOWS_LIMIT if limited else None
        vault.set(KEY, secrets(3000, "o"))
        keychain.steps_left = steps
        try:
            vault.set(KEY, secrets(3000, "n"))
            break
        except store_fakes.Died:
            keychain.steps_left = None
        assert vault.get(KEY) in (secrets(3000, "o"), secrets(3000, "n")), steps
        vault.set(KEY, secrets(20, "later"))
        assert vault.get(KEY) == secrets(20, "later")
        assert len(keychain.items) == 1
    assert steps >= 4


def test_a_missing_piece_is_told(windows: KeyringVault, small: store_fakes.Small) -> None:
    windows.set(KEY, secrets(3000))
    del small.items["wkt: percolate/default#a.2", "p1"]
    with pytest.raises(VaultError, match="only a part") as caught:
        windows.get(KEY)
    assert "wkt connections remove" in (caught.value.hint or "")


def test_a_foreign_item_is_told_and_not_shown(windows: KeyringVault, small: store_fakes.Small) -> None:
    small.items["wkt: percolate/default", "p1"] = "canary"
    with pytest.raises(VaultError, match="damaged") as caught:
        windows.get(KEY)
    assert "canary" not in str(caught.value) + str(caught.value.__context__)


def test_secrets_named_like_our_table(windows: KeyringVault) -> None:
    odd = {"wkt-pieces": 2, "slot": "a", "sha256": "x"}
    windows.set(KEY, odd)
    assert windows.get(KEY) == odd


def test_two_projects_dont_collide(windows: KeyringVault) -> None:
    other = KEY._replace(project="p2")
    windows.set(KEY, {"a": 1})
    windows.set(other, {"a": 2})
    windows.delete(other)
    assert windows.get(KEY) == {"a": 1}


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Any:
    def configure(name: str) -> None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)

    return configure


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        ("keyring.backends.null.Keyring", "switched off"),
        ("keyring.backends.fail.Keyring", "none was found"),
        ("store_fakes.PlaintextKeyring", "in the clear"),
        ("does.not.Exist", "No module named"),
        ("keyring.backends.Windows.WinVaultKeyring", "Windows"),
    ],
)
@pytest.mark.parametrize("remembered", ["", "keyring.backends.SecretService.Keyring"])
def test_no_usable_keyring(configured: Any, backend: str, reason: str, remembered: str) -> None:
    configured(backend)
    with pytest.raises(NoKeyringError, match=reason) as caught:
        open_keyring(remembered)
    assert "--vault file" in (caught.value.hint or "")
    assert "gnome-keyring" in (caught.value.hint or "") or sys.platform != "linux"


def test_the_configured_keyring_goes_before_the_remembered(configured: Any) -> None:
    configured("store_fakes.Small")
    assert open_keyring("keyring.backends.SecretService.Keyring").backend == "store_fakes.Small"


def test_the_library_s_own_advice_doesnt_count_as_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setattr(core, "load_config", lambda: None)
    for found in (keyring.backends.fail.Keyring(), store_fakes.Unrecommended()):
        monkeypatch.setattr(core, "get_keyring", lambda found=found: found)
        with pytest.raises(NoKeyringError):
            open_keyring()


def test_a_chain_is_as_good_as_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    class ChainerBackend:
        backends = (store_fakes.PlaintextKeyring(), store_fakes.Small())

    with pytest.raises(NoKeyringError, match="in the clear"):
        os_keyring._refuse_useless(ChainerBackend())  # type: ignore[arg-type]
    ChainerBackend.backends = ()  # type: ignore[assignment]
    with pytest.raises(NoKeyringError, match="none was found"):
        os_keyring._refuse_useless(ChainerBackend())  # type: ignore[arg-type]


@pytest.mark.parametrize(("backend", "message"), [("Locked", "is locked"), ("Gone", "Connection refused")])
def test_a_keyring_that_is_locked_or_gone(configured: Any, tmp_path: Path, backend: str, message: str) -> None:
    configured(f"store_fakes.{backend}")
    vault = Vaults(tmp_path, environ={})(VaultKind.KEYRING)
    for use in (lambda: vault.get(KEY), lambda: vault.set(KEY, {"a": "canary"}), lambda: vault.delete(KEY)):
        with pytest.raises(VaultError, match=message) as caught:
            use()
        assert "--vault file" in (caught.value.hint or "")
        assert "canary" not in str(caught.value)


def test_names_for_people() -> None:
    names = {
        "keyring.backends.SecretService.Keyring": "OS keyring (Secret Service)",
        "keyring.backends.macOS.Keyring": "OS keyring (macOS Keychain)",
        WINDOWS: "OS keyring (Windows Credential Manager)",
        "some.Other": "OS keyring (some.Other)",
    }
    assert {name: KeyringVault(store_fakes.Small(), name).describe() for name in names} == names


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is a Linux thing")
class TestQuickReader:
    def test_it_is_used_only_where_keyring_would_do_the_same(self, tmp_path: Path) -> None:
        environ = {"XDG_CONFIG_HOME": str(tmp_path)}
        assert secret_service.is_certain(secret_service.BACKEND, environ)
        assert not secret_service.is_certain("", environ)
        assert not secret_service.is_certain("keyring.backends.kwallet.DBusKeyring", environ)
        for variable in ("PYTHON_KEYRING_BACKEND", "KEYRING_PROPERTY_PREFERRED_COLLECTION"):
            assert not secret_service.is_certain(secret_service.BACKEND, environ | {variable: "x"})
        (tmp_path / "python_keyring").mkdir()
        (tmp_path / "python_keyring" / "keyringrc.cfg").touch()
        assert not secret_service.is_certain(secret_service.BACKEND, environ)

    def test_what_it_cant_read_is_left_to_the_real_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        small, loads = store_fakes.Small(), []
        small.set_password("s", "u", "text")
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/does/not/exist")

        def load() -> Any:
            loads.append(1)
            return small

        reader = secret_service.QuickReader(load)
        assert reader.get_password("s", "u") == "text"
        reader.set_password("s", "u", "new")
        assert reader.get_password("s", "u") == "new"
        reader.delete_password("s", "u")
        assert reader.get_password("s", "u") is None
        assert loads == [1]


def test_random_lives(windows: KeyringVault) -> None:
    chance, kept = random.Random(7), {}
    for _ in range(200):
        key = KEY._replace(name=chance.choice("abc"))
        if chance.random() < 0.2:
            windows.delete(key)
            kept.pop(key, None)
        else:
            kept[key] = secrets(chance.choice([1, 1270, 1281, 4000]), chance.choice("xyz"))
            windows.set(key, kept[key])
        assert {name: json.dumps(windows.get(KEY._replace(name=name))) for name in "abc"} == {
            name: json.dumps(kept.get(KEY._replace(name=name))) for name in "abc"
        }
