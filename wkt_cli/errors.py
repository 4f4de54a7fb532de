"""Everything that `wkt` tells a person when it can't go on, and the exit status it ends with.

    WktError
    ├── UsageError                      what was typed can't be used                                exit 2
    ├── NotConnectedError               there is no such connection                                exit 7
    ├── StoreError                      settings, state or vault can't be read or written          exit 8
    │   ├── LockHeldError               another `wkt` is at work on it
    │   └── VaultError                  the place for secrets: locked, wrong passphrase, damaged
    │       └── NoKeyringError          no usable keyring; an encrypted file would do
    └── SdkError                        the connector, or the service behind it, failed            exit 1
        ├── ConnectorFileError          a connector that can't be loaded: file, line, key path
        ├── InvalidDefinitionError      a block is missing or is no function
        │   └── UnexpectedMethodDefinitionError             `call` of a method that is no function
        ├── UndefinedMethodError        `call` of a method that the connector lacks
        ├── NotAvailableError           what was asked for is not available: data of the account, streams
        ├── KeyNotFoundError            there is no schema or stream of that name
        ├── LambdaError                 a lambda raised an exception of its own
        │   └── ArityError              it was called with another number of arguments than it takes
        ├── SchemaError                 data that doesn't fit the fields of a block
        ├── ConnectorRuntimeError       the connector called `error(message)`
        │   └── RequestError            a request failed
        │       ├── RequestFailedError                  a status that means failure
        │       ├── DetectOnUnauthorizedRequestError    a reply that `detect_on` matched
        │       ├── RequestFormatError, ResponseFormatError
        │       ├── InvalidURIError, URISchemeError, RequestTLSCertificateFormatError
        │       └── NoAnswerError       no usable reply came back                              exit 6
        │           ├── ConnectionFailedError, TLSError, RequestTimeoutError, BrokenReplyError
        │           └── ServerDisconnectedError              closed before a reply came

Names that the platform's SDK has are kept (reference/http_dsl.md section 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, ClassVar, NamedTuple


class ExitCode(IntEnum):
    """The exit status of every command; docs/commands.md is generated from the comments."""

    OK = 0, "It worked; for `wkt call`, the reply was a 2xx"
    CONNECTOR = 1, "The connector or its service failed, or `wkt check` found a mistake"
    USAGE = 2, "What was typed can't be used, or an answer is missing"
    REDIRECT = 3, "`wkt call`: the reply was a 3xx that was not followed"
    CLIENT_ERROR = 4, "`wkt call`: the reply was a 4xx"
    SERVER_ERROR = 5, "`wkt call`: the reply was a 5xx"
    NO_ANSWER = 6, "No usable reply: no such host, refused, TLS, time-out, broken off"
    NOT_CONNECTED = 7, "There is no such connection; `wkt connect` makes one"
    STORE = 8, "Settings, state or vault can't be read or written; what was there is whole"
    INTERNAL = 70, "A mistake of `wkt` itself; please report it"
    INTERRUPTED = 130, "Ctrl-C"
    CLOSED_PIPE = 141, "The reader of the output went away"

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        """Make a member that carries its meaning."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Place(NamedTuple):
    """Where in a connector something stands.

    Attributes:
        file: the connector's file.
        line: line number from 1, or None where it isn't known.
        key_path: path of the key, such as ``connection.authorization.acquire``, or empty.
        column: column from 1, or None where it isn't known.
    """

    file: Path | None = None
    line: int | None = None
    key_path: str = ""
    column: int | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.file and self.line else str(self.file or "")
        return f"{where} ({self.key_path})" if where and self.key_path else where or self.key_path


class WktError(Exception):
    """A failure that is told in one message, with where it stands and what to do.

    Args:
        message: what went wrong, without a full stop.
        hint: what to do about it, or None.
        place: where in the connector, or None.

    Attributes:
        calls: the connector's own calls that led there, innermost first.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.CONNECTOR
    calls: Sequence[str] = ()

    def __init__(self, message: str, *, hint: str | None = None, place: Place | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.place = message, hint, place

    def __str__(self) -> str:
        return self.message


class UsageError(WktError):
    """What was typed can't be used."""

    exit_code = ExitCode.USAGE


class NotConnectedError(WktError):
    """There is no such connection."""

    exit_code = ExitCode.NOT_CONNECTED


class StoreError(WktError):
    """Settings, state or vault can't be read or written."""

    exit_code = ExitCode.STORE


