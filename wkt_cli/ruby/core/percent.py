"""Percent-encoding undone, in steps: the memory it takes stays small where a text is large."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

STEP = 500_000


def unescaped(data: bytes) -> bytes:
    """Each `%41` as its byte; a stray % stays."""
    if len(data) <= STEP:
        return unquote_to_bytes(data)
    made, start = bytearray(), 0
    while start < len(data):
        end = _end_of_step(data, start + STEP)
        made += unquote_to_bytes(data[start:end])
        start = end
    return bytes(made)


def _end_of_step(data: bytes, end: int) -> int:
    """Where a step ends, so that it cuts no escape in two."""
    escape = data.rfind(b"%", end - 2, end)
    return end if escape < 0 else escape
