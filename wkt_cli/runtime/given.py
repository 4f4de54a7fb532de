"""What the options of `wkt exec` say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import UsageError

FIELDS = {"continue": "continued", "from": "start"}
"""The options whose names are none of Python's."""


def _nobody(token: str) -> Mapping[str, Any] | None:
    raise UsageError(
        "The action waits to be resumed",
        hint="give the data of the resume with --resume-data FILE, or --resume-timeout",
    )


@dataclass
class Given:
    """What the options of `wkt exec` say; each block takes those it knows.

    Attributes:
        args: positional arguments of a method, or the keywords of a pick list.
        start: first byte of a stream's chunk.
        frame_size: bytes of a stream's chunk.
        resume_data: gives the data of a resume for the token it is told; None where the time runs out.
        max_pages: how many pages a poll may fetch.
    """

    input: Any = field(default_factory=dict)
    args: Any = None
    closure: Any = None
    continued: Any = field(default_factory=dict)
    config_fields: Any = field(default_factory=dict)
    extended_input_schema: Any = field(default_factory=list)
    extended_output_schema: Any = field(default_factory=list)
    webhook_payload: Any = field(default_factory=dict)
    webhook_params: Any = field(default_factory=dict)
    webhook_headers: Any = field(default_factory=dict)
    webhook_subscribe_output: Any = field(default_factory=dict)
    webhook_url: str | None = None
    oauth2_code: str | None = None
    redirect_url: str | None = None
    refresh_token: str | None = None
    start: int = 0
    frame_size: int = 10_485_760
    resume_data: Callable[[str], Mapping[str, Any] | None] = _nobody
    max_pages: int = 600

    def __post_init__(self) -> None:
        """Check what must be a JSON object.

        Raises:
            UsageError: it isn't; the platform's SDK has these words for it.
        """
        for name in ("input", "config_fields", "continued", "webhook_headers", "webhook_params"):
            value = getattr(self, name)
            if not isinstance(value, dict):
                option = {"continued": "continue"}.get(name, name)
                wanted = "T::Hash[T.any(String, Symbol), T.untyped]"
                raise UsageError(
                    f"Parameter '{option}': Expected type {wanted}, got {_shown(value)}",
                    hint=f"--{option.replace('_', '-')} names a file with a JSON object",
                )


def _shown(value: Any) -> str:
    """Name the type of a JSON value in the words of the platform's SDK."""
    if isinstance(value, list):
        kinds = dict.fromkeys(_class(item) for item in value)
        inner = next(iter(kinds), "T.untyped") if len(kinds) <= 1 else f"T.any({', '.join(kinds)})"
        return f"T::Array[{inner}]"
    if value is None or isinstance(value, bool):
        return f"type {_class(value)}"
    return f"type {_class(value)} with value {value!r}".replace("'", '"')


def _class(value: Any) -> str:
    names = {type(None): "NilClass", str: "String", int: "Integer", float: "Float", list: "Array", dict: "Hash"}
    return {True: "TrueClass", False: "FalseClass"}[value] if isinstance(value, bool) else names[type(value)]


def by_names(options: Mapping[str, Any]) -> Given:
    """Read options that are given as names and values; a name may have a `_` at its end, as ``continue_`` has.

    Raises:
        UsageError: what must be a JSON object is none.
    """
    plain = {name.rstrip("_"): value for name, value in options.items()}
    given = {FIELDS.get(name, name): value for name, value in plain.items()}
    if "resume_data" in given:
        data = given["resume_data"]
        given["resume_data"] = lambda token: data
    return Given(**given)