class LockHeldError(StoreError):
    """Another `wkt` holds a lock, and did so for as long as can be waited."""


class VaultError(StoreError):
    """The place for secrets can't be had: locked, wrong passphrase, damaged, no keyring."""


class NoKeyringError(VaultError):
    """There is no usable OS keyring; an encrypted file would do instead, if the person agrees."""


class SdkError(WktError):
    """The connector, or the service behind it, failed."""


class ConnectorFileError(SdkError):
    """A connector that can't be loaded."""


class InvalidDefinitionError(SdkError):
    """A block that is needed is missing, or is no function."""


class UnexpectedMethodDefinitionError(InvalidDefinitionError):
    """One of the connector's `methods` is no function."""


class UndefinedMethodError(SdkError):
    """`call` of a method that the connector doesn't have."""


class NotAvailableError(SdkError):
    """What was asked for is not available here: data of the account, or streams."""


class KeyNotFoundError(SdkError):
    """What was asked for by its name isn't there."""


class LambdaError(SdkError):
    """A lambda raised an exception of its own; it is the `__cause__`."""


class ArityError(LambdaError):
    """A function that is called with another number of arguments than it takes."""


class SchemaError(SdkError):
    """Data doesn't fit the fields of a block; the message has a line for each mistake, with its path in the data."""


class ConnectorRuntimeError(SdkError):
    """The connector called `error(message)`."""


class RequestError(ConnectorRuntimeError):
    """A request failed.

    Attributes:
        from_hook: whether it failed inside `acquire` or `refresh`; handlers of the request that needed new credentials
            don't see it (reference/connection.md section 4).
        while_renewing: whether new credentials were being fetched: it is no answer to the request that needed them.
    """

    from_hook = False
    while_renewing = False


class RequestFailedError(RequestError):
    """The status of the reply means failure.

    Attributes:
        status: the status code, or None where the server broke the connection.
        body: the raw text of the reply.
        headers: the reply's headers, names in lower case with `_`.
        rule: which rule of the connector decided, such as ``refresh_on[0]``, or None.
        exchange_id: the record of the trace, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None,
        body: str = "",
        headers: dict[str, str] | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status, self.body, self.headers = status, body, headers or {}
        self.rule: str | None = None
        self.exchange_id: int | None = None
        self.reply: Any = None


class DetectOnUnauthorizedRequestError(RequestError):
    """A successful reply that `detect_on` turned into an error.

    Attributes:
        status: the status code of the reply.
        rule: the entry that matched, such as ``detect_on[1]``.
        by_status: whether that entry is a status code.
    """

    def __init__(self, message: str, *, status: int, rule: str, by_status: bool = False) -> None:
        super().__init__(message, hint=f"{rule} matched the {'status' if by_status else 'body'}")
        self.status, self.rule, self.by_status = status, rule, by_status


class RequestFormatError(RequestError):
    """A payload that can't be written in the request's format.

    Attributes:
        format: the format's name, such as ``xml``.
    """

    format = "json"


class ResponseFormatError(RequestError):
    """A reply that can't be read in the format that was expected.

    Attributes:
        format: the format's name, such as ``xml``.
    """

    format = "json"


class InvalidURIError(RequestError):
    """A URL that can't be requested."""


class URISchemeError(InvalidURIError):
    """A URL that is neither http nor https."""


class RequestTLSCertificateFormatError(RequestError):
    """A certificate or key of a connector that can't be read."""


class NoAnswerError(RequestError):
    """No usable reply came back."""

    exit_code = ExitCode.NO_ANSWER


class ConnectionFailedError(NoAnswerError):
    """The server can't be reached: no such host, refused, unreachable, proxy.

    Attributes:
        reason: the name of the system's error, such as ``ECONNREFUSED``; ``SocketError`` where there is no such host;
            empty where nobody knows.
    """

    def __init__(self, message: str, *, hint: str | None = None, reason: str = "") -> None:
        super().__init__(message, hint=hint)
        self.reason = reason


class TLSError(NoAnswerError):
    """The server's certificate, or the TLS handshake, was refused."""


class RequestTimeoutError(NoAnswerError):
    """The server took too long."""


class BrokenReplyError(NoAnswerError):
    """The reply broke off, or was no HTTP."""


class ServerDisconnectedError(BrokenReplyError):
    """The server closed the connection before a reply came."""
