"""The one state machine of authorization.

The order of `apply`, `detect_on`, `refresh_on` and the repeat stands in `Authorization.flow` and nowhere else
(seed, steps 3 to 5; reference/connection.md sections 3 to 7; reference/http_dsl.md section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from ...errors import (
    ConnectionFailedError,
    DetectOnUnauthorizedRequestError,
    InvalidDefinitionError,
    NoAnswerError,
    RequestError,
    RequestFailedError,
    SdkError,
    StoreError,
    TLSError,
    WktError,
)
from ...http import digest
from ...http.message import OutgoingRequest, Reply
from ...http.redirects import MAX_HOPS
from ...http.wire import origin_of
from ..build import build, decode, failed, failure_of
from ..connection import copied
from ..frame import enter, signing
from ..likely_causes import SIGN_IN_AGAIN
from ..rules import first_match
from . import consent
from .consent import Consent, DeviceCode, Invitation
from .definition import KEY, Definition
from .grants import Fetched, Grants
from .keeping import Keeping
from .lifetime import is_due
from .multi import Selection

if TYPE_CHECKING:
    from ..request import Request
    from ..session import Session

Flow = Generator[OutgoingRequest, Reply, Any]
REFUSALS = (400, 401, 403)
LogIn = Callable[["Authorization"], Consent]
"""Asks a person for consent and gives what is exchanged for tokens."""


class Authorization:
    """How a connector gets and uses its credentials.

    Attributes:
        facts: what is known of credentials that were got in this run: when they run out, and their scopes.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._selection, self._renewing = Selection(session), RLock()
        self._keeping = Keeping(session)
        self.facts = self._keeping.facts
        source = session.connector.dig(KEY)
        if source and not isinstance(source, Mapping):
            raise InvalidDefinitionError(
                f"`{KEY}` is no dict but {type(source).__name__}", place=session.connector.place(KEY)
            )
        self.source: Mapping[str, Any] = source or {}

    def definition(self) -> Definition:
        """Give the authorization that holds for the connection as it is now.

        Raises:
            SdkError: of several, none is selected.
        """
        if self.is_multi:
            return self._selection.definition(self.source)
        return self._only

    @cached_property
    def _only(self) -> Definition:
        """The authorization of a connector that has one."""
        return Definition(self.session.connector, self.source)

    @property
    def is_multi(self) -> bool:
        """Whether one of several authorizations is selected."""
        return str(self.source.get("type")) == "multi"

    def required_definition(self) -> Definition:
        """Give the authorization that holds.

        Raises:
            InvalidDefinitionError: there is none.
        """
        if not self.source:
            raise InvalidDefinitionError("define authorization: before use", hint="the connector has none")
        return self.definition()

    def flow(self, request: Request) -> Flow:
        """Sign, send, judge the reply, renew and repeat once.

        Yields requests for the wire, receives replies (or is thrown a `NoAnswerError`) and returns the decoded value.

        Raises:
            RequestError: the reply that is left means failure.
        """
        signed, definition = request.frame.signed, self.definition()
        if signed and definition.is_renewable:
            self.renew_early(definition)
        for attempt in (1, 2):
            request.attempt = attempt
            used = self.session.connection.snapshot()
            if signed:
                self.apply(definition, request, used)
            try:
                reply = yield from _sent(request)
                return self.judge(definition, request, reply)
            except (RequestFailedError, DetectOnUnauthorizedRequestError, NoAnswerError) as failure:
                if attempt == 2 or not signed or not self.renews(definition, failure):
                    raise
                if not self.renew(definition, failure, used):
                    raise
        raise AssertionError("a flow ends in its second attempt")

    def apply(self, definition: Definition, request: Request, used: Mapping[str, Any]) -> None:
        """Let the connector sign a request with the connection's values (reference/connection.md section 3)."""
        path = definition.apply_path
        if path is None:
            return
        block = self.session.required_block(path)
        before = request.all_headers
        with enter(signing(request, path)):
            self.session.invoke(block, *self._offered(definition, request, used))
        changed = {name for name, value in request.all_headers.items() if name not in before or before[name] != value}
        request.applied = request.applied | changed

    def _offered(self, definition: Definition, request: Request, used: Mapping[str, Any]) -> tuple[Any, ...]:
        """What `apply` is offered: the connection, with OAuth 2 the access token, and the value of `auth_type`."""
        values = copied(used)
        token = (values["access_token"],) if definition.is_oauth2 else ()
        return (values, *token, request.auth)

    def judge(self, definition: Definition, request: Request, reply: Reply) -> Any:
        """Give the value of a successful reply; a failed or detected one is an error."""
        if failed(reply):
            raise failure_of(reply)
        if not request.frame.detected or not definition.detect_on:
            return decode(request, reply)
        self.detect(definition, reply, reply.text)
        value = decode(request, reply)
        self.detect(definition, reply, value)
        return value

    def detect(self, definition: Definition, reply: Reply, seen: Any) -> None:
        """Turn a successful reply that `detect_on` matches into an error (section 7)."""
        rule = first_match(definition.detect_on, reply.status, seen)
        if rule is None:
            return
        self.session.note(reply.exchange_id, rule)
        raise DetectOnUnauthorizedRequestError(
            seen if isinstance(seen, str) else self.session.connector.inspect(seen),
            status=reply.status,
            rule=rule.name,
            by_status=rule.is_status,
        )

    def renews(self, definition: Definition, failure: RequestError) -> bool:
        """Tell whether a failure leads to a refresh (section 5): `refresh_on` is empty or one entry matches.

        A server that can't be reached is no reason: new credentials would not help.
        """
        if not definition.is_renewable or isinstance(failure, (ConnectionFailedError, TLSError)):
            return False
        if not definition.refresh_on:
            return True
        rule = first_match(
            definition.refresh_on, _status(failure), failure.message, getattr(failure, "body", None)
        )
        if rule is not None:
            self.session.note(getattr(failure, "exchange_id", None), rule)
        return rule is not None

    def renew(self, definition: Definition, failure: RequestError, used: Mapping[str, Any]) -> bool:
        """Get new credentials after a failure, unless somebody else got them meanwhile; store them.

        Args:
            definition: the authorization that the request was signed by.
            failure: what made it necessary.
            used: the connection that the failed request was signed with.

        Returns:
            False where `acquire` gave nothing, so that the failure stands.
        """
        with self._renewing:
            if self.session.connection.snapshot() != used:
                return True
            with self.session.keeper.locked() as stored:
                if self._keeping.adopt(stored):
                    return True
                fetched = self._fetched_because_of(definition, failure)
                if fetched is not None:
                    self._keeping.keep(definition, fetched, failure)
                return fetched is not None

    def renew_early(self, definition: Definition) -> None:
        """Get new credentials shortly before the old ones run out, where the keeper knows when that is.

        One that can't be had or stored now is no failure: the old ones may still do, and the reply decides.
        """
        keeper = self.session.keeper
        if not is_due(keeper.renew_at):
            return
        with suppress(SdkError, StoreError), self._renewing, keeper.locked() as stored:
            if not self._keeping.adopt(stored) and is_due(keeper.renew_at):
                keeper.renew_at = None
                self._keeping.make_ready_for(definition)
                fetched = self._renewed(definition)
                if fetched is not None:
                    self._keeping.keep(definition, fetched, None)

    def refresh(self) -> dict[str, Any]:
        """Get new credentials by hand; give the values that changed.

        Raises:
            InvalidDefinitionError: there is no way to get them.
            SdkError: they can't be had.
            StoreError: they can't be stored.
        """
        definition = self.definition()
        if not definition.can_reauthorize:
            raise InvalidDefinitionError(
                f"There is nothing to refresh: `{definition.path}` has no `acquire`",
                hint="its credentials stay as they were typed; `wkt connect` asks for others",
                place=self.session.connector.place(definition.path),
            )
        with self._renewing, self.session.keeper.locked() as stored:
            self._keeping.adopt(stored)
            self._keeping.make_ready()
            fetched = self._renewed(definition)
            if fetched is None:
                raise SdkError("`acquire` gave nothing back, so nothing was refreshed")
            changed = self._keeping.keep(definition, fetched, None)
            self._keeping.store_rest()
            return changed

    def establish(self, log_in: LogIn | None = None, *, always: bool = False) -> dict[str, Any]:
        """Do what a new connection needs before its first request (seed, step 3): ask for consent, `acquire`.

        The connection's lock is not held while a person is waited for.

        Args:
            log_in: asks a person for consent, where the authorization wants it.
            always: ask even if the authorization names no place for it.

        Returns:
            The values that changed.

        Raises:
            SdkError: the credentials can't be had; or the authorization is not OAuth 2, and consent is wanted.
            StoreError: they can't be stored.
        """
        definition = self.require_oauth2() if always else self.definition()
        self._keeping.make_ready()
        asks = always or definition.asks_for_consent
        given = log_in(self) if log_in is not None and asks else None
        fetched = Grants(self.session, definition).first(given)
        if fetched is None:
            return {}
        with self.session.keeper.locked() as stored:
            self._keeping.adopt(stored)
            changed = self._keeping.keep(definition, fetched, None)
            self._keeping.store_rest()
            return changed

    def store_late(self) -> None:
        """Store credentials that could not be stored when they came.

        Raises:
            StoreError: they still can't be.
        """
        if self._keeping.unstored:
            with self._renewing, self.session.keeper.locked():
                self._keeping.store_rest()

    def invite(self, redirect_url: str, scope: str | None = None) -> Invitation:
        """Make what a person's browser is sent with (section 8); it goes where requests would go.

        Args:
            redirect_url: where it shall come back to.
            scope: what for, in the place of the connector's.

        Raises:
            SdkError: the authorization is not OAuth 2.
        """
        definition = self.require_oauth2()
        made = consent.invite(definition, Grants(self.session, definition).hooks, redirect_url, scope)
        return made._replace(url=self.session.client.where(made.url))

    def device_code(self, url: str | None = None, scope: str | None = None) -> DeviceCode:
        """Ask for a code that a person enters elsewhere (RFC 8628 section 3.1).

        Args:
            url: the endpoint, in the place of the connector's `device_authorization_url`.
            scope: what for, in the place of the connector's.

        Raises:
            SdkError: the authorization is not OAuth 2, or gives no such code.
        """
        return Grants(self.session, self.require_oauth2()).device_code(url, scope)

    def require_oauth2(self) -> Definition:
        """Give the authorization that holds, which must be OAuth 2.

        Raises:
            InvalidDefinitionError: there is no authorization.
            SdkError: it is of another type.
        """
        definition = self.required_definition()
        if not definition.is_oauth2:
            raise SdkError(
                "Authorization type is not OAuth2. For multi-auth connector ensure correct auth type was used. "
                f"Expected: 'oauth2', got: '{definition.type}'"
            )
        return definition

    def identity(self) -> str | None:
        """Give the text that the connector shows beside the connection; None where it has no `identity`."""
        definition = self.definition()
        return Grants(self.session, definition).hooks.identity()

    def _renewed(self, definition: Definition) -> Fetched | None:
        """Get new credentials; where a refusal says nothing, a refresh token that was replaced may be the cause."""
        try:
            return Grants(self.session, definition).renewed()
        except RequestFailedError as error:
            if definition.is_oauth2 and error.status in REFUSALS and not error.hint:
                error.hint = f"if the service takes the stored refresh token no more, {SIGN_IN_AGAIN}"
            raise

    def _fetched_because_of(self, definition: Definition, failure: RequestError) -> Fetched | None:
        """Get new credentials; an error says because of which failure."""
        try:
            self._keeping.make_ready_for(definition)
            return self._renewed(definition)
        except WktError as error:
            told = f"this happened while new credentials were fetched, because of `{failure.message[:80]}`"
            error.hint = f"{error.hint}; {told}" if error.hint else told
            if isinstance(error, RequestError):
                error.while_renewing = True
            raise


def _sent(request: Request) -> Generator[OutgoingRequest, Reply, Reply]:
    """Send a request; a challenge of digest authentication is answered once at each URL that redirects lead to.

    Rules: reference/connection.md section 3, RFC 7616 section 3.4. Another origin gets no answer.
    """
    outgoing = build(request)
    reply = yield outgoing
    answered: set[str] = set()
    while request.digest and len(answered) <= MAX_HOPS and reply.request.url not in answered:
        answered.add(reply.request.url)
        same = origin_of(reply.request.url) == origin_of(outgoing.url)
        answer = digest.answer(reply.request, reply, *request.credentials) if same else None
        if answer is None:
            break
        reply = yield answer
    return reply


def _status(failure: RequestError) -> int | None:
    """Give the code that `refresh_on` compares: that of a detected reply counts only if `detect_on` named it."""
    if isinstance(failure, DetectOnUnauthorizedRequestError) and not failure.by_status:
        return None
    return getattr(failure, "status", None)
