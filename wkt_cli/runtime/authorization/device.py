"""The device authorization grant: a code that a person enters elsewhere, and the wait for it (RFC 8628)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ...errors import (
    BrokenReplyError,
    InvalidDefinitionError,
    RequestFailedError,
    RequestTimeoutError,
    SdkError,
)
from ..clock import Clock
from ..likely_causes import Said, refusal, said_by, said_in
from .consent import DeviceCode
from .definition import Definition
from .endpoint import refused_in
from .hooks import Hooks
from .lifetime import seconds_of

KEY = "device_authorization_url"
GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
INTERVAL, SLOWER = 5.0, 5.0
"""Seconds between two questions where the service names none, and what `slow_down` adds (sections 3.2 and 3.5)."""
LIFETIME = 900.0
"""Seconds that a code is good for where the service doesn't say it, though it must."""
FINAL = ("access_denied", "authorization_declined", "expired_token")
"""What ends the wait because a person refused, or nobody came (section 3.5); the second is Microsoft's word."""

Ask = Callable[[], dict[str, Any]]


def request_of(definition: Definition, hooks: Hooks, url: str | None, scope: str | None) -> tuple[str, dict[str, str]]:
    """Give the URL of the device authorization request, and its form (section 3.1).

    A scope stands in the query of the endpoint, else in that of `authorization_url`. In the form it is understood by
    every service.

    Args:
        definition: an authorization of OAuth 2.
        hooks: its functions.
        url: the endpoint, in the place of the connector's.
        scope: in the place of the connector's.

    Raises:
        InvalidDefinitionError: no endpoint is named.
    """
    named = url or hooks.text(KEY)
    if not named:
        raise InvalidDefinitionError(
            f"The connector has no `{KEY}`",
            hint="name the endpoint with `--device-url URL`; the service's documentation has it, or its "
            "/.well-known/openid-configuration as `device_authorization_endpoint`",
            place=definition.connector.place(f"{definition.path}.{KEY}"),
        )
    parts = urlsplit(named)
    own = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([pair for pair in own if pair[0] != "scope"])
    fields = {
        "client_id": hooks.text("client_id"), "client_secret": hooks.text("client_secret"),
        "scope": scope or dict(own).get("scope") or _scope_of(hooks.text("authorization_url")),
    }  # fmt: skip
    return urlunsplit(parts._replace(query=query)), {name: value for name, value in fields.items() if value}


def _scope_of(url: str | None) -> str | None:
    return dict(parse_qsl(urlsplit(url or "").query)).get("scope")


def device_code_of(reply: Mapping[str, Any]) -> DeviceCode:
    """Read the reply of the device authorization endpoint (section 3.2).

    Args:
        reply: what came back; Google calls the URI a URL.

    Raises:
        SdkError: something is missing.
    """
    uri = reply.get("verification_uri") or reply.get("verification_url")
    whole = reply.get("verification_uri_complete") or reply.get("verification_url_complete")
    needed = {"device_code": reply.get("device_code"), "user_code": reply.get("user_code"), "verification_uri": uri}
    missing = [name for name, value in needed.items() if not value]
    said = said_in(reply)
    if said is not None:
        raise refusal(said)
    if missing:
        raise SdkError(
            f"The device authorization endpoint gave no {' and no '.join(f'`{name}`' for name in missing)}",
            hint="look at its reply with `wkt trace show`; the URL may be that of another endpoint",
        )
    life, interval = seconds_of(reply.get("expires_in")), seconds_of(reply.get("interval"))
    return DeviceCode(
        str(needed["device_code"]), str(needed["user_code"]), str(uri), str(whole) if whole else None,
        life or LIFETIME, interval or INTERVAL,
    )  # fmt: skip


class Polling:
    """Asks the token endpoint until the person has answered (sections 3.4 and 3.5).

    Args:
        device: what the service gave.
        ask: asks the token endpoint once.
        clock: waits.
        warn: tells a person about an answer that did not come.
    """

    def __init__(self, device: DeviceCode, ask: Ask, clock: Clock, warn: Callable[[str], object]) -> None:
        self._device, self._ask, self._clock, self._warn = device, ask, clock, warn
        self.interval = device.interval
        self._end = clock.now() + device.lifetime

    def tokens(self) -> dict[str, Any]:
        """Wait for the tokens.

        Raises:
            SdkError: the person refused, the code has run out, or the service wants no more questions.
        """
        while True:
            self._wait()
            try:
                reply = self._ask()
            except (RequestTimeoutError, BrokenReplyError) as error:
                self.interval *= 2
                self._warn(f"{error}; asking again in {self.interval:g} s")
            except RequestFailedError as failure:
                self._go_on(said_by(failure.reply), failure)
            else:
                said = refused_in(reply)
                if said is None:
                    return reply
                self._go_on(said, refusal(said))

    def _wait(self) -> None:
        """Wait for the next question, or for the end of the code.

        Raises:
            SdkError: the code has run out.
        """
        left = self._end - self._clock.now()
        self._clock.sleep(max(0.0, min(self.interval, left)))
        if self._clock.now() >= self._end:
            raise SdkError(
                f"The code was not entered within {self._device.lifetime:g} seconds", hint="start again for a new one"
            )

    def _go_on(self, said: Said | None, failure: SdkError) -> None:
        """Go on after an answer that is no refusal."""
        error = said.error if said else ""
        if error == "slow_down":
            self.interval += SLOWER
        elif error != "authorization_pending":
            raise refusal(said) if said and error in FINAL else failure
