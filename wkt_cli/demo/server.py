"""The stand-in as an HTTP server on 127.0.0.1.

It serves `wkt demo` and the tests, and knows nothing of the rest of `wkt`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from .bookshop import Bookshop
from .credentials import Credentials
from .listener import HOST, Listener, Log, listen
from .oauth.tokens import Tokens
from .percolate import Percolate
from .tryout import Tryout
from .wire import Route

if TYPE_CHECKING:
    import ssl


class DemoServer:
    """A small Percolate, and a bookshop that can be entered in many ways; runs while its block does.

    Args:
        port: the port to listen on; 0 takes a free one.
        client_id: accepted client identifier; random by default.
        client_secret: accepted client secret; random by default.
        token_lifetime: seconds that an access token or a session is good for.
        routes: further lines of the route table; they come before the built-in ones.
        log: gets one line for each reply, such as ``GET /api/v5/me 200``; never a header or a body.
        tls: for a second port, with TLS; it asks for the client's certificate if the context does.
    """

    def __init__(
        self, port: int = 0, *, client_id: str | None = None, client_secret: str | None = None,
        token_lifetime: float = 3600, routes: Sequence[Route] = (), log: Log | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.credentials = Credentials.random(client_id, client_secret)
        self.tokens = Tokens(token_lifetime)
        self._port, self._secure_port, self._log, self._tls = port, 0, log, tls
        self._stopping = threading.Event()
        self._bookshop = Bookshop(self.credentials, self.tokens)
        services = (
            Percolate(self.credentials, self.tokens), self._bookshop,
            Tryout(self._stopping, self.expire_tokens, self.revoke_tokens),
        )  # fmt: skip
        self._routes = [*routes, *(route for service in services for route in service.routes())]
        self._listeners: list[Listener] = []
        self._threads: list[threading.Thread] = []

    @property
    def client_id(self) -> str:
        """The client identifier that the token endpoints accept."""
        return self.credentials.client_id

    @property
    def client_secret(self) -> str:
        """The client secret that the token endpoints accept."""
        return self.credentials.client_secret

    @property
    def port(self) -> int:
        """The port it listens on; the wanted one before the start."""
        return self._port

    @property
    def url(self) -> str:
        """The origin, such as ``http://127.0.0.1:8080``, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def secure_url(self) -> str:
        """The origin of the port with TLS."""
        return f"https://{HOST}:{self._secure_port}"

    def expire_tokens(self) -> int:
        """Let all access tokens and sessions expire now.

        Returns:
            How many were good until now.
        """
        return self.tokens.expire() + self._bookshop.expire()

    def revoke_tokens(self) -> int:
        """Take back all tokens, refresh tokens and sessions too.

        Returns:
            How many grants and sessions there were.
        """
        return self.tokens.revoke_all() + self._bookshop.expire()

    def start(self) -> DemoServer:
        """Listen, and answer in threads of its own.

        Raises:
            OSError: the port can't be had; the message says why and what to do.
        """
        self._listeners = [listen(self._port, self._routes, self._log)]
        self._port = self._listeners[0].port
        if self._tls is not None:
            self._listeners.append(listen(self._secure_port, self._routes, self._log, self._tls))
            self._secure_port = self._listeners[1].port
        self._stopping.clear()
        self._threads = [_serving(listener) for listener in self._listeners]
        return self

    def stop(self) -> None:
        """Close the ports and all connections; harmless when it doesn't run."""
        listeners, threads, self._listeners, self._threads = self._listeners, self._threads, [], []
        self._stopping.set()
        for listener in listeners:
            listener.shutdown()
            listener.hang_up()
            listener.server_close()
        for thread in threads:
            thread.join()

    def __enter__(self) -> DemoServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()


def _serving(listener: Listener) -> threading.Thread:
    thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True, name="wkt demo server")
    thread.start()
    return thread
