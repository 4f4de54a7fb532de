"""A server that speaks HTTP/2 over TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from types import TracebackType

import h2.config
import h2.connection
import h2.events
from h2.exceptions import ProtocolError


class Http2Server:
    """Answers every request with status 200 and its own body, or `body`.

    Args:
        context: TLS.
        body: what is answered; None for what came.
        resets: whether each request is reset instead.

    Attributes:
        heads: the headers of each request.
    """

    def __init__(self, context: ssl.SSLContext, body: bytes | None = None, *, resets: bool = False) -> None:
        context.set_alpn_protocols(["h2", "http/1.1"])
        self.heads: list[dict[str, str]] = []
        self._context, self._body, self._resets = context, body, resets
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Http2Server:
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

    def _talk(self, accepted: socket.socket) -> None:
        with suppress(OSError, ProtocolError), self._context.wrap_socket(accepted, server_side=True) as connection:
            state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
            state.initiate_connection()
            bodies: dict[int, bytes] = {}
            connection.sendall(state.data_to_send())
            while data := connection.recv(65536):
                for event in state.receive_data(data):
                    self._hear(state, event, bodies)
                connection.sendall(state.data_to_send())

    def _hear(self, state: h2.connection.H2Connection, event: h2.events.Event, bodies: dict[int, bytes]) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self.heads.append(dict(event.headers))
            bodies[event.stream_id] = b""
        elif isinstance(event, h2.events.DataReceived):
            bodies[event.stream_id] += event.data
            state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            self._answer(state, event.stream_id, bodies[event.stream_id])

    def _answer(self, state: h2.connection.H2Connection, stream: int, came: bytes) -> None:
        if self._resets:
            state.reset_stream(stream)
            return
        body = came if self._body is None else self._body
        state.send_headers(stream, [(":status", "200"), ("content-length", str(len(body))), ("x-reply", "h2")])
        for start in range(0, len(body), 16384):
            state.send_data(stream, body[start:start + 16384])
        state.end_stream(stream)
