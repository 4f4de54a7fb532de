"""The device authorization grant: a code that a person enters in any browser (RFC 8628)."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from ..credentials import Credentials
from ..pages import page, sign_in
from ..wire import ApiError, Reply, Request, Route
from .token_endpoint import NOT_CACHED, client_form
from .tokens import Grant

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
LIFETIME, INTERVAL = 600, 1
"""Seconds that a code is good for, and between two questions of the device."""
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of codes that people type: no vowels, so that they make no words (section 6.1)."""


@dataclass
class _Device:
    """A device that waits.

    Attributes:
        scope: what it asks for.
        user_code: what its person types, without the dash.
        end: when the code runs out.
        interval: seconds between two questions.
        next: when it may ask again.
        denied: whether the person refused.
        grant: what the person allowed; None before.
    """

    scope: str
    user_code: str
    end: float
    interval: float
    next: float = 0.0
    denied: bool = False
    grant: Grant | None = None


class Devices:
    """Devices that wait for a person.

    Args:
        credentials: the client's and the user's are accepted.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._devices: dict[str, _Device] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        return [
            Route("POST", "/oauth/device_authorization", self.begin),
            Route("GET", "/device", self.ask), Route("POST", "/device", self.decide),
        ]  # fmt: skip

    def begin(self, request: Request) -> Reply:
        """Give a device its codes (section 3.2)."""
        form = client_form(request, self._credentials)
        typed, code = "".join(secrets.choice(LETTERS) for _ in range(8)), secrets.token_urlsafe(24)
        with self._lock:
            self._devices[code] = _Device(form.get("scope", ""), typed, time.monotonic() + LIFETIME, INTERVAL)
        shown, uri = f"{typed[:4]}-{typed[4:]}", f"{request.origin}/device"
        return Reply(200, {
            "device_code": code, "user_code": shown, "verification_uri": uri,
            "verification_uri_complete": f"{uri}?user_code={shown}", "expires_in": LIFETIME, "interval": INTERVAL,
        }, NOT_CACHED)  # fmt: skip

    def ask(self, request: Request) -> Reply:
        """Show the page where the code is entered."""
        return _page(request.query.get("user_code", ""))

    def decide(self, request: Request) -> Reply:
        """Take the person's answer."""
        form = dict(request.form())
        typed = form.get("user_code", "")
        device = self._waiting(typed)
        if device is None:
            return _page(typed, "No device waits for this code: it is mistyped, or it has run out.")
        if form.get("decision") != "allow":
            device.denied = True
            return page("Denied", "The device gets no access. You can close this window.")
        if not self._credentials.are_of_user(form.get("user", ""), form.get("password", "")):
            return _page(typed, "Wrong user or password.")
        device.grant = Grant(self._credentials.user, device.scope)
        return page("Done", "The device is signed in. You can close this window and go back to it.")

    def redeem(self, form: Mapping[str, str]) -> Grant:
        """Exchange a device code, once a person has allowed it (section 3.5).

        Raises:
            ApiError: not yet, too often, denied, or too late.
        """
        code = form.get("device_code", "")
        with self._lock:
            device = self._devices.get(code)
            if device is None:
                raise ApiError(400, "invalid_grant", "The device_code is unknown or was used before")
            if device.grant is not None or device.denied:
                del self._devices[code]
        return _outcome(device)

    def _waiting(self, typed: str) -> _Device | None:
        letters = "".join(letter for letter in typed.upper() if letter in LETTERS)
        with self._lock:
            return next((device for device in self._devices.values() if device.user_code == letters
                         and time.monotonic() < device.end and device.grant is None), None)


def _outcome(device: _Device) -> Grant:
    if device.denied:
        raise ApiError(400, "access_denied", "The person denied it")
    if device.grant is not None:
        return device.grant
    now = time.monotonic()
    if now >= device.end:
        raise ApiError(400, "expired_token", "The code has run out")
    if now < device.next:
        device.interval += 5
        raise ApiError(400, "slow_down", f"Ask every {device.interval:g} seconds")
    device.next = now + device.interval * 0.9
    raise ApiError(400, "authorization_pending", "The person has not answered yet")


def _page(typed: str, wrong: str = "") -> Reply:
    return sign_in(
        "Sign in a device", "Enter the code that your device shows; then it may act for you.",
        "User and password are those that wkt demo --serve printed.", wrong=wrong, code=typed,
    )  # fmt: skip
