"""A SOCKS5 proxy (RFC 1928, RFC 1929) that takes every connection to one port of this machine."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType


class SocksProxy:
    """Forwards to a port, whatever is asked for.

    Args:
        port: where connections go.
        user, password: what has to be given; nothing by default.

    Attributes:
        asked: hosts and ports that were asked for.
    """

    def __init__(self, port: int, user: bytes = b"", password: bytes = b"") -> None:
        self.asked: list[str] = []
        self._port, self._user, self._password = port, user, password
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"socks5://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> SocksProxy:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 where: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._talk, args=(self._listener.accept()[0],), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.recv(262)
            client.sendall(b"\x05\x02" if self._user else b"\x05\x00")
            if self._user and not self._admits(client):
                return
            request = client.recv(262)
            host, port = request[5:5 + request[4]], request[-2:]
            self.asked.append(f"{host.decode()}:{int.from_bytes(port)}")
            client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            with socket.create_connection(("127.0.0.1", self._port)) as server:
                threading.Thread(target=_copy, args=(client, server), daemon=True).start()
                _copy(server, client)

    def _admits(self, client: socket.socket) -> bool:
        given = client.recv(513)
        user = given[2:2 + given[1]]
        right = (user, given[3 + len(user):]) == (self._user, self._password)
        client.sendall(b"\x01\x00" if right else b"\x01\x01")
        return right


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
