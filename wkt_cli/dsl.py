"""The vocabulary of connectors in Python.

>>> from wkt_cli.dsl import get, headers, post
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import (
    ConnectorRuntimeError,
    DetectOnUnauthorizedRequestError,
    RequestError,
    RequestFailedError,
    RequestTimeoutError,
)
from .runtime.account import account_property, execution_context, lookup, workato_schema
from .runtime.packages import aws
from .runtime.request import Request
from .runtime.steps import checkpoint, reinvoke_after
from .runtime.suspending import suspend
from .runtime.talking import pp, puts, sleep
from .runtime.vocabulary import (
    call,
    copy,
    current_url,
    current_verb,
    delete,
    digest_auth,
    error,
    get,
    head,
    headers,
    move,
    options,
    parallel,
    params,
    password,
    patch,
    payload,
    post,
    put,
    tls_client_cert,
    tls_server_certs,
    user,
)

if TYPE_CHECKING:
    from .runtime.packages import workato

__all__ = [
    "ConnectorRuntimeError",
    "DetectOnUnauthorizedRequestError",
    "Request",
    "RequestError",
    "RequestFailedError",
    "RequestTimeoutError",
    "account_property",
    "aws",
    "call",
    "checkpoint",
    "copy",
    "current_url",
    "current_verb",
    "delete",
    "digest_auth",
    "error",
    "execution_context",
    "get",
    "head",
    "headers",
    "lookup",
    "move",
    "options",
    "parallel",
    "params",
    "password",
    "patch",
    "payload",
    "post",
    "pp",
    "put",
    "puts",
    "reinvoke_after",
    "sleep",
    "suspend",
    "tls_client_cert",
    "tls_server_certs",
    "user",
    "workato",
    "workato_schema",
]


def __getattr__(name: str) -> Any:
    """Load the packages of `workato` when a connector asks for them."""
    if name != "workato":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .runtime.packages import workato

    return workato
