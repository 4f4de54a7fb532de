"""Keyrings that fail, forget or hold little; named in PYTHON_KEYRING_BACKEND by child processes too."""

import keyring.errors
from keyring.backend import KeyringBackend


class Small(KeyringBackend):
    """Holds items of 1,280 characters at most, as the Windows Credential Manager does."""

    priority = 5  # type: ignore[assignment]
    limit = 1280

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}
        self.steps_left: int | None = None

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._step()
        if len(password) > self.limit:
            raise keyring.errors.PasswordSetError("(1783, 'CredWrite', 'The stub received bad data')")
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._step()
        if (service, username) not in self.items:
            raise keyring.errors.PasswordDeleteError("not found")
        del self.items[service, username]

    def _step(self) -> None:
        if self.steps_left is not None:
            self.steps_left -= 1
            if self.steps_left < 0:
                raise Died


class TwoSteps(Small):
    """Removes an item and makes it anew to replace it, as macOS's Keychain does in `keyring`."""

    limit = 10**6

    def set_password(self, service: str, username: str, password: str) -> None:
        if (service, username) in self.items:
            self.delete_password(service, username)
        super().set_password(service, username, password)


class Died(BaseException):
    """The process was killed here."""


class Locked(Small):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")


class Gone(Small):
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(111, "Connection refused")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(111, "Connection refused")


class PlaintextKeyring(Small):
    """Named as the one of keyrings.alt that keeps secrets in a readable file."""


class Unrecommended(Small):
    priority = 0.5  # type: ignore[assignment]
