"""The record of what went over the wire and why; every text in it is masked already when it gets here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

FORMAT_VERSION = 1


class Phase(StrEnum):
    """Why a request was sent."""

    ACQUIRE = "acquire"
    REFRESH = "refresh"
    TEST = "test"
    IDENTITY = "identity"
    CALL = "call"
    EXECUTE = "execute"


@dataclass(slots=True)
class Origin:
    """What in the connector sent a request.

    Attributes:
        phase: why it was sent.
        block: key path of the running block, such as ``test``; empty for `wkt call`.
        file: connector file, or empty.
        line: line of the connector that made the request, or None.
        applied: what `apply` added, such as ``header Authorization``.
        attempt: 1, or 2 for the repeat after a refresh.
    """

    phase: Phase = Phase.CALL
    block: str = ""
    file: str = ""
    line: int | None = None
    applied: list[str] = field(default_factory=list)
    attempt: int = 1


@dataclass(slots=True)
class Times:
    """Milliseconds; None where it didn't happen (a pooled connection has no connect)."""

    connect: float | None = None
    tls: float | None = None
    first_byte: float | None = None
    total: float | None = None


@dataclass(slots=True)
class Message:
    """One side of an exchange, masked.

    Attributes:
        headers: in order.
        body: text shown to people: the masked body, cut, or a summary such as ``<binary, 12.3 MB image/png>``.
        size: bytes of the whole body on the wire.
    """

    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""
    size: int = 0


@dataclass(slots=True)
class Exchange:
    """One request and its reply.

    Attributes:
        id: number from 1 in its trace.
        status: status code, None where no reply came.
        error: why no reply came, masked.
        redirect_of: id of the exchange whose redirect this follows.
        rule: the rule of the connector that fired on the reply, such as ``refresh_on[0]``.
        merged: names of connection values that changed because of it.
        sent: False for a dry run.
        started: when it was sent, ISO 8601 with zone.
        sent_to: the origin that `--map` sent it to instead of that in `url`; empty where nothing was mapped.
        dropped: names of credential headers that were left out because a redirect led to another origin.
    """

    id: int
    origin: Origin
    method: str
    url: str
    request: Message
    status: int | None = None
    reason: str = ""
    response: Message = field(default_factory=Message)
    times: Times = field(default_factory=Times)
    error: str = ""
    redirect_of: int | None = None
    rule: str | None = None
    merged: list[str] = field(default_factory=list)
    sent: bool = True
    started: str = ""
    sent_to: str = ""
    dropped: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Trace:
    """All exchanges of one command.

    Attributes:
        id: sortable text, such as ``20261125-040212-3f2a``.
        command: the command as typed, masked.
        connector: the connector's name.
        connection: the connection's name.
        printed: what `puts` printed, masked, each with block, file and line.
    """

    id: str
    command: str = ""
    connector: str = ""
    connection: str = ""
    started: str = ""
    exchanges: list[Exchange] = field(default_factory=list)
    printed: list[dict[str, Any]] = field(default_factory=list)
    version: int = FORMAT_VERSION
