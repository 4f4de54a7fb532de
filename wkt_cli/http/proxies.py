"""Which proxy a request goes through, by the variables that other programs go by, too."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from ..errors import UsageError
from .wire import DEFAULT_PORTS, origin_of

_SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(url: str, environ: Mapping[str, str]) -> str | None:
    """Give the proxy that the environment names for a URL, or None.

    HTTP_PROXY, HTTPS_PROXY and ALL_PROXY in lower case go before those in capitals. They hold for addresses of this
    machine as for others; what NO_PROXY lists goes without.

    >>> environ = {"HTTPS_PROXY": "proxy:3128", "NO_PROXY": "10.0.0.0/8, .example.com, localhost:8080"}
    >>> proxy_for("https://api.example.org/", environ)
    'http://proxy:3128'
    >>> [proxy_for(f"https://{host}/", environ) for host in ("10.1.2.3", "a.example.com", "localhost:8080")]
    [None, None, None]
    """
    parts = urlsplit(url)
    proxies = _named(environ)
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or _is_direct(parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme], proxies.get("no", "")):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def checked(proxy: str) -> str:
    """Give a proxy's URL.

    Raises:
        UsageError: there is no such kind of proxy, or the URL can't be read; a password in it is not told.
    """
    try:
        parts = urlsplit(proxy)
        if parts.scheme in _SCHEMES and parts.hostname and parts.port != 0:
            return proxy
        shown = origin_of(proxy)
    except ValueError:
        shown = "given"
    raise UsageError(
        f"The proxy {shown} can't be used", hint="write it as http://host:port or socks5://host:port"
    )


def _named(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the proxies by scheme, and what goes without as ``no``; of the system where no variable names any."""
    known = {f"{scheme}_proxy": scheme for scheme in ("http", "https", "all", "no")}
    given = {known[name.lower()]: environ[name].strip() for name in sorted(environ) if name.lower() in known}
    found = {scheme: value for scheme, value in given.items() if value}
    if set(found) - {"no"} or sys.platform not in ("darwin", "win32"):
        return found
    from urllib.request import getproxies

    return {**getproxies(), **found}


def _is_direct(host: str, port: int, listed: str) -> bool:
    """Tell whether a list such as ``localhost, .example.com, 10.0.0.0/8, host:8080`` names a host."""
    entries = [entry.strip().lower() for entry in listed.split(",") if entry.strip()]
    return any(entry == "*" or _names(entry, host, port) for entry in entries)


def _names(entry: str, host: str, port: int) -> bool:
    bare, colon, wanted = entry.rpartition(":")
    if colon and wanted.isdigit() and (":" not in bare or bare.endswith("]")):
        if int(wanted) != port:
            return False
        entry = bare
    entry = entry.strip("[]").removeprefix("*").lstrip(".")
    return host == entry or host.endswith(f".{entry}") or _in_network(entry, host)


def _in_network(entry: str, host: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False
