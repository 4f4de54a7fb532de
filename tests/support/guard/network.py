"""Lets the tests reach 127.0.0.1 and nothing else."""

from __future__ import annotations

import socket
from typing import Any

LOOPBACK = ("127.0.0.1", "localhost", "::1", None, "")


class NetworkUsed(AssertionError):
    """A test tried to leave this machine."""


def close_network() -> None:
    """Refuse every address but the loopback; names below ``.invalid`` and ``.example`` are unknown."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise NetworkUsed(f"connection to {address}")
        connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name.endswith((".invalid", ".example")):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name not in LOOPBACK:
            raise NetworkUsed(f"look-up of {name}")
        return look_up(host, *args, **named)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = guarded_look_up
