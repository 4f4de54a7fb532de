"""A server of this machine that runs while a command does something else."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import TCPServer, ThreadingMixIn
from typing import Any, TypeVar

from ..errors import UsageError


class LocalServer(ThreadingMixIn, TCPServer):
    """Serves each connection in a thread of its own."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away."""


S = TypeVar("S", bound=LocalServer)


@contextmanager
def serving(make: Callable[[tuple[str, int]], S], address: tuple[str, int], hint: str, *,
            secure: bool = False) -> Iterator[S]:
    """Run a server while what is inside runs.

    Args:
        make: makes the server that listens on an address.
        address: where to listen.
        hint: what else another port needs.
        secure: speak TLS, with a certificate that is made on the spot.

    Raises:
        UsageError: the port is in use, or can't be had.
    """
    ip, port = address
    try:
        server = make(address)
    except OSError as error:
        raise _not_there(ip, port, error, hint) from error
    with server:
        if secure:
            from ..runtime.certificates import self_signed_context

            context = self_signed_context(ip)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _not_there(ip: str, port: int, error: OSError, hint: str) -> UsageError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEACCES", None)):
        return UsageError(f"Port {port} already in use. Try to use different port with --port={port + 1}", hint=hint)
    return UsageError(
        f"{ip}:{port} can't be listened on: {error.strerror or error}", hint="choose others with --ip and --port"
    )
