"""The vocabulary of connectors in Python.

>>> from wkt_cli.dsl import get, headers, post
"""

from .errors import (
    ConnectorRuntimeError,
    DetectOnUnauthorizedRequestError,
    RequestError,
    RequestFailedError,
    RequestTimeoutError,
)
from .runtime.request import Request
from .runtime.vocabulary import (
    call,
    copy,
    current_url,
    current_verb,
    delete,
    error,
    get,
    head,
    headers,
    move,
    options,
    params,
    password,
    patch,
    payload,
    post,
    put,
    user,
)

__all__ = [
    "ConnectorRuntimeError",
    "DetectOnUnauthorizedRequestError",
    "Request",
    "RequestError",
    "RequestFailedError",
    "RequestTimeoutError",
    "call",
    "copy",
    "current_url",
    "current_verb",
    "delete",
    "error",
    "get",
    "head",
    "headers",
    "move",
    "options",
    "params",
    "password",
    "patch",
    "payload",
    "post",
    "put",
    "user",
]
