"""An endpoint of the authorization server: it is asked with an unsigned form and answers with a JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...errors import InvalidURIError, ResponseFormatError
from ...http.formats import form, json
from ...http.message import OutgoingRequest, Reply
from ...trace.model import Origin, Phase
from ..build import failed, failure_of, with_query_escaped
from ..likely_causes import Said, said_in
from .definition import Definition

if TYPE_CHECKING:
    from ..session import Session

SECRETS = ("client_secret", "code", "code_verifier", "device_code", "refresh_token")
"""Fields of a request that are masked from then on."""


def refused_in(reply: Mapping[str, Any]) -> Said | None:
    """Give what a successful reply says in the place of a token; None where it has one, or says nothing."""
    return None if reply.get("access_token") else said_in(reply)


class Endpoint:
    """One endpoint of one authorization.

    Args:
        session: the connector at work.
        definition: its authorization.
        key: the key that names the endpoint, such as ``token_url``.
        url: what it gives.
    """

    def __init__(self, session: Session, definition: Definition, key: str, url: str | None) -> None:
        self._session, self._key, self._url = session, key, url or ""
        self._path = f"{definition.path}.{key}"
        self._place = definition.connector.place(self._path)

    def ask(self, fields: Mapping[str, Any], accept: str, phase: Phase) -> dict[str, Any]:
        """Post a form; what comes back is masked from here on.

        Args:
            fields: of the form; None is a bare name.
            accept: what is accepted.
            phase: why it is asked.

        Raises:
            InvalidURIError: its URL is not whole.
            RequestFailedError: it refused.
            ResponseFormatError: what it said is no JSON object.
        """
        session = self._session
        for name in SECRETS:
            if fields.get(name):
                session.recorder.redactor.add(name, fields[name])
        headers = (("Accept", accept), ("Content-Type", form.CONTENT_TYPE))
        request = OutgoingRequest("POST", self._whole_url(), headers, form.encode_unsorted(fields))
        origin = Origin(phase, self._path, str(self._place.file or ""), self._place.line)
        reply = session.client.send(request, origin)
        if failed(reply):
            failure = failure_of(reply)
            failure.place = self._place
            raise failure
        said = self._read(reply)
        if "error" not in said:
            session.learn(said)
        return said

    def _read(self, reply: Reply) -> dict[str, Any]:
        try:
            said = json.decode(reply) if reply.text.strip() else None
            if not isinstance(said, dict):
                raise ResponseFormatError(f"The reply of `{self._key}` is no JSON object")
        except ResponseFormatError as error:
            error.place = self._place
            error.hint = f"look at it with `wkt trace show`; `{self._key}` may be the address of another page"
            raise
        return said

    def _whole_url(self) -> str:
        if not urlsplit(self._url).hostname:
            raise InvalidURIError(
                f"bad URI(no host provided): http:///{self._url.lstrip('/')}",
                hint=f"`{self._key}` must give a whole URL; `base_uri` does not count for it",
                place=self._place,
            )
        return with_query_escaped(self._url)
