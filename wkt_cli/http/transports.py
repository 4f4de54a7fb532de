"""httpx transports, one for each way out: TLS or not, through which proxy. Each keeps its connections open."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ..errors import UsageError
from . import lazy_httpx
from .proxies import checked, proxy_for

if TYPE_CHECKING:
    import ssl

    import httpx

    from .tls import Tls

Kind = tuple[bool, "str | None", "Tls | None"]
"""TLS or not, the proxy, and certificates of one's own."""
BUNDLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
"""Variables that name certificate authorities; the first that is set holds."""


class Transports:
    """Makes transports when they are first needed; a TLS context, which is dear, only for https.

    Args:
        environ: names proxies and certificate authorities where the arguments name none.
        proxy: URL of a proxy for everything.
        ca_bundle: file or folder of authorities to trust.
        insecure: don't check certificates.
        http2: let servers choose HTTP/2.
    """

    def __init__(
        self, environ: Mapping[str, str], proxy: str | None = None, ca_bundle: Path | None = None,
        insecure: bool = False, http2: bool = False,
    ) -> None:  # fmt: skip
        self._environ, self._proxy, self._ca_bundle = environ, proxy, ca_bundle
        self._insecure, self._http2 = insecure, http2
        self._shared: dict[Kind, httpx.HTTPTransport] = {}
        self._ways: dict[tuple[str, Tls | None], httpx.HTTPTransport] = {}
        self._idle: dict[Kind, list[httpx.HTTPTransport]] = {}
        self._lock = Lock()

    def proxy_for(self, url: str) -> str | None:
        """Give the proxy for a URL: the given one, else what the environment says."""
        return self._proxy or proxy_for(url, self._environ)

    def take(self, url: str, tls: Tls | None = None) -> httpx.HTTPTransport:
        """Give the transport for a URL, to be given back after the request.

        Threads share it, but for HTTP/2: httpcore's connections of that kind can't be used by several threads at once.

        Args:
            url: where a request goes.
            tls: its own certificates, if it has any.

        Raises:
            UsageError: the proxy or the CA bundle can't be used.
        """
        if self._http2:
            return self._alone(self._kind(url, tls))
        way = (url[: url.find("/", len("https://"))], tls)
        if way not in self._ways:
            self._ways[way] = self._found(self._kind(url, tls))
        return self._ways[way]

    def give_back(self, url: str, tls: Tls | None, transport: httpx.HTTPTransport) -> None:
        """Let other requests use a transport that was taken."""
        if self._http2:
            with self._lock:
                self._idle.setdefault(self._kind(url, tls), []).append(transport)

    def _kind(self, url: str, tls: Tls | None) -> Kind:
        secure = url.startswith("https:")
        return secure, self.proxy_for(url), tls if secure else None

    def _alone(self, kind: Kind) -> httpx.HTTPTransport:
        with self._lock:
            idle = self._idle.get(kind)
            return idle.pop() if idle else self._make(*kind)

    def _found(self, kind: Kind) -> httpx.HTTPTransport:
        with self._lock:
            if kind not in self._shared:
                self._shared[kind] = self._make(*kind)
            return self._shared[kind]

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            for transport in chain(self._shared.values(), *self._idle.values()):
                transport.close()
            for kept in (self._shared, self._ways, self._idle):
                kept.clear()

    def _make(self, secure: bool, proxy: str | None, tls: Tls | None) -> httpx.HTTPTransport:
        lazy_httpx.load()
        import ssl

        from .network import Transport

        context = self._context(tls) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        to_proxy = self._usual_context() if proxy is not None and proxy.startswith("https:") else None
        return Transport(context, checked(proxy) if proxy else None, to_proxy, self._http2)

    def _context(self, tls: Tls | None = None) -> ssl.SSLContext:
        """Make the TLS context of a request: the usual one, changed by its own certificates."""
        if tls is None:
            return self._usual_context()
        import ssl

        only_own = tls.trusted and tls.strict and not self._insecure
        return tls.prepare(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if only_own else self._usual_context())

    def _usual_context(self) -> ssl.SSLContext:
        """Make the TLS context: the given bundle, else that of the environment, else certifi's authorities."""
        lazy_httpx.load()
        import httpx

        if self._insecure:
            return httpx.create_ssl_context(verify=False)
        name = next((name for name in BUNDLES if self._environ.get(name)), None)
        if self._ca_bundle is not None:
            return _trusting(self._ca_bundle, f"The CA bundle {self._ca_bundle}")
        if name is not None:
            return _trusting(Path(self._environ[name]), f"What {name} names as CA bundle")
        return httpx.create_ssl_context(trust_env=False)


def _trusting(bundle: Path, what: str) -> ssl.SSLContext:
    import ssl

    folder = bundle.is_dir()
    try:
        return ssl.create_default_context(
            cafile=None if folder else str(bundle), capath=str(bundle) if folder else None
        )
    except OSError as error:
        why = (
            "no such file"
            if isinstance(error, FileNotFoundError)
            else "it holds no certificates in PEM form"
        )
        raise UsageError(f"{what} can't be used: {why}", hint="give a file of PEM certificates")
