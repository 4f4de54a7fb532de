"""AWS Signature Version 4, as the platform's `aws.generate_signature` makes it (reference/http_dsl.md, `aws.*`)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from ...http.formats import form
from ..frame import current_session
from .errors import PackageError

ALGORITHM = "AWS4-HMAC-SHA256"
NOT_SIGNED = frozenset({"authorization", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"})
"""Headers that may change on the way, which AWS's own libraries leave out."""
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
SERVICE_HEADERS: Mapping[str, Mapping[str, str]] = {
    "s3": {"Accept": "application/xml", **FORM},
    "monitoring": {"Accept": "application/json", **FORM},
    "lambda": FORM,
}
"""Headers that the platform adds for a service, unless they are given."""
WITHOUT_CHECKSUM = frozenset({"ec2", "monitoring", "lambda"})


class Keys(NamedTuple):
    """What a request is signed with.

    Attributes:
        identifier: the access key's name, which goes with the request.
        secret: the access key.
        token: of a temporary key; None otherwise.
    """

    identifier: str
    secret: str
    token: str | None = None


def keys_of(connection: Mapping[str, Any]) -> Keys:
    """Give the keys of a connection: temporary ones of the role in `aws_assume_role`, if it names one.

    Raises:
        PackageError: there are none.
        RequestFailedError: AWS refuses the role.
    """
    role = connection.get("aws_assume_role")
    if not role:
        return static_keys(connection)
    from .aws_role import keys_of_role

    return keys_of_role(connection, str(role))


def static_keys(connection: Mapping[str, Any]) -> Keys:
    """Read `aws_api_key` and `aws_secret_key` of a connection, and `aws_session_token`, if it has one.

    Raises:
        PackageError: there are none.
    """
    identifier, secret = connection.get("aws_api_key"), connection.get("aws_secret_key")
    if not identifier or not secret:
        raise PackageError("expected both :access_key_id and :secret_access_key options")
    token = connection.get("aws_session_token")
    return Keys(str(identifier), str(secret), str(token) if token else None)


def generate_signature(
    *,
    connection: Mapping[str, Any],
    service: str,
    region: str,
    host: str | None = None,
    path: str = "/",
    method: str = "GET",
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, Any] | None = None,
    payload: str | bytes | None = "",
) -> dict[str, Any]:
    """Sign a request to AWS.

    Args:
        connection: has the keys, see `keys_of`.
        service: such as ``s3``.
        region: such as ``eu-central-1``.
        host: ``<service>.<region>.amazonaws.com`` by default.
        path: of the URL.
        method: of the request.
        params: its query.
        headers: its headers; none of them is overwritten.
        payload: its body.

    Returns:
        `url` and `headers` to send the request with.

    Raises:
        PackageError: the keys are missing.
        RequestFailedError: AWS refuses the role of `aws_assume_role`.

    >>> keys = {"aws_api_key": "AKIA", "aws_secret_key": "secret"}
    >>> signed = generate_signature(connection=keys, service="s3", region="eu-central-1", path="/a")
    >>> signed["url"], sorted(signed["headers"])[:2]
    ('https://s3.eu-central-1.amazonaws.com/a', ['Accept', 'Authorization'])
    """
    return signed(keys_of(connection), service, region, host, path, method, params, headers, payload)


def signed(
    keys: Keys, service: str, region: str, host: str | None = None, path: str = "/", method: str = "GET",
    params: Mapping[str, Any] | None = None, headers: Mapping[str, Any] | None = None,
    payload: str | bytes | None = "",
) -> dict[str, Any]:  # fmt: skip
    """Sign a request with keys; the other arguments are those of `generate_signature`."""
    host, path = host or f"{service}.{region}.amazonaws.com", path or "/"
    query = form.encode_query(dict(params or {})).replace("+", "%20")
    checksum = _checksum(service, payload or "")
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    sent = {"Host": host, "X-Amz-Date": moment}
    if keys.token is not None:
        sent["X-Amz-Security-Token"] = keys.token
    if service not in WITHOUT_CHECKSUM:
        sent["X-Amz-Content-Sha256"] = checksum
    sent |= _given(service, headers or {})
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    covered = {
        name.lower(): " ".join(value.split()) for name, value in sent.items() if name.lower() not in NOT_SIGNED
    }
    request = _canonical_request(method, _canonical_path(service, path), query, covered, checksum)
    text = "\n".join([ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    signature = hmac.new(_signing_key(keys.secret, scope), text.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={keys.identifier}/{scope}, SignedHeaders={';'.join(sorted(covered))}"
    authorization = f"{ALGORITHM} {credential}, Signature={signature}"
    return {
        "url": f"https://{host}{path}" + (f"?{query}" if query else ""),
        "headers": {"Authorization": authorization, **sent},
    }


def iam_external_id(connection: Mapping[str, Any]) -> str:
    """Give the external identifier for a role that is assumed.

    >>> iam_external_id({"aws_external_id": "id"})
    'id'
    """
    return str(connection.get("aws_external_id") or "dummy-aws-iam-external-id")


def workato_account_id(connection: Mapping[str, Any]) -> str:
    """Give the platform's account at AWS: of the connection, or of the variable `AMAZON_ROLE_CLIENT_ID`.

    >>> workato_account_id({"aws_workato_account_id": "123456789012"})
    '123456789012'
    """
    session = current_session()
    of_variable = session.account.variables.get("AMAZON_ROLE_CLIENT_ID") if session is not None else None
    return str(connection.get("aws_workato_account_id") or of_variable or "dummy-aws-workato-account-id")


def _given(service: str, headers: Mapping[str, Any]) -> dict[str, str]:
    """Give a request's own headers, each word of their names with a capital, and those that the service wants."""
    given = {"-".join(part.capitalize() for part in str(name).split("-")): str(v) for name, v in headers.items()}
    if service == "ec2":
        return {name: value for name, value in given.items() if name not in ("Accept", "Content-Type")}
    return {**SERVICE_HEADERS.get(service, {}), **given}


def _checksum(service: str, payload: str | bytes) -> str:
    if service == "s3" and not payload.strip():
        return "UNSIGNED-PAYLOAD"
    return hashlib.sha256(payload.encode() if isinstance(payload, str) else payload).hexdigest()


def _canonical_path(service: str, path: str) -> str:
    """Give the path as it is signed: that of S3 as it is, others without `.` and `..` and escaped once more."""
    if service == "s3":
        return path
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    end = "/" if steps and path.endswith("/") else ""
    return quote(f"/{'/'.join(steps)}{end}", safe="/~")


def _canonical_request(
    method: str, path: str, query: str, signed: Mapping[str, str], checksum: str
) -> str:
    pairs = sorted(piece.partition("=")[::2] for piece in query.split("&") if piece)
    lines = [f"{name}:{signed[name]}\n" for name in sorted(signed)]
    return "\n".join([
        method.upper(), path, "&".join(f"{name}={value}" for name, value in pairs), "".join(lines),
        ";".join(sorted(signed)), checksum,
    ])  # fmt: skip


def _signing_key(secret: str, scope: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for step in scope.split("/"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return key
