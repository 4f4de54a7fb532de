"""The SDK's errors as Ruby sees them: a class for each, and what a rescued error of a failed request tells."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..connector import ruby as form
from ..ruby import RubyError, registry
from ..ruby.core.exception import SdkRuntimeError, register_error, sdk_error
from ..ruby.core.openssl import OpenSSLError
from ..ruby.errors import ArgumentError, IOError_, KeyError_, RuntimeError_, StandardError, exception_class
from ..ruby.values import Proc, RClass

CLASSES: dict[type[errors.WktError], type[RubyError]] = {}
"""The Ruby class of each error of the SDK."""


FORMAT_NAMES = {"json": "JSON", "xml": "XML", "form": "WWWFormURLEncoded", "multipart": "MultipartForm", "raw": "RAW"}
FORMAT_CLASSES: dict[tuple[type[errors.WktError], str], type[RubyError]] = {}
"""The Ruby class of an error of a format."""


SYSTEM_ERRORS = ("ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EPIPE")
NETWORK_CLASSES: dict[str, type[RubyError]] = {}
"""The Ruby class of a `ConnectionFailedError` by its reason: core classes, which are no errors of the SDK."""


def _define_network_errors() -> None:
    registry.define_module("Errno")
    registry.define_module("OpenSSL::SSL")
    system = exception_class("SystemCallError", StandardError)
    NETWORK_CLASSES["SocketError"] = exception_class("SocketError", StandardError)
    NETWORK_CLASSES.update({name: exception_class(f"Errno::{name}", system) for name in SYSTEM_ERRORS})
    CLASSES[errors.TLSError] = exception_class("OpenSSL::SSL::SSLError", OpenSSLError)
    for kind in (*NETWORK_CLASSES.values(), CLASSES[errors.TLSError], exception_class("EOFError", IOError_)):
        register_error(kind)


def _define_errors() -> None:
    request_error = sdk_error("RequestError", SdkRuntimeError)
    CLASSES[errors.ConnectorRuntimeError] = SdkRuntimeError
    CLASSES[errors.RequestError] = request_error
    for python, name, parent in (
        (errors.RequestFailedError, "RequestFailedError", request_error),
        (errors.RequestTimeoutError, "RequestTimeoutError", request_error),
        (errors.DetectOnUnauthorizedRequestError, "DetectOnUnauthorizedRequestError", request_error),
        (errors.InvalidURIError, "InvalidURIError", request_error),
        (errors.RequestTLSCertificateFormatError, "RequestTLSCertificateFormatError", request_error),
        (errors.InvalidDefinitionError, "InvalidDefinitionError", SdkRuntimeError),
        (errors.UnexpectedMethodDefinitionError, "UnexpectedMethodDefinitionError", SdkRuntimeError),
        (errors.UndefinedMethodError, "UndefinedMethodError", SdkRuntimeError),
    ):
        CLASSES[python] = sdk_error(name, parent)
    CLASSES[errors.URISchemeError] = CLASSES[errors.ArityError] = ArgumentError
    CLASSES[errors.ServerDisconnectedError] = CLASSES[errors.RequestFailedError]
    CLASSES[errors.NotAvailableError], CLASSES[errors.KeyNotFoundError] = RuntimeError_, KeyError_
    for format, name in FORMAT_NAMES.items():
        for direction in (errors.RequestFormatError, errors.ResponseFormatError):
            FORMAT_CLASSES[direction, format] = sdk_error(name + direction.__name__, request_error)


def ruby_error(error: errors.WktError) -> RubyError:
    """Give an error of the runtime as one that Ruby code can rescue."""
    if isinstance(error.__cause__, RubyError):
        return error.__cause__
    if isinstance(error, (errors.RequestFormatError, errors.ResponseFormatError)):
        kind = FORMAT_CLASSES.get((type(error), error.format), CLASSES[errors.RequestError])
        return kind(error.message, wkt=error)
    if isinstance(error, errors.ConnectionFailedError) and error.reason in NETWORK_CLASSES:
        return NETWORK_CLASSES[error.reason](error.message, wkt=error)
    made = next((CLASSES[kind] for kind in type(error).__mro__ if kind in CLASSES), SdkRuntimeError)
    return made(error.message, wkt=error)


_define_network_errors()
_define_errors()


class FailedResponse:
    """The reply of a failed request, as a rescued error shows it."""

    def __init__(self, failure: errors.RequestFailedError) -> None:
        self.failure = failure


FAILED = registry.classes[CLASSES[errors.RequestFailedError]]
RESPONSE = registry.classes[FailedResponse] = RClass("RestClient::Response", registry.OBJECT, (FailedResponse,))


def failure_of(error: RubyError) -> errors.RequestFailedError | None:
    """Give the failed request behind a rescued error; None for one that Ruby code raised."""
    known = error.fields.get("wkt")
    return known if isinstance(known, errors.RequestFailedError) else None


@registry.method(FAILED, "code", "http_code")
def failure_code(error: RubyError, block: Proc | None) -> int | None:
    """The status code."""
    known = failure_of(error)
    return known.status if known else None


@registry.method(FAILED, "method")
def failure_method(error: RubyError, block: Proc | None) -> str | None:
    """The HTTP method."""
    known = failure_of(error)
    return known.reply.request.method if known and known.reply else None


@registry.method(FAILED, "response")
def failure_response(error: RubyError, block: Proc | None) -> FailedResponse | None:
    """The reply: its `code`, `body` and `headers`."""
    known = failure_of(error)
    return FailedResponse(known) if known else None


@registry.method(RESPONSE, "code")
def response_code(response: FailedResponse, block: Proc | None) -> int | None:
    """The status code."""
    return response.failure.status


@registry.method(RESPONSE, "body", "to_s")
def response_body(response: FailedResponse, block: Proc | None) -> str:
    """The raw text."""
    return response.failure.body


@registry.method(RESPONSE, "headers")
def response_headers(response: FailedResponse, block: Proc | None) -> Any:
    """The headers, found by any spelling."""
    return form.to_ruby(response.failure.headers)
