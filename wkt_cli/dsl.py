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
from .runtime.account import account_property, execution_context, lookup, workato_schema
from .runtime.packages import aws
from .runtime.request import Request
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
    "put",
    "tls_client_cert",
    "tls_server_certs",
    "user",
    "workato_schema",
]
