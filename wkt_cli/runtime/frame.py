"""What is running now: the session, the block and, inside `apply`, the request that is being signed."""

from __future__ import annotations

from contextvars import ContextVar
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ..errors import InvalidDefinitionError
from ..trace.model import Phase

if TYPE_CHECKING:
    from .request import Request
    from .session import Session


class Scope(Enum):
    """Which words of the platform a block may use (reference/connection.md section 2)."""

    FULL = "all"
    HELPERS = "no requests"
    PLAIN = "no requests and no methods of the connector"
    BARE = "only what gives values, as on the platform in dedup and webhook_notification"


class Frame(NamedTuple):
    """One running block.

    Attributes:
        session: whose connection and client its requests use.
        block: key path of the block, such as ``connection.authorization.acquire``.
        phase: why it runs.
        signed: whether its requests go through `apply` (those of `acquire` and `refresh` do not).
        detected: whether their replies go through `detect_on` (those of `refresh` do not).
        scope: which words it may use.
        request: the request that `apply` is signing, else None.
    """

    session: Session
    block: str
    phase: Phase
    signed: bool = True
    detected: bool = True
    scope: Scope = Scope.FULL
    request: Request | None = None


_running: ContextVar[Frame | None] = ContextVar("wkt_running", default=None)


def running() -> Frame:
    """Give the frame of the block that runs now.

    Raises:
        InvalidDefinitionError: no block runs, as when a connector's file calls `get` while it is loaded.
    """
    frame = _running.get()
    if frame is None:
        raise InvalidDefinitionError(
            "Requests can be made only inside a connector's functions",
            hint="move the call into `acquire`, `apply`, `test`, an action, a trigger or a method",
        )
    return frame


def current_session() -> Session | None:
    """Give the session of the block that runs now; None where none does."""
    frame = _running.get()
    return frame.session if frame is not None else None


def block_name() -> str:
    """Give the key path of the block that runs now; empty where none does."""
    frame = _running.get()
    return frame.block if frame is not None else ""


def request_in_apply() -> Request | None:
    """Give the request that `apply` is signing; None outside of `apply`."""
    frame = _running.get()
    return frame.request if frame is not None else None


class enter:
    """Run what is inside as part of a block.

    Args:
        frame: of the block.
    """

    __slots__ = ("_frame", "_token")

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def __enter__(self) -> Frame:
        self._token = _running.set(self._frame)
        return self._frame

    def __exit__(self, *failure: object) -> None:
        _running.reset(self._token)


def signing(request: Request, key_path: str) -> Frame:
    """Give the frame of the `apply` at a key path, with the request that it signs."""
    return request.frame._replace(block=key_path, request=request, scope=Scope.FULL)
