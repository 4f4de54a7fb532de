"""The vocabulary as Ruby sees it: the words as bare methods, requests as objects, the SDK's errors as classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Self

from .. import errors
from ..connector import ruby as form
from ..connector.mistakes import nearest
from ..ruby import LimitError, SandboxError, registry
from ..ruby.convert import to_ruby
from ..ruby.core.object import describe, inspect
from ..ruby.dispatch import no_method
from ..ruby.errors import TypeError_
from ..ruby.limits import counted, paused
from ..ruby.mutable import mutable
from ..ruby.values import Hash, IndifferentHash, Proc, Symbol, Text
from . import frame as frames
from . import ruby_raw
from .object_definitions import ObjectDefinitions
from .request import BODY_VERBS, Request
from .ruby_arguments import keywords
from .ruby_errors import ruby_error
from .vocabulary import check_call, check_verb, parallel

VERBS_WITH_QUERY = ("get", "head", "options", "delete")
VERBS_WITH_BODY = ("post", "put", "patch", "copy", "move")
NO_HASH = (list, str, Text, Symbol, int, float)
"""What can't be merged into the body of a verb that takes one (section 4): its second argument can be such."""
OF_THE_OBJECT = (
    "class",
    "is_a?",
    "kind_of?",
    "instance_of?",
    "respond_to?",
    "tap",
    "then",
    "equal?",
    "object_id",
    "!",
    "itself",
    "freeze",
)
"""What answers for the request itself and doesn't send it (reference/http_dsl.md section 2)."""

