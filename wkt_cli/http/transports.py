"""httpx transports, one for each way out: TLS or not, through which proxy. Each keeps its connections open."""

from __future__ import annotations

import ssl
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import UsageError
from . import lazy_httpx
from .wire import origin_of

if TYPE_CHECKING:
    import httpx

    from .tls import Tls

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


class Transports:
    """Makes transports when they are first needed; a TLS context, which is dear, only for https."""

    def __init__(self, proxy: str | None, ca_bundle: Path | None, insecure: bool) -> None:
        self._proxy, self._ca_bundle, self._insecure = proxy, ca_bundle, insecure
        self._made: dict[tuple[bool, str | None, Tls | None], httpx.HTTPTransport] = {}
        self._lock = Lock()

    def proxy_for(self, url: str) -> str | None:
        """Give the proxy for a URL: the given one, else what the environment says.

        Loopback addresses go through a proxy only if one was given (as in Go), so that local servers are reached on
        machines with a proxy in the environment.
        """
        if self._proxy:
            return self._proxy
        parts = urlsplit(url)
        if is_loopback(parts.hostname or ""):
            return None
        from urllib.request import getproxies, proxy_bypass

        found = getproxies()
        proxy = found.get(parts.scheme) or found.get("all")
        if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"

    def get(self, url: str, tls: Tls | None = None) -> httpx.HTTPTransport:
        """Give the transport for a URL.

        Args:
            url: where a request goes.
            tls: its own certificates, if it has any.

        Raises:
            UsageError: the proxy or the CA bundle can't be used.
        """
        proxy, secure = self.proxy_for(url), url.startswith("https:")
        key = (secure, proxy, tls if secure else None)
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(*key)
            return self._made[key]

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            for transport in self._made.values():
                transport.close()
            self._made.clear()

    def _make(self, secure: bool, proxy: str | None, tls: Tls | None) -> httpx.HTTPTransport:
        lazy_httpx.load()
        import httpx

        secure_proxy = proxy is not None and proxy.startswith("https:")
        context = self._context(tls) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            route = (
                httpx.Proxy(_checked_proxy(proxy), ssl_context=self._context() if secure_proxy else None)
                if proxy
                else None
            )
            return httpx.HTTPTransport(verify=context, trust_env=False, proxy=route)
        except ImportError:
            raise UsageError(
                "SOCKS proxies need the package `socksio`", hint="run `pip install 'httpx[socks]'`"
            )

    def _context(self, tls: Tls | None = None) -> ssl.SSLContext:
        """Make the TLS context of a request: the usual one, changed by its own certificates."""
        if tls is None:
            return self._usual_context()
        only_own = tls.trusted and tls.strict and not self._insecure
        return tls.prepare(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if only_own else self._usual_context())

    def _usual_context(self) -> ssl.SSLContext:
        """Make the TLS context: the given bundle, else SSL_CERT_FILE or SSL_CERT_DIR, else certifi's authorities."""
        lazy_httpx.load()
        import httpx

        if self._insecure:
            return httpx.create_ssl_context(verify=False)
        try:
            if self._ca_bundle is None:
                return httpx.create_ssl_context()
            folder = self._ca_bundle.is_dir()
            return ssl.create_default_context(
                cafile=None if folder else str(self._ca_bundle),
                capath=str(self._ca_bundle) if folder else None,
            )
        except OSError as error:
            what = (
                f"The CA bundle {self._ca_bundle}" if self._ca_bundle else "The file that SSL_CERT_FILE names"
            )
            why = (
                "no such file"
                if isinstance(error, FileNotFoundError)
                else "it holds no certificates in PEM form"
            )
            raise UsageError(f"{what} can't be used: {why}", hint="give a file of PEM certificates")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("127.example.com")
    (True, True, False)
    """
    numeric = host.replace(".", "").isdigit()
    return (
        host in ("localhost", "::1") or host.endswith(".localhost") or (numeric and host.startswith("127."))
    )


def _checked_proxy(proxy: str) -> str:
    try:
        parts = urlsplit(proxy)
        if parts.scheme in _PROXY_SCHEMES and parts.hostname and parts.port != 0:
            return proxy
        shown = origin_of(proxy)
    except ValueError:
        shown = "given"
    raise UsageError(
        f"The proxy {shown} can't be used", hint="write it as http://host:port or socks5://host:port"
    )
