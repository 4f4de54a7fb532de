"""OAuth in a terminal: send a person's browser to the service, and wait for what it comes back with.

It comes to a server on this machine; where it can't, as over SSH, the person pastes the address it ended at.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from queue import Empty, Queue
from typing import TYPE_CHECKING, TextIO
from urllib.parse import parse_qsl, urlsplit

from ...errors import SdkError, UsageError
from ..terminal import InputEndedError, NoLongerAskedError
from .callback import waiting_server
from .consent import Asking

if TYPE_CHECKING:
    from ...runtime.authorization import Authorization, AuthorizationCode, Invitation
    from ..app import App
    from .redirect import Callback

LINE = 65536
"""Bytes that are read at once."""
WAIT = 180.0
"""Seconds to wait for the browser, as the platform's SDK does."""


def log_in(app: App, asking: Asking, authorization: Authorization) -> AuthorizationCode:
    """Ask a person for consent in the browser.

    Args:
        app: the run.
        asking: how the person is asked, and where the browser comes back to.
        authorization: makes what the browser is sent with.

    Raises:
        SdkError: the service or the person refused, or what came back is not the answer to what was sent.
        UsageError: the port is in use, or nothing can come back.
    """
    from ...runtime.authorization import AuthorizationCode

    callback = asking.callback
    if callback.port is None and app.options.no_input:
        raise UsageError(
            f"Nothing can come back from {callback.redirect_url}",
            hint="leave out --no-input and paste the address at which the browser ends, or give --port",
        )
    waiting = Waiting(app)
    with app.talking(), ExitStack() as held:
        if callback.port is not None:
            address = (callback.ip, callback.port)
            held.enter_context(waiting_server(address, callback.path, waiting.judge, callback.secure))
        invitation = waiting.invitation = authorization.invite(callback.redirect_url, asking.scope)
        _send_out(app, callback, invitation)
        code = waiting.code(callback.redirect_url, asking.wait or WAIT)
    app.say("The browser came back; exchanging the code")
    for name, secret in (("code", code), ("code_verifier", invitation.verifier)):
        app.learn(name, secret)
    return AuthorizationCode(code, callback.redirect_url, invitation.verifier)


def _send_out(app: App, callback: Callback, invitation: Invitation) -> None:
    """Open the browser, and say where it should go, in case it doesn't; without one also with ``--quiet``."""
    if callback.port is not None:
        app.say(f"Waiting at {callback.redirect_url}; the service must allow it as a redirect URL")
    opened = app.environment.browse(invitation.url)
    say = app.say if opened else app.insist
    say("Sign in with the browser that opens, or at this address:" if opened else "Sign in at this address:")
    say(f"\n  {invitation.url}\n")
    if not app.options.no_input:
        app.say("If the browser can't come back here, paste the address at which it ended:")


class Waiting:
    """Takes the answer from whoever brings it first: the server, or a person who pastes it."""

    invitation: Invitation | None = None

    def __init__(self, app: App) -> None:
        self._app = app
        self._answers: Queue[str | SdkError] = Queue()

    def judge(self, answer: Mapping[str, str]) -> str | None:
        """Take an answer; give what is wrong with it, or None."""
        assert self.invitation is not None
        failure = _refusal(answer, self.invitation)
        self._answers.put(failure or answer["code"])
        return None if failure is None else failure.message

    def code(self, redirect_url: str, wait: float) -> str:
        """Wait for the code.

        Args:
            redirect_url: where it comes to.
            wait: seconds to wait.

        Raises:
            SdkError: none came, or a wrong answer.
        """
        end = time.monotonic() + wait
        if self._app.terminal.interactive:
            self._ask(end)
        elif not self._app.options.no_input:
            read = partial(_read_lines, self._app.environment.stdin, self._pasted)
            threading.Thread(target=read, daemon=True).start()
        try:
            answer = self._answers.get(timeout=max(0, end - time.monotonic()))
        except Empty:
            raise SdkError(
                f"Have not received callback from OAuth2 provider in {wait:g} seconds. Aborting!",
                hint=f"if the browser shows an error of the service, look there at the client ID, and allow "
                f"{redirect_url} as a redirect URL; `--wait` gives it more time",
            ) from None
        if isinstance(answer, SdkError):
            raise answer
        return answer

    def _ask(self, end: float) -> None:
        """Let a person paste the address, until there is an answer or the time is over; Ctrl-D only ends the asking."""
        with suppress(InputEndedError, NoLongerAskedError):
            while not self._is_over(end):
                self._pasted(self._app.terminal.ask("Address: ", until=lambda: self._is_over(end)).strip())

    def _is_over(self, end: float) -> bool:
        return not self._answers.empty() or time.monotonic() >= end

    def _pasted(self, line: str) -> None:
        """Take a pasted address; what is none is told, and the wait goes on."""
        answer = dict(parse_qsl(urlsplit(line).query or line.lstrip("?"), keep_blank_values=True))
        if {"code", "error"} & answer.keys():
            self.judge(answer)
        elif line:
            self._app.say("That has no code; paste the whole address from the browser, with all behind its `?`")


def _refusal(answer: Mapping[str, str], invitation: Invitation) -> SdkError | None:
    """Give what is wrong with an answer: another state than was sent, an error, no code (RFC 6749 section 4.1.2)."""
    from secrets import compare_digest

    from ...runtime.likely_causes import refusal, said_in

    if not compare_digest(answer.get("state", "").encode(), invitation.state.encode()):
        return SdkError(
            "The browser came back with another `state` than it was sent with, so its code was not used",
            hint="start again, and use the newest window; if it happens again, someone may be forging the answer",
        )
    said = said_in(answer)
    if said is not None:
        return refusal(said)
    return None if answer.get("code") else SdkError("The browser came back without a code")


def _read_lines(stream: TextIO, take: Callable[[str], None]) -> None:
    """Hand on each line of a standard input that is no terminal; its end ends nothing.

    A pipe is read past Python's buffer, whose lock a thread that still waits would hold at the program's
    end.
    """
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        for line in stream:
            take(line.strip())
        return
    rest = b""
    try:
        while piece := os.read(number, LINE):
            *lines, rest = (rest + piece).split(b"\n")
            for whole in lines:
                take(whole.decode("utf-8", "replace").strip())
    except OSError:
        return
    if rest.strip():
        take(rest.decode("utf-8", "replace").strip())
