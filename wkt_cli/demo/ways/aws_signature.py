"""AWS Signature Version 4 in the `Authorization` header, as a service behind AWS checks it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from ..credentials import Credentials, same
from ..wire import ApiError, Request

ALGORITHM = "AWS4-HMAC-SHA256"
WINDOW = timedelta(minutes=15)
_PARTS = re.compile(r"(\w+)=([^,\s]+)")


class AwsSignature:
    """A signature with key id and secret key.

    Args:
        credentials: the keys are accepted.
        host: the name that the service is known by, which requests are signed with when they come from elsewhere.
    """

    name = "aws"

    def __init__(self, credentials: Credentials, host: str) -> None:
        self._credentials, self._host = credentials, host

    def challenges(self) -> Sequence[str]:
        """It is not asked for."""
        return []

    def visitor(self, request: Request) -> str | None:
        """Give the user whose key it is.

        Raises:
            ApiError: 403 for a wrong signature, or one that is too old.
        """
        scheme, rest = request.authorization
        if scheme != ALGORITHM.lower():
            return None
        parts = dict(_PARTS.findall(rest))
        key_id, _, scope = parts.get("Credential", "").partition("/")
        moment = request.headers.get("x-amz-date", "")
        _check_moment(moment, scope)
        signed = parts.get("SignedHeaders", "").split(";")
        good = [self._signature(request, scope, moment, signed, host) for host in self._hosts(request)]
        typed = f"{key_id} {parts.get('Signature', '')}"
        if "host" not in signed or not any(same(typed, f"{self._credentials.key_id} {one}") for one in good):
            raise ApiError(403, "SignatureDoesNotMatch", "The signature is not that of this request, body included")
        return self._credentials.user

    def _hosts(self, request: Request) -> tuple[str, str]:
        return self._host, request.headers.get("host", "")

    def _signature(self, request: Request, scope: str, moment: str, signed: Sequence[str], host: str) -> str:
        """Compute the signature that the request should have."""
        headers = {**request.headers, "host": host}
        lines = "".join(f"{name}:{' '.join(headers.get(name, '').split())}\n" for name in signed)
        path, _, query = request.target.partition("?")
        canonical = "\n".join([
            request.command, quote(path, safe="/~"), _canonical_query(query), lines, ";".join(signed),
            hashlib.sha256(request.body).hexdigest(),
        ])  # fmt: skip
        text = "\n".join([ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = f"AWS4{self._credentials.secret_key}".encode()
        for step in scope.split("/"):
            key = hmac.digest(key, step.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(sorted(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs))


def _check_moment(moment: str, scope: str) -> None:
    try:
        made = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ApiError(403, "IncompleteSignature", "X-Amz-Date has to be a time such as 20260101T120000Z")
    if not re.fullmatch(rf"{moment[:8]}/[^/]+/[^/]+/aws4_request", scope):
        raise ApiError(403, "IncompleteSignature", "The scope of Credential has to be date/region/service/aws4_request")
    if abs(datetime.now(UTC) - made) > WINDOW:
        raise ApiError(403, "RequestTimeTooSkewed", "X-Amz-Date is too far from the server's time")
