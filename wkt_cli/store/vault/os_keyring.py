"""The OS keyring: one item a connection, through the `keyring` library."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from ...errors import NoKeyringError, VaultError, WktError
from . import pieces, secret_service
from .base import VaultKey, VaultKind, to_json

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

WINDOWS_LIMIT = 1280
"""Characters that an item of the Windows Credential Manager takes: 2,560 bytes of UTF-16."""

_IN_ONE_STEP = tuple(f"keyring.backends.{name}." for name in ("SecretService", "libsecret", "kwallet", "Windows"))
"""Those that replace an item in one step, as their sources say."""
_NO_KEYRING = ("keyring.backends.fail.", "keyring.backends.null.")
_PLAIN = "Plaintext"
_RECOMMENDED = 1
_NAMES = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KDE Wallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
_INSTEAD = "use `--vault file` (or WKT_VAULT=file) for an encrypted file with a passphrase"
_INSTALL = {
    "linux": "install and start gnome-keyring or KWallet (it needs a D-Bus session)",
    "darwin": "unlock the login keychain in Keychain Access",
    "win32": "check that the Credential Manager service runs",
}


class Backend(Protocol):
    """What is used of a backend of `keyring`."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """Give an item's text, or None."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Store an item."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Remove an item that is there."""
        ...


class KeyringVault:
    """Secrets in the keyring of the operating system.

    Args:
        keyring: reads, stores and removes items.
        backend: dotted name of the class that stores them.
    """

    kind = VaultKind.KEYRING

    def __init__(self, keyring: Backend, backend: str) -> None:
        self.backend, self._keyring = backend, keyring
        windows = os.name == "nt" or backend.startswith("keyring.backends.Windows.")
        self._limit = WINDOWS_LIMIT if windows else None

    def unlock(self) -> None:
        """A keyring asks for itself, when it is used."""

    def get(self, key: VaultKey) -> dict[str, Any] | None:
        """Give a connection's secrets, or None.

        Raises:
            VaultError: the keyring is locked or gone, or an item is damaged.
        """
        text = pieces.read(self._items(key))
        if text is None:
            return None
        try:
            return dict(json.loads(text))
        except ValueError:
            what = f"The keyring's item `{_service(key)}` is damaged"
            raise VaultError(what, hint="Run `wkt connections remove --force` for it, then `wkt connect`") from None

    def set(self, key: VaultKey, values: dict[str, Any]) -> None:
        """Store a connection's secrets.

        Raises:
            VaultError: the keyring is locked or gone.
        """
        pieces.write(self._items(key), to_json(values), self._limit)

    def delete(self, key: VaultKey) -> None:
        """Remove a connection's secrets.

        Raises:
            VaultError: the keyring is locked or gone.
        """
        pieces.delete(self._items(key), self._limit)

    def describe(self) -> str:
        """Say which keyring it is."""
        known = next((title for start, title in _NAMES.items() if self.backend.startswith(start)), self.backend)
        return f"OS keyring ({known})"

    def _items(self, key: VaultKey) -> pieces.Items:
        items = _KeyringItems(self._keyring, _service(key), key.project)
        return items if self.backend.startswith(_IN_ONE_STEP) else pieces.Journal(items)


class _KeyringItems:
    """The items of one connection; each has its own service, as Windows tells items apart by that alone."""

    def __init__(self, keyring: Backend, service: str, user: str) -> None:
        self._keyring, self._service, self._user = keyring, service, user

    def get(self, item: str) -> str | None:
        with _translated("read"):
            return self._keyring.get_password(self._named(item), self._user)

    def set(self, item: str, text: str) -> None:
        with _translated("write"):
            self._keyring.set_password(self._named(item), self._user, text)

    def delete(self, item: str) -> None:
        with _translated("change"):
            if self._keyring.get_password(self._named(item), self._user) is not None:
                self._keyring.delete_password(self._named(item), self._user)

    def _named(self, item: str) -> str:
        return f"{self._service}#{item}" if item else self._service


def open_keyring(remembered: str = "") -> KeyringVault:
    """Open the keyring.

    Args:
        remembered: dotted name of the class that was used before. Loading only that one spares the search
            through all installed packages; what the user configured for `keyring` goes before it.

    Raises:
        NoKeyringError: there is none that keeps secrets, and why.
    """
    if secret_service.is_certain(remembered):
        return KeyringVault(secret_service.QuickReader(lambda: _find(remembered)), remembered)
    keyring = _find(remembered)
    return KeyringVault(keyring, _dotted(keyring))


def no_keyring(reason: str) -> NoKeyringError:
    """Tell that there is no usable keyring, and what to do.

    Args:
        reason: what the library said.
    """
    install = _INSTALL.get(sys.platform, "install a keyring that Python's `keyring` library knows")
    return NoKeyringError(
        f"There is no usable OS keyring: {_one_line(reason)}",
        hint=f"{_INSTEAD[0].upper()}{_INSTEAD[1:]}; or {install}",
    )


def _find(remembered: str) -> KeyringBackend:
    """Give the backend that `keyring` would use, by the shortest way.

    Raises:
        NoKeyringError: there is none that keeps secrets, and why.
    """
    try:
        keyring = _configured() or _load(remembered) or _search()
    except NoKeyringError:
        raise
    except Exception as error:
        raise no_keyring(str(error)) from error
    _refuse_useless(keyring)
    return keyring


def _configured() -> KeyringBackend | None:
    """What PYTHON_KEYRING_BACKEND or the library's own configuration file names."""
    from keyring import core

    return core.load_env() or core.load_config()


def _load(name: str) -> KeyringBackend | None:
    if not name:
        return None
    from keyring import core

    try:
        return core.load_keyring(name)
    except Exception:
        return None


def _search() -> KeyringBackend:
    from keyring import core

    found = core.get_keyring()
    if found.priority < _RECOMMENDED:
        raise no_keyring("none was found that is made for secrets")
    return found


def _refuse_useless(keyring: KeyringBackend) -> None:
    first = next(iter(getattr(keyring, "backends", None) or [keyring]))
    name = _dotted(first)
    if name.startswith("keyring.backends.null."):
        raise no_keyring("it is switched off (`keyring.backends.null`, see PYTHON_KEYRING_BACKEND)")
    if name.startswith(_NO_KEYRING) or _dotted(first).endswith("ChainerBackend"):
        raise no_keyring("none was found on this machine")
    if _PLAIN in name:
        raise no_keyring(f"`{name}` keeps secrets in the clear")


@contextlib.contextmanager
def _translated(what: str) -> Iterator[None]:
    """The one border to the keyring: its backends, and the buses below them, raise classes of their own."""
    try:
        yield
    except WktError:
        raise
    except Exception as error:
        raise _in_words(error, what) from error


def _in_words(error: Exception, what: str) -> VaultError:
    from keyring import errors

    if isinstance(error, (errors.NoKeyringError, errors.InitError)):
        return no_keyring(str(error))
    if isinstance(error, errors.KeyringLocked):
        return VaultError(
            "The OS keyring is locked, and was not unlocked",
            hint=f"Unlock it (log in to the desktop, or answer its question) and run the command again; {_INSTEAD}",
        )
    reason = _one_line(str(error)) or type(error).__name__
    return VaultError(
        f"The OS keyring can't {what} this connection's secrets: {reason}",
        hint=f"Check that the keyring runs and is unlocked, then run the command again; {_INSTEAD}",
    )


def _service(key: VaultKey) -> str:
    return f"wkt: {key.label}"


def _dotted(keyring: object) -> str:
    return f"{type(keyring).__module__}.{type(keyring).__qualname__}"


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
