"""A connector at work: `Session` runs its blocks and sends their requests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from ..connector.mistakes import nearest
from ..connector.model import Block, Connector
from ..errors import (
    ArityError,
    InvalidDefinitionError,
    LambdaError,
    Place,
    RequestFailedError,
    ServerDisconnectedError,
    UndefinedMethodError,
    UnexpectedMethodDefinitionError,
    WktError,
)
from ..http.client import Client
from ..http.message import Reply
from ..trace.model import Origin, Phase
from ..trace.recorder import Recorder
from . import symbol_keys, whole
from .account import Account, NoAccount
from .authorization import Authorization
from .authorization.multi import AskOption
from .build import response_headers
from .clock import Clock
from .connection import Connection, Forgetful, Keeper
from .frame import Frame, Scope, enter, running
from .request import Request, resolve
from .rules import Rule, first_match, rules
from .steps import Steps


def _nobody(text: str) -> None:
    """Hear a warning that nobody wants."""


class Session:
    """A connector with its connection, its client and its trace.

    Args:
        connector: the loaded connector.
        values: the connection hash, secrets included.
        client: what sends.
        recorder: what records and masks.
        keeper: where new credentials go; nowhere by default.
        needs_token: whether an empty access token among new credentials is a failure.
        warn: tells a person what is odd about new credentials.
        ask_option: asks a person which option of a `multi` authorization holds; None where nobody can be asked.
        account: properties, look-up tables and schemas; an account without any by default.
        clock: what is waited by.
        steps: how actions of several steps are run.
        time_zone: of texts that name none, where fields make times of them; Pacific by default.

    Attributes:
        aws_roles: temporary keys of AWS, by the role that they are for.
    """

    def __init__(
        self,
        connector: Connector,
        values: Mapping[str, Any],
        client: Client,
        recorder: Recorder,
        keeper: Keeper | None = None,
        *,
        needs_token: bool = True,
        ask_option: AskOption | None = None,
        warn: Callable[[str], object] = _nobody,
        account: Account | None = None,
        clock: Clock | None = None,
        steps: Steps | None = None,
        time_zone: str = "",
    ) -> None:
        self.connector, self.client, self.recorder = connector, client, recorder
        self.connection = Connection(values)
        self.keeper: Keeper = keeper or Forgetful()
        self.account: Account = account or NoAccount()
        self.steps, self.time_zone = steps or Steps(), time_zone
        self.aws_roles: dict[str, Any] = {}
        self.needs_token, self.ask_option, self.warn = needs_token, ask_option, warn
        self.clock = clock or Clock()
        self.authorization = Authorization(self)
        self._blocks: dict[str, tuple[Any, Block]] = {}

    def reload(self, connector: Connector) -> None:
        """Go on with another version of the connector; connection and trace stay."""
        self.connector, self._blocks = connector, {}
        self.authorization = Authorization(self)

    # Blocks

    def block(self, key_path: str) -> Block | None:
        """Give a block, or None where the key is missing.

        Raises:
            InvalidDefinitionError: there is something, but it is no function.
        """
        value = self.connector.dig(key_path)
        if value is None:
            return None
        known = self._blocks.get(key_path)
        if known is not None and known[0] is value:
            return known[1]
        block = self.connector.block(key_path)
        if block is None:
            raise InvalidDefinitionError(
                f"`{key_path}` {self.connector.not_a_function(value)}",
                hint="write a function there; `wkt check` shows all such places",
                place=self.connector.place(key_path),
            )
        self._blocks[key_path] = (value, block)
        return block

    def required_block(self, key_path: str) -> Block:
        """Give a block that must be there.

        Raises:
            InvalidDefinitionError: it is missing, or no function.
        """
        block = self.block(key_path)
        if block is None:
            raise InvalidDefinitionError(
                f"The connector has no `{key_path}`", place=self.connector.place(key_path)
            )
        return block

    def run(
        self, block: Block, *offered: Any, phase: Phase, signed: bool = True, detected: bool = True,
        scope: Scope = Scope.FULL, keywords: Mapping[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        """Run a block, send the requests in what it gives back, and give the value.

        Args:
            block: what to run.
            offered: its arguments; it takes as many of them as it has parameters.
            phase: why it runs.
            signed: whether its requests go through `apply`.
            detected: whether their replies go through `detect_on`.
            scope: which words it may use.
            keywords: given to a block that takes keywords.
        """
        with enter(Frame(self, block.key_path, phase, signed, detected, scope)):
            return resolve(self.invoke(block, *offered, keywords=keywords))

    def invoke(self, block: Block, *offered: Any, keywords: Mapping[str, Any] | None = None) -> Any:
        """Call a block with as many of the offered arguments as it takes (reference/connection.md section 2)."""
        if block.required > len(offered) + bool(keywords):
            raise ArityError(
                f"wrong number of arguments (given {len(offered)}, expected {block.expected})",
                place=block.place,
            )
        return self._call(block, offered[: block.offered], keywords or {})

    def _call(self, block: Block, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:
        try:
            return block.function(*arguments, **(keywords if block.takes_keywords else {}))
        except WktError as error:
            error.place = error.place or self._place_of(error, block)
            if error.hint is None and isinstance(error, LambdaError):
                error.hint = symbol_keys.hint_of(error, self.recorder.trace.exchanges)
            raise
        except Exception as error:
            place = self._place_of(error, block)
            raise LambdaError(f"{type(error).__name__}: {error}", place=place) from error

    def _place_of(self, error: Exception, block: Block) -> Place:
        """Give the innermost line of the connector's file that an exception went through."""
        line, step = block.place.line, error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == str(self.connector.path):
                line = step.tb_lineno
            step = step.tb_next
        return Place(self.connector.path, line, block.key_path)

    def method(self, name: str, *arguments: Any) -> Any:
        """Run one of the connector's `methods` with exactly these arguments, in the caller's place.

        Raises:
            UndefinedMethodError: there is no such method.
        """
        value = self.connector.dig(f"methods.{name}")
        if value is not None and not self.connector.is_function(value):
            kind = self.connector.class_name(value)
            raise UnexpectedMethodDefinitionError(f"Expected lambda for method '{name}' definition, got: {kind}")
        block = self.block(f"methods.{name}")
        if block is None:
            known = self.connector.source.get("methods")
            hint = nearest(name, known) if isinstance(known, Mapping) else None
            raise UndefinedMethodError(f"Method '{name}' does not exists", hint=hint)
        taken = len(arguments) if block.arity is None else block.arity
        if not block.required <= len(arguments) <= taken:
            raise ArityError(
                f"wrong number of arguments (given {len(arguments)}, expected {block.expected})",
                place=block.place,
            )
        return self._call(block, arguments, {})

    # Requests

    def base_uri(self) -> str | None:
        """Give the connector's base URI for the connection as it is now; None if there is none."""
        block = self.block("connection.base_uri")
        if block is None:
            return None
        base = self.connector.plain(
            self.run(block, self.connection.copy(), phase=Phase.CALL, scope=Scope.HELPERS)
        )
        if base is not None and not isinstance(base, str):
            raise InvalidDefinitionError(
                f"`base_uri` gave {type(base).__name__}, but a text is needed", place=block.place
            )
        return base

    def request(self, method: str, url: str) -> Request:
        """Build a request for the block that runs now, of the kind that the connector's form has."""
        kind: type[Request] = self.connector.request_kind or Request
        return kind(running(), method, url, self.line())

    def line(self) -> int | None:
        """Give the line of the connector's file that is running, or None."""
        frame = sys._getframe(1)
        name = str(self.connector.path)
        while frame is not None:
            if frame.f_code.co_filename == name:
                return frame.f_lineno
            frame = frame.f_back  # type: ignore[assignment]
        return None

    def send(self, request: Request) -> tuple[Any, bool]:
        """Send a request; give its value and whether it may be kept (that of an error handler is not)."""
        try:
            return self.exchange(request), True
        except (RequestFailedError, ServerDisconnectedError) as failure:
            status, body = getattr(failure, "status", None), getattr(failure, "body", None)
            handler = (
                None if failure.from_hook else self._error_handler(request, status, failure.message, body)
            )
            if handler is None:
                failure.place = failure.place or request.place
                raise
            arguments = (status, body, getattr(failure, "headers", {}), failure.message)
            return resolve(self._handle(request, handler, *arguments)), False
        except WktError as failure:
            failure.place = failure.place or request.place
            raise

    def exchange(self, request: Request) -> Any:
        """Take a request through the authorization's flow and `after_response`; give its value."""
        flow = self.authorization.flow(request)
        reply: Reply | None = None
        try:
            outgoing = next(flow)
            while True:
                try:
                    reply = self.client.send(outgoing, self._origin(request))
                except WktError as error:
                    outgoing = flow.throw(error)
                else:
                    outgoing = flow.send(reply)
        except StopIteration as done:
            value = done.value
        if request.on_response is not None and reply is not None:
            return resolve(
                self._handle(
                    request, request.on_response, reply.status, request.shaped(value), response_headers(reply)
                )
            )
        return value

    def call(self, method: str, url: str, prepare: Callable[[Request], object]) -> Reply:
        """Send one signed request of a person's own and give the whole reply, whatever its status.

        Args:
            method: in capitals.
            url: completed by `base_uri`.
            prepare: fills the request in.

        Raises:
            RequestFailedError: new credentials were needed, and were refused.
        """
        with enter(Frame(self, "", Phase.CALL)):
            request = self.request(method, url)
            prepare(request)
            request.response_format = whole
            try:
                reply: Reply = self.exchange(request)
            except RequestFailedError as failure:
                if failure.reply is None or failure.while_renewing:
                    raise
                reply = failure.reply
            return reply

    def test(self) -> Any:
        """Run the connector's `test`; it is successful if nothing fails (seed, step 7).

        Raises:
            InvalidDefinitionError: there is no `test`.
        """
        block = self.required_block("test")
        return self.run(block, self.connection.copy(), {}, [], [], {}, phase=Phase.TEST)

    def _handle(self, request: Request, function: Any, *offered: Any) -> Any:
        block = self.connector.make_block(function, request.place)
        with enter(request.frame):
            return self.invoke(block, *offered)

    def _error_handler(self, request: Request, status: int | None, *texts: str | None) -> Any:
        """Give the handler of `after_error_response` if one of its matchers fits (reference/http_dsl.md section 9)."""
        if request.on_error is None:
            return None
        matchers, handler = request.on_error
        flat = [m for entry in matchers for m in (entry if isinstance(entry, (list, tuple)) else [entry])]
        return handler if first_match(rules("", flat, self.connector), status, *texts) else None

    def _origin(self, request: Request) -> Origin:
        frame = request.frame
        return Origin(
            phase=frame.phase,
            block=frame.block,
            file=str(self.connector.path),
            line=request.line,
            applied=sorted(f"header {name}" for name in request.applied),
            attempt=request.attempt,
        )

    # What the trace learns

    def learn(self, values: Mapping[str, Any]) -> None:
        """Treat every text among new credentials as a secret from now on, but those that only describe one."""
        self.recorder.redactor.add_all(values)

    def note(self, exchange_id: int | None, rule: Rule) -> None:
        """Record which rule fired on a reply."""
        if exchange_id is not None:
            self.recorder.trace.exchanges[exchange_id - 1].rule = rule.name

    def note_merge(self, changed: Mapping[str, Any]) -> None:
        """Record on the thread's last exchange which values of the connection changed because of it."""
        latest = self.recorder.latest
        if changed and latest is not None:
            latest.merged = sorted(changed)
