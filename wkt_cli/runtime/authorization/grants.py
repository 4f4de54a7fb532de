"""How credentials are got: by the connector's functions, or from the token endpoint.

Grants: RFC 6749 sections 4.1.3 and 6, RFC 8628 section 3.4.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import InvalidDefinitionError, SdkError
from ...http.formats import json
from ...trace.model import Phase
from ..likely_causes import refusal
from . import device
from .consent import AuthorizationCode, Consent, DeviceCode
from .definition import Definition
from .endpoint import Endpoint, refused_in
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
        """Get the credentials of a new connection: for a person's consent, or by `acquire`.

        Args:
            consent: None where nobody had to be asked.

        Returns:
            None where there is nothing to get, or `acquire` gave None.
        """
        if isinstance(consent, DeviceCode):
            return self._polled(consent)
        if self._definition.has("acquire"):
            return _fetched(self.hooks.acquire(Phase.ACQUIRE, *(consent or ())))
        return self._exchanged(consent) if consent is not None else None

    def device_code(self, url: str | None, scope: str | None) -> DeviceCode:
        """Ask for a code that a person can enter elsewhere (RFC 8628 section 3.1).

        Args:
            url: the endpoint, in the place of the connector's.
            scope: in the place of the connector's.

        Raises:
            InvalidDefinitionError: no endpoint is named, or none that gives tokens for the code.
            SdkError: the service gave no code.
        """
        if not self._definition.has("token_url"):
            raise InvalidDefinitionError(
                "The device flow needs `token_url`, which is asked for the tokens; `acquire` takes no device code",
                place=self._definition.connector.place(self._definition.path),
            )
        endpoint, fields = device.request_of(self._definition, self.hooks, url, scope)
        asked = Endpoint(self._session, self._definition, device.KEY, endpoint)
        return device.device_code_of(asked.ask(fields, json.CONTENT_TYPE, Phase.ACQUIRE))

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

    def _exchanged(self, consent: AuthorizationCode) -> Fetched:
        """Exchange the code for tokens; the whole reply is kept (section 8)."""
        fields = {
            "code": consent.code, "grant_type": "authorization_code",
            "client_id": self.hooks.text("client_id"), "client_secret": self.hooks.text("client_secret"),
            "redirect_uri": consent.redirect_url,
        }  # fmt: skip
        if consent.verifier is not None:
            fields["code_verifier"] = consent.verifier
        reply = self._token_endpoint().ask(fields, "*/*", Phase.ACQUIRE)
        said = refused_in(reply)
        if said is not None:
            raise refusal(said)
        return Fetched(reply, facts_of(reply))

    def _polled(self, consent: DeviceCode) -> Fetched:
        """Ask for the tokens until the person has consented; the whole reply is kept, as for a code."""
        fields = {
            "grant_type": device.GRANT_TYPE, "device_code": consent.device_code,
            "client_id": self.hooks.text("client_id"), "client_secret": self.hooks.text("client_secret"),
        }  # fmt: skip
        given = {name: value for name, value in fields.items() if value}
        ask = partial(self._token_endpoint().ask, given, json.CONTENT_TYPE, Phase.ACQUIRE)
        reply = device.Polling(consent, ask, self._session.clock, self._session.warn).tokens()
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
        reply = self._token_endpoint().ask(fields, json.CONTENT_TYPE, Phase.REFRESH)
        new = reply.get("refresh_token")
        kept = new if str(new or "").strip() else stored
        return Fetched({"access_token": reply.get("access_token"), "refresh_token": kept}, facts_of(reply))

    def _token_endpoint(self) -> Endpoint:
        return Endpoint(self._session, self._definition, "token_url", self.hooks.text("token_url"))


def _fetched(values: dict[str, Any] | None) -> Fetched | None:
    return None if values is None else Fetched(values, facts_of(values))
