"""Traces on the disk, in `.wkt/traces`: bounded in number and size, private, written atomically."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import StoreError, UsageError
from ..store.files import os_failure, private_folder, read_bytes, write_atomically
from .model import FORMAT_VERSION, Exchange, Message, Origin, Phase, Times, Trace

MAX_TRACES = 100
MAX_BYTES = 20 * 1024 * 1024


def new_trace(command: str = "", connector: str = "", connection: str = "") -> Trace:
    """Make an empty trace with an id that sorts by time.

    Args:
        command: as typed, masked.
        connector: the connector's name.
        connection: the connection's name.
    """
    now = datetime.now().astimezone()
    return Trace(
        id=f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}{secrets.token_hex(2)}",
        command=command,
        connector=connector,
        connection=connection,
        started=now.isoformat(timespec="milliseconds"),
    )


class TraceFiles:
    """The stored traces of a project.

    Args:
        state_folder: the project's `.wkt`.
    """

    def __init__(self, state_folder: Path) -> None:
        self.state_folder = state_folder
        self.folder = state_folder / "traces"

    def save(self, trace: Trace) -> Path:
        """Store a trace and remove the oldest ones beyond the bounds.

        Raises:
            StoreError: it can't be written.
        """
        private_folder(self.state_folder)
        private_folder(self.folder)
        path = self.folder / f"{trace.id}.json"
        write_atomically(path, _written(trace), private=True, lasting=False)
        self._prune(path)
        return path

    def ids(self) -> list[str]:
        """Give the ids of all traces, the newest first."""
        return [path.stem for path in reversed(self._paths())]

    def latest(self) -> Trace | None:
        """Give the newest trace, or None.

        Raises:
            StoreError: it is damaged.
        """
        paths = self._paths()
        return _read(paths[-1]) if paths else None

    def load(self, id: str) -> Trace:
        """Give a trace by its id or the beginning of it.

        Raises:
            UsageError: there is none, or more than one.
            StoreError: it is damaged.
        """
        found = [path for path in self._paths() if path.stem.startswith(id)]
        exact = [path for path in found if path.stem == id]
        if len(exact or found) != 1:
            what = f"{len(found)} traces begin with `{id}`" if found else f"There is no trace `{id}`"
            raise UsageError(what, hint="`wkt trace list` shows them")
        return _read((exact or found)[0])

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*.json"))

    def _prune(self, newest: Path) -> None:
        """Remove the oldest traces; the newest stays whatever its size."""
        size = count = 0
        for path in reversed(self._paths()):
            with suppress(OSError):
                size, count = size + path.stat().st_size, count + 1
                if path != newest and (count > MAX_TRACES or size > MAX_BYTES):
                    path.unlink()


def _written(trace: Trace) -> bytes:
    """Write a trace, each exchange on a line of its own."""
    attributes = _attributes(trace)
    exchanges = attributes.pop("exchanges")
    head = _ENCODER.encode({**attributes, "exchanges": []}).removesuffix("]}")
    lines = ",\n".join(map(_ENCODER.encode, exchanges))
    return f"{head}\n{lines}\n]}}\n".encode("utf-8", "surrogatepass")


def _attributes(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_attributes, check_circular=False)


def _read(path: Path) -> Trace:
    try:
        data = read_bytes(path)
    except OSError as error:
        raise os_failure(error, path, "be read")
    try:
        return trace_of(json.loads(data or b""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise StoreError(f"The trace {path} is damaged", hint="remove that file; nothing else depends on it")


def trace_of(data: dict[str, Any]) -> Trace:
    """Make a trace of what `save` wrote.

    Raises:
        StoreError: a newer `wkt` wrote it.
        ValueError, TypeError, KeyError: it is damaged.
    """
    if data["version"] != FORMAT_VERSION:
        raise StoreError(
            f"The trace has the format {data['version']}, this `wkt` reads {FORMAT_VERSION}",
            hint="update `wkt`, or remove the trace",
        )
    return Trace(**{**data, "exchanges": [_exchange(one) for one in data["exchanges"]]})


def _exchange(data: dict[str, Any]) -> Exchange:
    origin = Origin(**{**data["origin"], "phase": Phase(data["origin"]["phase"])})
    sides = {side: _message(data[side]) for side in ("request", "response")}
    return Exchange(**{**data, **sides, "origin": origin, "times": Times(**data["times"])})


def _message(data: dict[str, Any]) -> Message:
    return Message([(str(k), str(v)) for k, v in data["headers"]], str(data["body"]), int(data["size"]))
