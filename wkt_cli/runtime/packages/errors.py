"""The one error of all packages."""

from __future__ import annotations

from ...errors import SdkError


class PackageError(SdkError):
    """A wrong argument or bad data; `kind` is the SDK's name of the error class."""

    def __init__(self, message: str, kind: str = "ArgumentError") -> None:
        super().__init__(message)
        self.kind = kind
