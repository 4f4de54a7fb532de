"""How far the bodies are that are under way, for those who wait for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic


@dataclass(eq=False)
class Transfer:
    """The bodies of one exchange.

    Attributes:
        to_send: bytes of the request's body.
        sent: how many of them went out.
        to_receive: bytes of the reply's body as it comes; None where nobody knows yet.
        received: how many of them came.
        began: when it did, by the monotonic clock.
        answered: when the head of the reply had come; None before.
    """

    to_send: int = 0
    sent: int = 0
    to_receive: int | None = None
    received: int = 0
    began: float = field(default_factory=monotonic)
    answered: float | None = None
