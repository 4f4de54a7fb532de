"""How a person is asked for consent: the options that say so, and the flow that they choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from ...errors import UsageError
from .redirect import Callback, callback_of, callback_options

if TYPE_CHECKING:
    from ...runtime.authorization import Authorization, Consent
    from ..app import App

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asking:
    """How a person is asked.

    Attributes:
        callback: where the browser comes back to.
        device: by a code that is entered elsewhere, even if there is a page for the browser.
        device_url: the endpoint that gives the code, in the place of the connector's.
        scope: what for, in the place of the connector's.
        wait: seconds to wait; None for what is usual.
    """

    callback: Callback
    device: bool = False
    device_url: str | None = None
    scope: str | None = None
    wait: float | None = None


def consent_options(command: F) -> F:
    """Give a command the options that say how a person is asked for consent."""
    for option in reversed((
        click.option("--device", is_flag=True,
                     help="OAuth: sign in with a code that you enter in a browser anywhere (the device flow)."),
        click.option("--device-url", metavar="URL",
                     help="OAuth: the endpoint that gives this code, if not the connector's; means --device, too."),
        click.option("--scope", metavar="SCOPE", help="OAuth: the scope to ask for, in place of the connector's."),
        click.option("--wait", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
                     help="OAuth: how long to wait for the browser (180), or for the code (as long as it is good)."),
    )):  # fmt: skip
        command = option(command)
    return callback_options(command)


def asking_of(
    device: bool, device_url: str | None, scope: str | None, wait: float | None, **callback: Any
) -> Asking:
    """Read the options of `consent_options`.

    Raises:
        UsageError: a URL can't be used.
    """
    if device_url is not None and not is_web(device_url):
        raise UsageError(
            f"`--device-url {device_url}` can't be used", hint="write the whole URL, as https://…"
        )
    return Asking(callback_of(**callback), device or device_url is not None, device_url, scope, wait)


def is_web(url: str) -> bool:
    """Tell whether a browser, or a request, may be sent there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def ask(app: App, asking: Asking, authorization: Authorization) -> Consent:
    """Ask a person for consent, in the way that the options or the connector choose.

    Raises:
        SdkError: it can't be had.
        UsageError: the options don't fit.
    """
    from . import device, login

    if asking.device or authorization.definition().prefers_device:
        return device.log_in(app, asking, authorization)
    return login.log_in(app, asking, authorization)
