"""How credentials are got: by the connector's functions, or from the token endpoint (RFC 6749 sections 4.1.3 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ...errors import InvalidDefinitionError, InvalidURIError, ResponseFormatError, SdkError
from ...http.formats import form, json
from ...http.message import OutgoingRequest
from ...trace.model import Origin, Phase
from ..build import failed, failure_of
from .consent import Consent
from .definition import Definition
from .hooks import Hooks
from .lifetime import facts_of

if TYPE_CHECKING:
    from ..session import Session


class Fetched(NamedTuple):
    """New credentials.

    Attributes:
        values: what is merged into the connection.
        facts: what is known of them and is no secret, see `facts_of`.
    """

    values: dict[str, Any]
    facts: dict[str, Any]


class Grants:
    """Gets credentials for one definition."""

    def __init__(self, session: Session, definition: Definition) -> None:
        self._session, self._definition = session, definition
        self.hooks = Hooks(session, definition)

    def first(self, consent: Consent | None) -> Fetched | None:
        """Get the credentials of a new connection: by the code that a person's consent gave, or by `acquire`.

        Args:
            consent: None where nobody had to be asked.

        Returns:
            None where there is nothing to get, or `acquire` gave None.
        """
        if self._definition.has("acquire"):
            return _fetched(self.hooks.acquire(Phase.ACQUIRE, *(consent or ())))
        return self._exchanged(consent) if consent is not None else None

    def renewed(self) -> Fetched | None:
        """Get new credentials for those that failed (sections 4 and 6); None where `acquire` gave None."""
        has = self._definition.has
        if not self._definition.is_oauth2:
            return _fetched(self.hooks.acquire(Phase.REFRESH))
        if has("refresh"):
            return _fetched(self.hooks.refresh(self._session.connection.copy()["refresh_token"]))
        if has("token_url"):
            return self._refreshed()
        if has("acquire"):
            return _fetched(self.hooks.acquire(Phase.REFRESH))
        raise InvalidDefinitionError(
            "'refresh' block or 'token_url' is required for refreshing the token",
            hint="write one of them, or `wkt connect` again",
            place=self._definition.connector.place(self._definition.path),
        )

    def _exchanged(self, consent: Consent) -> Fetched:
        """Exchange the code for tokens; the whole reply is kept (section 8)."""
        fields = {
            "code": consent.code, "grant_type": "authorization_code",
            "client_id": self.hooks.text("client_id"), "client_secret": self.hooks.text("client_secret"),
            "redirect_uri": consent.redirect_url,
        }  # fmt: skip
        if consent.verifier is not None:
            fields["code_verifier"] = consent.verifier
        reply = self._ask(fields, "*/*", Phase.ACQUIRE)
        if isinstance(reply.get("error"), str) and not reply.get("access_token"):
            raise _refused(reply["error"], str(reply.get("error_description") or ""))
        return Fetched(reply, facts_of(reply))

    def _refreshed(self) -> Fetched:
        """Use the refresh token; of the reply only the tokens are kept, the old refresh token if it has no new one."""
        stored = self._session.connection.copy()["refresh_token"]
        if not isinstance(stored, str) or not stored.strip():
            raise SdkError(
                "refresh_token is empty. Use `wkt oauth2` to acquire access_token and refresh_token",
                hint="or `wkt connect` again; some services give a refresh token only if the scope asks for it",
            )
        fields = {
            "client_id": self.hooks.text("client_id"), "client_secret": self.hooks.text("client_secret"),
            "grant_type": "refresh_token", "refresh_token": stored,
        }  # fmt: skip
        reply = self._ask(fields, json.CONTENT_TYPE, Phase.REFRESH)
        new = reply.get("refresh_token")
        kept = stored if new is None or (isinstance(new, str) and not new.strip()) else new
        return Fetched({"access_token": reply.get("access_token"), "refresh_token": kept}, facts_of(reply))

    def _ask(self, fields: Mapping[str, Any], accept: str, phase: Phase) -> dict[str, Any]:
        """Ask the token endpoint, unsigned.

        Raises:
            RequestFailedError: it refused.
            ResponseFormatError: what it said is no JSON object.
        """
        session = self._session
        for name in ("client_secret", "code", "code_verifier", "refresh_token"):
            if fields.get(name):
                session.recorder.redactor.add(name, fields[name])
        headers = (("Accept", accept), ("Content-Type", form.CONTENT_TYPE))
        request = OutgoingRequest("POST", self._token_url(), headers, form.encode_unsorted(fields))
        path = f"{self._definition.path}.token_url"
        place = self._definition.connector.place(path)
        reply = session.client.send(request, Origin(phase, path, str(place.file or ""), place.line))
        if failed(reply, request):
            failure = failure_of(reply)
            failure.place = place
            raise failure
        said = json.decode(reply)
        if not isinstance(said, dict):
            raise ResponseFormatError("The token endpoint's reply is no JSON object", place=place)
        if "error" not in said:
            session.learn(said)
        return said

    def _token_url(self) -> str:
        url = self.hooks.text("token_url") or ""
        if not urlsplit(url).hostname:
            raise InvalidURIError(
                f"bad URI(no host provided): http:///{url.lstrip('/')}",
                hint="`token_url` must give a whole URL; `base_uri` does not count for it",
                place=self._definition.connector.place(f"{self._definition.path}.token_url"),
            )
        return url


def _refused(error: str, description: str) -> SdkError:
    """Make the error of a refusal that came with a status of success."""
    from ..likely_causes import cause_of

    told = f"{error}: {description}" if description else error
    return SdkError(f"The token endpoint refused: {told}", hint=cause_of(error, description))


def _fetched(values: dict[str, Any] | None) -> Fetched | None:
    return None if values is None else Fetched(values, facts_of(values))
