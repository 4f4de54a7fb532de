"""Temporary keys of a role, from AWS's Security Token Service (AssumeRole; reference/http_dsl.md, `aws.*`).

They last for the run: they are kept in memory, and asked for again a minute before they run out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import RequestFailedError, ResponseFormatError
from ...http.formats.xml import Xml
from ...http.message import OutgoingRequest, Reply
from ...trace.model import Origin
from ..build import failed, failure_of
from ..frame import current_session, running
from .errors import PackageError

if TYPE_CHECKING:
    from ..session import Session
    from .aws import Keys

HOST, REGION = "sts.amazonaws.com", "us-east-1"
SESSION_NAME = "workato"
EARLY = timedelta(seconds=60)

_asking = Lock()


class Temporary(NamedTuple):
    """Keys of a role.

    Attributes:
        keys: to sign with.
        expires: when they run out.
    """

    keys: Keys
    expires: datetime


def keys_of_role(connection: Mapping[str, Any], role: str) -> Keys:
    """Give temporary keys of a role.

    Args:
        connection: has the keys that ask for it, or the variables of AWS's own tools have them.
        role: its ARN.

    Raises:
        PackageError: no connector is at work, there are no keys, or the reply has none.
        RequestFailedError: AWS refuses.
    """
    session = current_session()
    if session is None:
        raise PackageError("A role can be assumed only inside a connector's functions")
    with _asking:
        known = session.aws_roles.get(role)
        if known is None or datetime.now(UTC) >= known.expires - EARLY:
            known = session.aws_roles[role] = _assumed(session, connection, role)
        return known.keys


def _assumed(session: Session, connection: Mapping[str, Any], role: str) -> Temporary:
    from .aws import iam_external_id

    fields = {"Action": "AssumeRole", "RoleArn": role, "RoleSessionName": SESSION_NAME, "Version": "2011-06-15"}
    keys = _own_keys(session, connection)
    try:
        return _asked(session, keys, {**fields, "ExternalId": iam_external_id(connection)})
    except RequestFailedError:
        return _asked(session, keys, fields)


def _own_keys(session: Session, connection: Mapping[str, Any]) -> Keys:
    """Give the keys that ask for the role: those of the connection, else those of the environment."""
    from .aws import static_keys

    variables = session.account.variables
    environment = {
        "aws_api_key": variables.get("AWS_ACCESS_KEY_ID"),
        "aws_secret_key": variables.get("AWS_SECRET_ACCESS_KEY"),
        "aws_session_token": variables.get("AWS_SESSION_TOKEN"),
    }
    return static_keys(connection if connection.get("aws_api_key") else environment)


def _asked(session: Session, keys: Keys, fields: Mapping[str, str]) -> Temporary:
    from .aws import signed

    made = signed(keys, "sts", REGION, host=HOST, params=fields)
    frame, line = running(), session.line()
    request = OutgoingRequest("GET", made["url"], tuple(made["headers"].items()))
    reply = session.client.send(request, Origin(frame.phase, frame.block, str(session.connector.path), line))
    if failed(reply):
        raise failure_of(reply)
    return _read(session, reply)


def _read(session: Session, reply: Reply) -> Temporary:
    """Read the keys of a reply; they are masked from here on."""
    from .aws import Keys

    try:
        result = Xml().decode(reply)["AssumeRoleResponse"][0]["AssumeRoleResult"][0]["Credentials"][0]
        identifier, secret, token, expires = (
            result[name][0]["content!"] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
        )
        moment = datetime.fromisoformat(expires)
    except (ResponseFormatError, LookupError, TypeError, ValueError):
        raise PackageError("The reply of AWS to AssumeRole has no keys") from None
    session.recorder.redactor.add("aws_secret_key", secret)
    session.recorder.redactor.add("aws_session_token", token)
    return Temporary(Keys(identifier, secret, token), moment)
