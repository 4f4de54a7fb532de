"""Where a person's browser comes back to after the consent: the options that say so, read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from ...errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])

PATH = "/oauth/callback"
PORT = 45555
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Callback:
    """Where the browser comes back to.

    Attributes:
        redirect_url: what the service is told.
        ip, port: where to listen; no port where nothing of this machine is reached.
    """

    redirect_url: str
    ip: str
    port: int | None

    @property
    def path(self) -> str:
        """The path that is listened at."""
        return urlsplit(self.redirect_url).path or "/"

    @property
    def secure(self) -> bool:
        """Whether the server speaks TLS."""
        return self.redirect_url.startswith("https:")


def callback_options(command: F) -> F:
    """Give a command the options that say where the browser comes back to."""
    for option in reversed((
        click.option("--port", type=click.IntRange(1, 65535), metavar="PORT",
                     help=f"OAuth: port that the browser comes back to ({PORT})."),
        click.option("--ip", metavar="ADDRESS", default="127.0.0.1", help="OAuth: address to listen on (127.0.0.1)."),
        click.option("--https", is_flag=True, help="OAuth: listen with TLS, with a certificate made on the spot."),
        click.option("--redirect-uri", metavar="URL",
                     help=f"OAuth: redirect URL (http://localhost:{PORT}{PATH}); one elsewhere is pasted by you."),
    )):  # fmt: skip
        command = option(command)
    return command


def callback_of(port: int | None, ip: str, https: bool, redirect_uri: str | None) -> Callback:
    """Read the options of `callback_options`.

    Raises:
        UsageError: the redirect URL can't be one.
    """
    if redirect_uri is None:
        scheme = "https" if https else "http"
        return Callback(f"{scheme}://localhost:{port or PORT}{PATH}", ip, port or PORT)
    try:
        parts = urlsplit(redirect_uri)
        own = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        own = None
    if own is None or not parts.hostname:
        raise UsageError(
            f"`--redirect-uri {redirect_uri}` can't be used", hint=f"write it as http://localhost:{PORT}{PATH}"
        )
    return Callback(redirect_uri, ip, port or (own if parts.hostname in LOCAL else None))
