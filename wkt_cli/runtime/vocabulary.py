"""The words a connector's functions are written in: one table, seen by Python as `wkt_cli.dsl`.

Rules: reference/http_dsl.md sections 1 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from ..errors import ConnectorRuntimeError, InvalidDefinitionError, UndefinedMethodError
from .frame import Frame, Scope, running
from .request import Request, merged


def check_verb(name: str) -> Frame:
    """Give the running frame if a verb may be used in it.

    Raises:
        InvalidDefinitionError: `apply` is running, a block that sends nothing, or none.
    """
    frame = _check_bare(name)
    if frame.scope is not Scope.FULL:
        raise InvalidDefinitionError(
            f"`{name}` can't be used in `{frame.block}`, which only gives a value",
            hint="make the request in `acquire` and put what it gives into the connection",
        )
    if frame.request is not None:
        raise InvalidDefinitionError(
            f"`{name}` can't be used in `apply`, which only changes the request it is given",
            hint="make the request in `acquire` and put what it gives into the connection",
        )
    return frame


def _check_bare(name: str) -> Frame:
    """Give the running frame; `dedup` and `webhook_notification` lack some words on the platform, too."""
    frame = running()
    if frame.scope is Scope.BARE:
        raise UndefinedMethodError(
            f"undefined method `{name}' for `{frame.block}`",
            hint="the platform runs this block without requests, methods and `error`: work on the values only",
        )
    return frame


def _verb(method: str, url: str) -> Request:
    return check_verb(method.lower()).session.request(method, url)


def _with_query(method: str, url: str, args: tuple[Any, ...], named: dict[str, Any]) -> Request:
    return _verb(method, url).params(*args, **named)


def _with_body(method: str, url: str, args: tuple[Any, ...], named: dict[str, Any]) -> Request:
    request = _verb(method, url)
    request.body = merged(args, named) if args or named else None
    return request


def get(url: str, /, *params: Any, **named: Any) -> Request:
    """Build a GET request; a dict or keywords become its query.

    >>> from wkt_cli.dsl import get
    >>> def test(connection):
    ...     return get("/api/v5/users", limit=10)
    """
    return _with_query("GET", url, params, named)


def head(url: str, /, *params: Any, **named: Any) -> Request:
    """Build a HEAD request; a dict or keywords become its query.

    >>> from wkt_cli.dsl import head
    >>> def exists(connection, id):
    ...     return head(f"/files/{id}", {"version": 2})
    """
    return _with_query("HEAD", url, params, named)


def options(url: str, /, *params: Any, **named: Any) -> Request:
    """Build an OPTIONS request; a dict or keywords become its query.

    >>> from wkt_cli.dsl import options
    >>> def methods_of(path):
    ...     return options(path)
    """
    return _with_query("OPTIONS", url, params, named)


def delete(url: str, /, *params: Any, **named: Any) -> Request:
    """Build a DELETE request; a dict or keywords become its query, as documented; `.payload` gives it a body.

    >>> from wkt_cli.dsl import delete
    >>> def execute(connection, input):
    ...     return delete(f"/users/{input['id']}", notify=True)
    """
    return _with_query("DELETE", url, params, named)


def post(url: str, /, *payload: Any, **named: Any) -> Request:
    """Build a POST request; a dict, any other value or keywords become its JSON body.

    >>> from wkt_cli.dsl import post
    >>> def acquire(connection):
    ...     response = post("/token").payload(grant_type="client_credentials").request_format_www_form_urlencoded()
    ...     return {"access_token": response["access_token"]}
    """
    return _with_body("POST", url, payload, named)


def put(url: str, /, *payload: Any, **named: Any) -> Request:
    """Build a PUT request; a dict, any other value or keywords become its JSON body.

    >>> from wkt_cli.dsl import put
    >>> def execute(connection, input):
    ...     return put(f"/users/{input['id']}", input)
    """
    return _with_body("PUT", url, payload, named)


def patch(url: str, /, *payload: Any, **named: Any) -> Request:
    """Build a PATCH request; a dict, any other value or keywords become its JSON body.

    >>> from wkt_cli.dsl import patch
    >>> def execute(connection, input):
    ...     return patch(f"/users/{input['id']}", name=input["name"])
    """
    return _with_body("PATCH", url, payload, named)


def copy(url: str, /, *payload: Any, **named: Any) -> Request:
    """Build a COPY request; a dict, any other value or keywords become its JSON body.

    >>> from wkt_cli.dsl import copy
    >>> def execute(connection, input):
    ...     return copy(f"/files/{input['id']}").headers(Destination=input["to"])
    """
    return _with_body("COPY", url, payload, named)


def move(url: str, /, *payload: Any, **named: Any) -> Request:
    """Build a MOVE request; a dict, any other value or keywords become its JSON body.

    >>> from wkt_cli.dsl import move
    >>> def execute(connection, input):
    ...     return move(f"/files/{input['id']}").headers(Destination=input["to"])
    """
    return _with_body("MOVE", url, payload, named)


def error(message: Any = None) -> NoReturn:
    """Stop with a message of the connector's own.

    Raises:
        ConnectorRuntimeError: always.

    >>> from wkt_cli.dsl import error
    >>> def execute(connection, input):
    ...     return input["rows"] or error("There are no rows")
    """
    _check_bare("error")
    raise ConnectorRuntimeError("RuntimeError" if message is None else str(message))


def call(name: str, /, *arguments: Any) -> Any:
    """Run one of the connector's `methods` with exactly these arguments.

    Raises:
        UndefinedMethodError: there is no such method.
        LambdaError: it takes another number of arguments.

    >>> from wkt_cli.dsl import call
    >>> def execute(connection, input):
    ...     return call("find_user", input["id"])
    """
    return check_call().session.method(str(name), *arguments)


def check_call() -> Frame:
    """Give the running frame if `call` may be used in it.

    Raises:
        InvalidDefinitionError: `selected` is running, which the platform runs before the connector is at work, or
            nothing is.
    """
    frame = _check_bare("call")
    if frame.scope is Scope.PLAIN:
        raise InvalidDefinitionError(
            f"`call` can't be used in `{frame.block}`", hint="write what it needs into the function itself"
        )
    return frame


def parallel(
    requests: Sequence[Request],
    threads: int = 1,
    rpm: int | None = None,
    requests_per_period: int | None = None,
    period: float = 60,
) -> tuple[bool, list[Any], list[str | None]]:
    """Send several requests at once; one that fails stops none of the others.

    >>> from wkt_cli.dsl import get, parallel
    >>> def execute(connection, input):
    ...     succeeded, replies, errors = parallel([get(f"/users/{id}") for id in input["ids"]], threads=5, rpm=300)

    Args:
        requests: requests whose values were not used yet.
        threads: how many may be under way at once, 20 at most; 1 sends them one after the other.
        rpm: how many may begin in a minute.
        requests_per_period: how many may begin in `period`.
        period: seconds.

    Returns:
        Whether all succeeded; their values in the order of the requests, None for one that failed; and in the same
        order the messages of the failures, None for one that succeeded.

    Raises:
        InvalidDefinitionError: a number that can't be one, or a block that sends nothing.
    """
    from .parallel import parallel

    check_verb("parallel")
    outcomes = parallel(requests, threads, rpm, requests_per_period, period)
    errors = [outcome.error for outcome in outcomes]
    return errors.count(None) == len(errors), [outcome.value for outcome in outcomes], errors


def _signed() -> Request:
    request = running().request
    if request is None:
        raise InvalidDefinitionError(
            "This word changes the request that `apply` signs, so it can stand alone only in `apply`",
            hint='elsewhere chain it to a request, for example get("/me").headers(...)',
        )
    return request


def headers(*args: Any, **named: Any) -> Request:
    """In `apply`: add headers to the request that is signed.

    >>> from wkt_cli.dsl import headers
    >>> def apply(connection):
    ...     headers(Authorization=f"Bearer {connection['access_token']}")
    """
    return _signed().headers(*args, **named)


def params(*args: Any, **named: Any) -> Request:
    """In `apply`: add to the query of the request that is signed.

    >>> from wkt_cli.dsl import params
    >>> def apply(connection):
    ...     params(api_key=connection["api_key"])
    """
    return _signed().params(*args, **named)


def payload(*args: Any, **named: Any) -> Request:
    """In `apply`: add to the body of the request that is signed.

    >>> from wkt_cli.dsl import payload
    >>> def apply(connection):
    ...     payload(token=connection["token"])
    """
    return _signed().payload(*args, **named)


def user(name: str | None) -> Request:
    """In `apply`: set the user of HTTP Basic authentication.

    >>> from wkt_cli.dsl import password, user
    >>> def apply(connection):
    ...     user(connection["user"])
    ...     password(connection["password"])
    """
    return _signed().user(name)


def password(value: str | None) -> Request:
    """In `apply`: set the password of HTTP Basic authentication.

    >>> from wkt_cli.dsl import password, user
    >>> def apply(connection):
    ...     user("api")
    ...     password(connection["api_key"])
    """
    return _signed().password(value)


def digest_auth() -> Request:
    """In `apply`: send user and password only as the answer to a server's digest challenge.

    >>> from wkt_cli.dsl import digest_auth, password, user
    >>> def apply(connection):
    ...     user(connection["user"]).password(connection["password"])
    ...     digest_auth()
    """
    return _signed().digest_auth()


def tls_client_cert(
    *, certificate: str, key: str, passphrase: str | None = None, intermediates: str | Sequence[str] = ()
) -> Request:
    """In `apply`: show a certificate of one's own, PEM, to the server.

    >>> from wkt_cli.dsl import tls_client_cert
    >>> def apply(connection):
    ...     tls_client_cert(certificate=connection["certificate"], key=connection["key"])
    """
    return _signed().tls_client_cert(
        certificate=certificate, key=key, passphrase=passphrase, intermediates=intermediates
    )


def tls_server_certs(*, certificates: str | Sequence[str], strict: bool = True) -> Request:
    """In `apply`: trust certificates of one's own, PEM; with `strict` only these.

    >>> from wkt_cli.dsl import tls_server_certs
    >>> def apply(connection):
    ...     tls_server_certs(certificates=connection["authority"], strict=False)
    """
    return _signed().tls_server_certs(certificates=certificates, strict=strict)


def current_url() -> str:
    """In `apply`: give the URL of the request that is signed, with its query.

    >>> from wkt_cli.dsl import current_url, headers
    >>> def apply(connection):
    ...     if "/public/" not in current_url():
    ...         headers(Authorization=connection["token"])
    """
    return _signed().current_url


def current_verb() -> str:
    """In `apply`: give the method of the request that is signed.

    >>> from wkt_cli.dsl import current_verb, headers
    >>> def apply(connection):
    ...     if current_verb() != "GET":
    ...         headers(x_csrf_token=connection["csrf_token"])
    """
    return _signed().current_verb


WORDS: dict[str, Callable[..., Any]] = {
    word.__name__: word
    for word in (
        get,
        head,
        options,
        delete,
        post,
        put,
        patch,
        copy,
        move,
        error,
        call,
        parallel,
        headers,
        params,
        payload,
        user,
        password,
        digest_auth,
        tls_client_cert,
        tls_server_certs,
        current_url,
        current_verb,
    )
}
