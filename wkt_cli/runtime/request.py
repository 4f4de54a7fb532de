"""The lazy request that a verb builds: nothing is sent until its value is used.

Rules of laziness and of the chain: reference/http_dsl.md sections 2 and 4. A comparison sends, as do all other uses
of the value; only building, chaining and looking at `current_url` and `current_verb` don't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from ..errors import InvalidDefinitionError, LambdaError, Place, RequestFormatError
from ..http.formats import Format, form, json, raw
from .frame import Frame, request_in_apply

if TYPE_CHECKING:
    from ..http.tls import Tls

BODY_VERBS = frozenset({"POST", "PUT", "PATCH", "DELETE", "COPY", "MOVE"})
_UNSENT = object()


def merged(positional: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    """Give what a call was given: its one positional value, or one dict with the named ones merged in."""
    if not positional:
        return dict(named)
    if named and isinstance(positional[0], Mapping):
        return {**positional[0], **named}
    return positional[0]


class Request:
    """A request of a connector: chain methods build it, the first use of its value sends it.

    Made by the verbs of `wkt_cli.dsl`; all chain methods change it in place and return it.
    """

    def __init__(self, frame: Frame, method: str, url: str, line: int | None) -> None:
        self.frame, self.method, self.url, self.line = frame, method, url, line
        self.query: Any = {}
        self.body: Any = None
        self.verbatim: Any = None
        self.added_headers: dict[tuple[str, bool], Any] = {}
        self.exact_headers: dict[str, str] = {}
        self.credentials: tuple[str | None, str | None] = (None, None)
        self.redirects = "default"
        self.request_format: Format | None = json if method in BODY_VERBS else None
        self.content_type = self.request_format.CONTENT_TYPE if self.request_format else None
        self.forced_type: str | None = None
        self.response_format: Format = json
        self.accept: str | None = json.CONTENT_TYPE
        self.on_response: Callable[..., Any] | None = None
        self.on_error: tuple[tuple[Any, ...], Callable[..., Any]] | None = None
        self.auth: Any = None
        self.digest = False
        self.tls: Tls | None = None
        self.applied: frozenset[str] = frozenset()
        self.attempt = 1
        self._value: Any = _UNSENT
        self._sending = RLock()

    def params(self, *args: Any, **named: Any) -> Self:
        """Merge a dict into the query; a text replaces it and goes out as it is."""
        given = merged(args, named)
        if isinstance(given, Mapping):
            self.query = {**(self.query if isinstance(self.query, dict) else {}), **given}
        elif given is not None:
            self.query = given
        return self

    def payload(self, *args: Any, **named: Any) -> Self:
        """Merge a dict into the body; the first value that is no dict becomes the body; a function changes it."""
        given = merged(args, named)
        if callable(given):
            self.body = {} if self.body is None else self.body
            given(self.body)
        elif isinstance(given, Mapping) and isinstance(self.body, (Mapping, type(None))):
            self.body = {**(self.body or {}), **given}
        elif given is not None:
            self.body = given
        return self

    def request_body(self, body: Any) -> Self:
        """Set a text or bytes that go out as they are, or a dict that is form-encoded; a number or list is no body."""
        if isinstance(body, Mapping):
            self.body, self.verbatim = dict(body), None
            format = form.Unsorted()
            self.written_as(format).forced_type = format.CONTENT_TYPE
        elif body is None or isinstance(body, (list, tuple, int, float)):
            self.body = self.verbatim = None
        else:
            self.verbatim = body
        return self

    def headers(self, *args: Any, **named: Any) -> Self:
        """Add headers: names given as keywords are spelt for you (`x_one` goes out as `X-One`); None leaves one out."""
        for given in args:
            for name, value in given.items():
                self.add_header(name, value)
        for name, value in named.items():
            self.add_header(name, value, named=True)
        return self

    def add_header(self, name: str, value: Any, *, named: bool = False) -> None:
        """Add a header after all others, so that it wins over another spelling.

        Args:
            name: as it was given.
            value: None leaves it out.
            named: whether the name was given as a keyword or symbol.
        """
        self.added_headers.pop((name, named), None)
        self.added_headers[name, named] = value

    def case_sensitive_headers(self, headers: Mapping[str, str]) -> Self:
        """Add headers that go out exactly as they are spelt; their values are texts.

        Raises:
            RequestFormatError: a value is no text.
        """
        for name, value in headers.items():
            if not isinstance(value, str):
                raise RequestFormatError(
                    f"The header `{name}` needs a text, not {type(value).__name__}",
                    hint="`case_sensitive_headers` takes texts only",
                )
            self.exact_headers[str(name)] = value
        return self

    @property
    def all_headers(self) -> dict[str, Any]:
        """All headers that were added, by their names as they were given."""
        return {**{name: value for (name, _), value in self.added_headers.items()}, **self.exact_headers}

    def user(self, name: str | None) -> Self:
        """Set the user of HTTP Basic authentication."""
        self.credentials = (name, self.credentials[1])
        return self

    def password(self, password: str | None) -> Self:
        """Set the password of HTTP Basic authentication."""
        self.credentials = (self.credentials[0], password)
        return self

    def digest_auth(self) -> Self:
        """Send user and password only as the answer to a server's digest challenge."""
        self.digest = True
        return self

    def tls_client_cert(
        self, *, certificate: str, key: str, passphrase: str | None = None, intermediates: str | Sequence[str] = ()
    ) -> Self:
        """Show a certificate of one's own to the server.

        Args:
            certificate: PEM.
            key: its private key, PEM.
            passphrase: opens the key, if it is encrypted.
            intermediates: PEM, one or many, of the authorities between it and the root.

        Raises:
            RequestTLSCertificateFormatError: one of them can't be read.
        """
        from ..http.tls import Tls, client_identity

        redactor = self.frame.session.recorder.redactor
        for name, secret in (("tls_key", key), ("tls_passphrase", passphrase)):
            redactor.add(name, secret)
        self.tls = (self.tls or Tls())._replace(client=client_identity(certificate, key, passphrase, intermediates))
        return self

    def tls_server_certs(self, *, certificates: str | Sequence[str], strict: bool = True) -> Self:
        """Trust certificates of one's own.

        Args:
            certificates: PEM, one or many.
            strict: trust only these; False trusts the usual authorities, too.

        Raises:
            RequestTLSCertificateFormatError: one of them can't be read.
        """
        from ..http.tls import Tls, server_certificates

        self.tls = (self.tls or Tls())._replace(trusted=server_certificates(certificates), strict=strict)
        return self

    def auth_type(self, value: Any) -> Self:
        """Hand a value to `apply` as its last argument."""
        self.auth = value
        return self

    def written_as(self, format: Format) -> Self:
        """Write the payload in a format; one without a content type leaves that as it is."""
        self.request_format, self.content_type = format, format.CONTENT_TYPE or self.content_type
        self.forced_type = None
        if self.verbatim is not None:
            self.body, self.verbatim = self.verbatim, None
        return self

    def request_format_json(self) -> Self:
        """Write the payload as JSON."""
        return self.written_as(json)

    def request_format_www_form_urlencoded(self) -> Self:
        """Write the payload as a form."""
        return self.written_as(form)

    def request_format_raw(self) -> Self:
        """Send the payload, a text or bytes, as it is; the content type stays."""
        return self.written_as(raw)

    def request_format_multipart_form(self) -> Self:
        """Write the payload as parts: a list of data, media type and file name is a file."""
        from ..http.formats.multipart import Multipart

        format = Multipart()
        self.written_as(format).forced_type = format.CONTENT_TYPE
        return self

    def request_format_xml(self, root: str, namespaces: Mapping[str, Any] | None = None) -> Self:
        """Write the payload as XML below a root; the namespaces are added to it."""
        from ..http.formats.xml import Xml

        return self.written_as(Xml(root, namespaces))

    def response_format_xml(self, strip_response_namespaces: bool = False) -> Self:
        """Read the reply as XML; elements may lose the prefixes of their names."""
        from ..http.formats.xml import Xml

        self.response_format, self.accept = Xml(strip=strip_response_namespaces), Xml.CONTENT_TYPE
        return self

    def format_xml(
        self, root: str, namespaces: Mapping[str, Any] | None = None, strip_response_namespaces: bool = False
    ) -> Self:
        """Write and read XML."""
        return self.request_format_xml(root, namespaces).response_format_xml(strip_response_namespaces)

    def response_format_json(self) -> Self:
        """Read the reply as JSON."""
        self.response_format, self.accept = json, json.CONTENT_TYPE
        return self

    def response_format_raw(self) -> Self:
        """Give the reply's body as text, or as bytes where it is none; `Accept` stays."""
        self.response_format = raw
        return self

    def format_json(self) -> Self:
        """Write and read JSON."""
        return self.request_format_json().response_format_json()

    def follow_redirection(self) -> Self:
        """Follow redirects of all methods, with the same method and body."""
        self.redirects = "follow"
        return self

    def ignore_redirection(self) -> Self:
        """Take a redirect as the reply."""
        self.redirects = "ignore"
        return self

    def after_response(self, function: Callable[..., Any]) -> Self:
        """Make `function(code, body, headers)` give the value of a successful request; the last one wins."""
        self.on_response = function
        return self

    def after_error_response(self, *matchers: Any) -> Any:
        """Handle failures that match a status, a text, a pattern or several; the last one wins.

        Used as `after_error_response(404, function)` or as a decorator; the function is given
        `code, body, headers, message`, as many as it takes.
        """
        *rules, last = matchers
        if callable(last) and not isinstance(last, type):
            self.on_error = (tuple(rules), last)
            return self
        return lambda function: self.after_error_response(*matchers, function)

    @property
    def current_url(self) -> str:
        """The URL with its query, as it would be sent now; user and password, which go as a header, stand in it."""
        from .build import url_with_user

        return url_with_user(self)

    @property
    def current_verb(self) -> str:
        """The HTTP method."""
        return self.method

    @property
    def place(self) -> Place:
        """Where the connector built the request."""
        return Place(self.frame.session.connector.path, self.line, self.frame.block)

    def copy(self) -> Self:
        """Give an independent request that has not been sent."""
        made = copy(self)
        made.query = dict(self.query) if isinstance(self.query, dict) else self.query
        made.added_headers, made.exact_headers = dict(self.added_headers), dict(self.exact_headers)
        made.body, made._value = dict(self.body) if isinstance(self.body, dict) else self.body, _UNSENT
        made._sending = RLock()
        return made

    def response(self) -> Any:
        """Send the request if it wasn't, and give its value; None and False are not kept (section 2, rule 1).

        Raises:
            InvalidDefinitionError: `apply` is running, which comes before it is sent.
        """
        if request_in_apply() is self:
            raise InvalidDefinitionError(
                "The reply can't be used in `apply`, which runs before the request is sent",
                hint="look at it in `after_response`, or let `refresh_on` and `detect_on` judge it",
            )
        with self._sending:
            if self._value is not _UNSENT:
                return self._value
            value, kept = self.frame.session.send(self)
            value = self.shaped(value)
            if kept and value is not None and value is not False:
                self._value = value
            return value

    def shaped(self, value: Any) -> Any:
        """Give a reply's value as the connector's language has it."""
        return value

    @property
    def sent(self) -> bool:
        """Whether a value is kept."""
        return self._value is not _UNSENT

    def __getitem__(self, key: Any) -> Any:
        """Give a value of the reply; None for a key that a dict lacks, as in the SDK."""
        value = self.response()
        return value.get(key) if isinstance(value, dict) else value[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.response()[key] = value

    def __iter__(self) -> Iterator[Any]:
        return iter(self.response())

    def __len__(self) -> int:
        return len(self.response())

    def __contains__(self, key: Any) -> bool:
        return key in self.response()

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return bool(self.response() == (other.response() if isinstance(other, Request) else other))

    __hash__ = object.__hash__

    def __str__(self) -> str:
        return str(self.response())

    def __repr__(self) -> str:
        return f"<{self.method} request, {'sent' if self.sent else 'not sent'}>"

    def __getattr__(self, name: str) -> Any:
        """Give what the reply's value has under that name, such as `keys` or `get`; sends."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.response(), name)


def _as_it_is(value: Any) -> Any:
    return value


def resolve(value: Any, plain: Callable[[Any], Any] = _as_it_is) -> Any:
    """Send every request in what a block gave back, in order of appearance (section 2, rule 9).

    Args:
        value: what was given back; its dicts and lists are changed.
        plain: makes of a request's value what takes its place.

    Raises:
        LambdaError: it contains itself, or is nested too deeply.
    """
    try:
        return _resolved(value, plain)
    except RecursionError as error:
        raise LambdaError(
            "The value contains itself, or is nested too deeply", hint="give back only as much of it as is needed"
        ) from error


def _resolved(value: Any, plain: Callable[[Any], Any]) -> Any:
    if isinstance(value, Request):
        return plain(_resolved(value.response(), plain))
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (Request, dict, list)):
                value[key] = _resolved(inner, plain)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            if isinstance(inner, (Request, dict, list)):
                value[place] = _resolved(inner, plain)
    return value
