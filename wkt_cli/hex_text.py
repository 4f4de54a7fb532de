"""Bytes as text, where a text has to stand for them; knows no layer."""

from __future__ import annotations

SHOWN = 128


def hex_text(data: bytes) -> str:
    """Give bytes as the platform writes its Binary: the first 128 in hexadecimal digits, and how many follow.

    >>> hex_text(b"ab"), hex_text(bytes(130))[-17:]
    ('0x6162', '00…(2 bytes more)')
    """
    if not data:
        return ""
    more = f"…({len(data) - SHOWN} bytes more)" if len(data) > SHOWN else ""
    return "0x" + data[:SHOWN].hex() + more
