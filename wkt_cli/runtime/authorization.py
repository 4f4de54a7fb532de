"""The `connection.authorization` block at work: one state machine over request and reply, in HTTPX's shape.

The order of `apply`, `detect_on`, `refresh_on` and the repeat stands in `Authorization.flow` and nowhere else
(seed, steps 3 to 5; reference/connection.md sections 3 to 7; reference/http_dsl.md section 3).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import (
    ConnectionFailedError,
    DetectOnUnauthorizedRequestError,
    InvalidDefinitionError,
    NoAnswerError,
    RequestError,
    RequestFailedError,
    SdkError,
    TLSError,
)
from ..http.message import OutgoingRequest, Reply
from ..trace.model import Phase
from .build import build, decode, failed, failure_of
from .frame import enter, signing
from .rules import Rule, first_match, rules

if TYPE_CHECKING:
    from .request import Request
    from .session import Session

KEY = "connection.authorization"
Flow = Generator[OutgoingRequest, Reply, Any]


class Authorization:
    """How a connector gets and uses its credentials."""

    def __init__(self, session: Session) -> None:
        self.session = session
        source = session.connector.dig(KEY)
        if source is not None and not isinstance(source, Mapping):
            raise InvalidDefinitionError(
                f"`{KEY}` is no dict but {type(source).__name__}", place=session.connector.place(KEY)
            )
        self.source: Mapping[str, Any] = source or {}
        self.refresh_on = rules("refresh_on", self.source.get("refresh_on"))
        self.detect_on = rules("detect_on", self.source.get("detect_on"))

    @property
    def type(self) -> str:
        """The type as text; ``none`` where there is none."""
        return str(self.source.get("type") or "none")

    @property
    def apply_key(self) -> str:
        """The key of the function that signs: `apply`, or its old name `credentials`."""
        return "credentials" if "apply" not in self.source and "credentials" in self.source else "apply"

    @property
    def renewable(self) -> bool:
        """Whether new credentials can be had after a failure."""
        return self.apply_key in self.source and "acquire" in self.source

    def flow(self, request: Request) -> Flow:
        """Sign, send, judge the reply, renew and repeat once.

        Yields requests for the wire, receives replies (or is thrown a `NoAnswerError`) and returns the decoded value.

        Raises:
            RequestError: the reply that is left means failure.
        """
        signed = request.frame.signed
        for attempt in (1, 2):
            used = self.session.connection.snapshot()
            if signed:
                self.apply(request)
            try:
                reply = yield build(request)
                return self.judge(request, reply)
            except (RequestFailedError, DetectOnUnauthorizedRequestError, NoAnswerError) as failure:
                if attempt == 2 or not signed or not self.renews(failure):
                    raise
                self.renew(failure, used)
        raise AssertionError("a flow ends in its second attempt")

    def apply(self, request: Request) -> None:
        """Let the connector sign a request (reference/connection.md section 3)."""
        block = self.session.block(f"{KEY}.{self.apply_key}")
        if block is None:
            return
        before = set(request.given_headers) | set(request.named_headers)
        with enter(signing(request)):
            self.session.invoke(block, *self._offered(request))
        added = (set(request.given_headers) | set(request.named_headers)) - before
        request.applied = sorted({*request.applied, *(f"header {name}" for name in added)})

    def _offered(self, request: Request) -> tuple[Any, ...]:
        """What `apply` is offered: the connection, with OAuth 2 the access token, and the value of `auth_type`."""
        values = self.session.connection.copy()
        token = (values["access_token"],) if "oauth2" in self.type.lower() else ()
        return (values, *token, request.auth)

    def judge(self, request: Request, reply: Reply) -> Any:
        """Give the value of a successful reply; a failed or detected one is an error."""
        if failed(reply, request):
            raise failure_of(reply)
        self.detect(reply, reply.text)
        value = decode(request, reply)
        self.detect(reply, value)
        return value

    def detect(self, reply: Reply, seen: Any) -> None:
        """Turn a successful reply that `detect_on` matches into an error (section 7)."""
        rule = first_match(self.detect_on, reply.status, seen)
        if rule is None:
            return
        self.session.note(reply.exchange_id, rule)
        raise DetectOnUnauthorizedRequestError(
            seen if isinstance(seen, str) else str(seen), status=reply.status, rule=rule.name
        )

    def renews(self, failure: RequestError) -> bool:
        """Tell whether a failure leads to a refresh (section 5): `refresh_on` is empty or one entry matches.

        A server that can't be reached is no reason: new credentials would not help.
        """
        if not self.renewable or isinstance(failure, (ConnectionFailedError, TLSError)):
            return False
        if not self.refresh_on:
            return True
        status = getattr(failure, "status", None)
        rule = first_match(self.refresh_on, status, failure.message, getattr(failure, "body", ""))
        if rule is not None:
            self.session.note(getattr(failure, "exchange_id", None), rule)
        return rule is not None

    def renew(self, failure: RequestError | None, used: Mapping[str, Any]) -> dict[str, Any]:
        """Fetch new credentials and store them; what another process got meanwhile is taken as it is.

        Args:
            failure: what made it necessary; None for a refresh by hand.
            used: the connection that the failed request was signed with.

        Returns:
            The values that changed.
        """
        connection = self.session.connection
        with self.session.keeper.locked() as stored:
            fresh = {k: v for k, v in stored.items() if used.get(k) != v} if failure is not None else {}
            changes = fresh or self.acquire(Phase.REFRESH)
            if changes is None:
                raise failure or SdkError("`acquire` gave nothing back, so nothing was refreshed")
            changed = connection.merge(changes)
            if changed and not fresh:
                self.session.keeper.store(changed, failure)
        self.session.note_merge(changed)
        return changed

    def acquire(self, phase: Phase = Phase.ACQUIRE, *offered: Any) -> dict[str, Any] | None:
        """Run `acquire` and give what it returns, requests in it sent (section 4).

        Args:
            phase: why it runs.
            offered: authorization code, redirect URL and verifier, where there are any.

        Raises:
            InvalidDefinitionError: there is no `acquire`.
            SdkError: it gave something that is no dict.
        """
        block = self.session.required_block(f"{KEY}.acquire")
        arguments = (*offered, None, None, None)[:3]
        got = self.session.run(block, self.session.connection.copy(), *arguments, phase=phase, signed=False)
        got = self.session.connector.plain(got)
        if got is None:
            return None
        if not isinstance(got, dict):
            raise SdkError(
                f"`acquire` gave {_kind(got)}, but a dict that is merged into the connection is needed",
                hint='return, for example, {"access_token": response["access_token"]}',
                place=block.place,
            )
        self.session.learn(got)
        if self.session.needs_token and got.get("access_token", "") is None:
            raise SdkError(
                "`acquire` gave no access token: its `access_token` is empty",
                hint="look at the reply of the token endpoint with `wkt trace show`: the token may have another name",
                place=block.place,
            )
        return {str(k): v for k, v in got.items()}

    def establish(self) -> dict[str, Any]:
        """Do what a new connection needs before its first request: `acquire`, if there is one (seed, step 3).

        Returns:
            The values that changed.
        """
        if "acquire" not in self.source:
            return {}
        with self.session.keeper.locked():
            got = self.acquire()
            changed = self.session.connection.merge(got or {})
        self.session.note_merge(changed)
        return changed


def _kind(value: Any) -> str:
    return "a " + {str: "text", int: "number", float: "number", list: "list"}.get(
        type(value), type(value).__name__
    )


__all__ = ["KEY", "Authorization", "Flow", "Rule"]