def word(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a bare word; its errors become Ruby's, and the time it waits does not count as computing."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        registry.function(name)(guarded(function))
        return function

    return register


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function of the runtime as Ruby may call it."""

    @wraps(function)
    def call(me: Any, block: Proc | None, *arguments: Any) -> Any:
        try:
            with paused():
                return function(me, block, *arguments)
        except errors.WktError as error:
            if isinstance(error.__cause__, (SandboxError, LimitError, RecursionError)):
                raise error.__cause__ from None
            raise ruby_error(error) from error

    return call


class RubyRequest(Request):
    """A request that Ruby code builds and reads."""

    changing = (False, 0)

    def response_format_raw(self) -> Self:
        """Give the reply's body as a String of the reply's charset, of bytes where it names none."""
        self.response_format = ruby_raw
        return self

    def shaped(self, value: Any) -> Any:
        """Give a reply's value as Ruby's: a plain hash; the elements of XML answer to symbols and texts."""
        found = to_ruby(value)
        if self.response_format.NAME == "xml" and isinstance(value, dict) and not isinstance(value, Hash):
            found = Hash((name, form.indifferent(elements)) for name, elements in found.items())
        return mutable(found, self.changing)

    def ruby_mutable(self, levels: tuple[bool, int]) -> None:
        """Strings of the reply may change in their place."""
        self.changing = levels
        if self.sent:
            self._value = mutable(self._value, levels)


REQUEST = registry.define_class(form.REQUEST, registry.BASIC_OBJECT, RubyRequest)


def _verb(name: str, url: Any) -> RubyRequest:
    frame = check_verb(name)
    made = frame.session.request(name.upper(), form.plain(url))
    assert isinstance(made, RubyRequest)
    return made


def _define_verbs() -> None:
    def with_query(name: str) -> None:
        @word(name)
        def send(me: Any, block: Proc | None, url: Any, params: Any = None) -> Any:
            return _verb(name, url).params(form.plain(params))

    def with_body(name: str) -> None:
        @word(name)
        def send(me: Any, block: Proc | None, url: Any, payload: Any = None) -> Any:
            request = _verb(name, url)
            request.body = form.plain(payload)
            return request

    for name in VERBS_WITH_QUERY:
        with_query(name)
    for name in VERBS_WITH_BODY:
        with_body(name)


@word("call")
def call_method(me: Any, block: Proc | None, name: Any, *arguments: Any) -> Any:
    """Run one of the connector's `methods`; a program of its own has none."""
    if not frames.block_name():
        raise errors.UndefinedMethodError(f"Method '{form.plain(name)}' does not exists")
    return check_call().session.method(str(form.plain(name) or ""), *arguments)


@word("parallel")
def send_parallel(me: Any, block: Proc | None, requests: Any = None, given: Any = None) -> list[Any]:
    """Send several requests at once."""
    options = keywords(given, (), ("threads", "rpm", "requests_per_period", "period"))
    return list(parallel(requests, **_given(options)))


def chain(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a chain method of requests."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        registry.method(REQUEST, *names)(guarded(function))
        return function

    return register


@chain("headers")
def headers(request: RubyRequest, block: Proc | None, given: Any) -> RubyRequest:
    """Add headers: symbol keys are spelt for you, text keys stay."""
    if not isinstance(given, Hash):
        raise TypeError_(f"no implicit conversion of {describe(given)} into Hash")
    for key, value in given.items():
        written = inspect(value) if isinstance(value, (list, Hash)) else form.plain(value)
        request.add_header(form.plain(key), written, named=isinstance(key, Symbol))
    return request


@chain("case_sensitive_headers")
def case_sensitive_headers(request: RubyRequest, block: Proc | None, given: Any) -> RubyRequest:
    """Add headers that are spelt as they are."""
    return request.case_sensitive_headers(form.plain(given))


@chain("params")
def params(request: RubyRequest, block: Proc | None, given: Any) -> RubyRequest:
    """Merge a hash into the query; a text replaces it, and takes no hash after it."""
    if isinstance(given, Hash) and isinstance(request.query, str):
        raise no_method(request.query, "merge!")
    return request.params(form.plain(given))


@chain("payload")
def payload(request: RubyRequest, block: Proc | None, given: Any = None) -> RubyRequest:
    """Merge a hash into the body; the block gets the merged hash to change."""
    if isinstance(given, NO_HASH) and request.method in BODY_VERBS:
        raise no_method(given, "to_hash")
    if given is not None:
        request.payload(form.plain(given))
    if block is not None:
        body = form.to_ruby(dict(request.body or {}))
        with counted():
            block.call(body)
        request.body = form.plain(body)
    return request


def xml_arguments(arguments: tuple[Any, ...]) -> tuple[dict[str, Any], bool]:
    """Read the arguments after the root: namespaces as a hash or keywords, and whether prefixes are stripped."""
    given: dict[str, Any] = {}
    for argument in arguments:
        given.update(form.plain(argument) or {})
    return given, bool(given.pop("strip_response_namespaces", False))


@chain("format_xml")
def format_xml(request: RubyRequest, block: Proc | None, root: Any, *arguments: Any) -> RubyRequest:
    """Write and read XML."""
    namespaces, strip = xml_arguments(arguments)
    return request.format_xml(form.plain(root), namespaces, strip)


@chain("request_format_xml")
def request_format_xml(request: RubyRequest, block: Proc | None, root: Any, *arguments: Any) -> RubyRequest:
    """Write XML."""
    return request.request_format_xml(form.plain(root), xml_arguments(arguments)[0])


@chain("response_format_xml")
def response_format_xml(request: RubyRequest, block: Proc | None, *arguments: Any) -> RubyRequest:
    """Read XML; the elements are indifferent hashes."""
    return request.response_format_xml(xml_arguments(arguments)[1])


@chain("after_response")
def after_response(request: RubyRequest, block: Proc | None) -> RubyRequest:
    """Make the block give the value of a successful request."""
    return request.after_response(block) if block is not None else request


@chain("after_error_response")
def after_error_response(request: RubyRequest, block: Proc | None, *matchers: Any) -> RubyRequest:
    """Handle failures that a matcher fits."""
    request.on_error = (tuple(map(form.matcher, matchers)), block) if block is not None else None
    return request


@chain("tls_client_cert")
def tls_client_cert(request: RubyRequest, block: Proc | None, given: Any = None) -> RubyRequest:
    """Show a certificate of one's own."""
    return request.tls_client_cert(**_pems(given, ("certificate", "key"), ("passphrase", "intermediates")))


@chain("tls_server_certs")
def tls_server_certs(request: RubyRequest, block: Proc | None, given: Any = None) -> RubyRequest:
    """Trust certificates of one's own."""
    return request.tls_server_certs(**_pems(given, ("certificates",), ("strict",)))


def _pems(given: Any, required: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    """Read options; nil is an empty text, which is no PEM, where one is required, and else no option."""
    return dict.fromkeys(required, "") | _given(keywords(given, required, optional))


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: form.plain(value) for name, value in options.items() if value is not None}


@chain("auth_type")
def auth_type(request: RubyRequest, block: Proc | None, value: Any) -> RubyRequest:
    """Hand a value to `apply` as its last argument, as it is."""
    return request.auth_type(value)


@chain("dup", "clone")
def dup(request: RubyRequest, block: Proc | None) -> RubyRequest:
    """Give an independent request, which is sent by itself."""
    return request.copy()


@chain("response!")
def response(request: RubyRequest, block: Proc | None) -> Any:
    """Send, and give the plain value."""
    return request.response()


@chain("method_missing")
def delegate(request: RubyRequest, block: Proc | None, name: Symbol, *arguments: Any) -> Any:
    """Send, and call the method on the value (section 2, rule 7); in `apply` there is none to send."""
    if frames.request_in_apply() is request and not any(name.name in own for own in registry.own.values()):
        raise errors.UndefinedMethodError(
            f"undefined method `{name.name}' in `apply`",
            hint=nearest(name.name, [*registry.own[REQUEST], *registry.functions]),
        )
    return registry.send(request.response(), name.name, *arguments, block=block)


@chain("to_a")
def to_a(request: RubyRequest, block: Proc | None) -> Any:
    """Send, and give the value as an array: `[*request]` and `Array(request)`."""
    return registry.send(request.response(), "to_a")


@chain("each")
def each(request: RubyRequest, block: Proc | None) -> Any:
    """Send, and go through the value; `for` looks for it, too."""
    return registry.send(request.response(), "each", block=block)


@chain("==")
def equals(request: RubyRequest, block: Proc | None, other: Any) -> Any:
    """Compare the value; sends."""
    return registry.send(
        request.response(), "==", other.response() if isinstance(other, RubyRequest) else other
    )


@chain("nil?")
def is_nil(request: RubyRequest, block: Proc | None) -> bool:
    """A request is never nil, and asking doesn't send it."""
    return False


class DefinitionsHash(IndifferentHash):
    """`object_definitions` as a Ruby block sees it."""

    def __init__(self, definitions: ObjectDefinitions) -> None:
        super().__init__()
        self.definitions = definitions


DEFINITIONS = registry.define_class(
    "Workato::Connector::Sdk::ObjectDefinitions", registry.HWIA, DefinitionsHash
)


@registry.method(DEFINITIONS, "[]")
@guarded
def definition(known: DefinitionsHash, block: Proc | None, name: Any) -> Any:
    """Give a copy of a definition's fields; `fetch`, `keys` and the rest see those that were asked for before."""
    wanted = str(form.plain(name))
    known[wanted] = form.indifferent(known.definitions.fields(wanted))
    return form.indifferent(known[wanted])


@registry.method(DEFINITIONS, "dig")
def dig(known: DefinitionsHash, block: Proc | None, name: Any, *rest: Any) -> Any:
    """Look into a definition."""
    found = definition(known, block, name)
    return registry.send(found, "dig", *rest) if rest else found


def _define_chain() -> None:
    """The chain methods that mean the same in both forms."""
    for name in (
        "user", "password", "request_body", "request_format_json", "response_format_json",
        "format_json", "request_format_www_form_urlencoded", "request_format_raw", "response_format_raw",
        "request_format_multipart_form", "digest_auth",
        "follow_redirection", "ignore_redirection",
    ):  # fmt: skip
        _same(name)

    for name in ("current_url", "current_verb"):
        _property(name)

    for name in OF_THE_OBJECT:
        _of_the_object(name)


def _of_the_object(name: str) -> None:
    def answer(request: RubyRequest, block: Proc | None, *arguments: Any) -> Any:
        found = registry.lookup(object, name)
        assert found is not None
        return found(request, block, *arguments)

    registry.method(REQUEST, name)(answer)


def _same(name: str) -> None:
    @chain(name)
    def call(request: RubyRequest, block: Proc | None, *arguments: Any) -> Any:
        return getattr(request, name)(*map(form.plain, arguments))


def _property(name: str) -> None:
    @chain(name)
    def read(request: RubyRequest, block: Proc | None) -> Any:
        return getattr(request, name)


_define_verbs()
_define_chain()
form.FORMS[ObjectDefinitions] = DefinitionsHash
form.current_self, form.request_kind = frames.request_in_apply, RubyRequest
