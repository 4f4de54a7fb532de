"""`workato.net.lookup`: DNS records."""

from __future__ import annotations

from typing import Any

from .errors import PackageError


def lookup(name: str, record: str) -> list[dict[str, Any]]:
    """Look a name up in the DNS.

    Args:
        name: of a host or service.
        record: ``A`` for addresses, ``SRV`` for services.

    Returns:
        A dict for each: ``address``; or ``port``, ``priority``, ``target`` and ``weight``.

    Raises:
        PackageError: there is no such name, or another kind of record was asked for.

    >>> lookup("localhost", "A")[0]
    {'address': '127.0.0.1'}
    """
    kind = str(record).upper()
    if kind not in ("A", "SRV"):
        raise PackageError('Record type not supported, Supported types: "A", "SRV"')
    return addresses(name) if kind == "A" else services(name)


def addresses(name: str) -> list[dict[str, Any]]:
    """IPv4 addresses from the system's resolver."""
    import socket

    try:
        found = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError as error:
        raise PackageError(str(error), "NetLookupError")
    return [{"address": str(entry[4][0])} for entry in found]


def services(name: str) -> list[dict[str, Any]]:
    """Service records, where a resolver library is installed."""
    try:
        from dns import resolver
    except ImportError:
        raise PackageError("SRV records need the package dnspython", "NetLookupError")
    try:
        answers = resolver.resolve(name, "SRV")
    except Exception as error:
        raise PackageError(str(error), "NetLookupError")
    return [
        {"port": a.port, "priority": a.priority, "target": str(a.target).rstrip("."), "weight": a.weight}
        for a in answers
    ]
