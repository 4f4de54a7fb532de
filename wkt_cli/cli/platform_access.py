"""Who asks the platform's API, and where: options, variables, and the token that is kept in the vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import click

from ..errors import NoKeyringError, UsageError
from .app import App

if TYPE_CHECKING:
    from ..runtime.platform import Platform
    from ..store.vault import Vault, VaultKey

F = TypeVar("F", bound=Callable[..., Any])

TOKEN, EMAIL, BASE = "WORKATO_API_TOKEN", "WORKATO_API_EMAIL", "WORKATO_BASE_URL"
_LOCAL = ("127.0.0.1", "localhost", "::1")


class Access(NamedTuple):
    """Where the platform is and who asks.

    Attributes:
        base: its URL.
        credentials: headers.
        typed: whether the token was typed just now, so that it can be offered to keep it.
        token: the token itself.
    """

    base: str
    credentials: Mapping[str, str]
    typed: bool
    token: str


def token_options(function: F) -> F:
    """Give a command the options that say who asks."""
    for option in (
        click.option("--api-email", metavar="EMAIL", help="E-mail of an old API key ($WORKATO_API_EMAIL)."),
        click.option(
            "--api-token", metavar="TOKEN",
            help="API token; others on this machine can see it here, so use $WORKATO_API_TOKEN.",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


def access(app: App, base: str, api_token: str | None, api_email: str | None, *, must: bool = True) -> Access | None:
    """Find out who asks: by the options, the variables, the vault, or a question.

    Args:
        app: the run.
        base: the platform's URL.
        api_token: what `--api-token` says.
        api_email: what `--api-email` says.
        must: whether a token is needed; else neither vault nor person is asked.

    Returns:
        None where nobody is named and nobody has to be.

    Raises:
        UsageError: there is no token.
    """
    environ = app.environment.environ
    token, email, typed = api_token or environ.get(TOKEN), api_email or environ.get(EMAIL), False
    if not token and must:
        token = _kept(app, base)
        typed = token is None
        token = token or _ask(app, base)
    if not token:
        return None
    app.learn("api_token", token)
    if urlsplit(base).scheme == "http" and urlsplit(base).hostname not in _LOCAL:
        app.warn(f"{base} is not encrypted: whoever is on the way can read your API token", "write https://")
    return Access(base, _credentials(app, token, email), typed, token)


def _credentials(app: App, token: str, email: str | None) -> Mapping[str, str]:
    if not email:
        return {"Authorization": f"Bearer {token}"}
    app.warn(
        f"`--api-email` and {EMAIL} are deprecated on the platform, and so are API keys that need them",
        f"make an API client there and use its token alone, with `--api-token` or {TOKEN}",
    )
    return {"x-user-email": email, "x-user-token": token}


@contextmanager
def platform(app: App, given: Access) -> Iterator[Platform]:
    """Open the platform's API; the trace is stored however this ends."""
    from ..runtime.platform import Platform
    from .progress import waiting

    client = app.client()
    app.recorder.trace.connector, app.recorder.trace.connection = "platform", urlsplit(given.base).netloc
    app.awaited = given.base
    try:
        with waiting(app, client.under_way):
            yield Platform(client, given.base, given.credentials, app.environment.clock)
    finally:
        app.say_trace()
        app.store_trace()
        client.close()


def offer_to_keep(app: App, given: Access) -> None:
    """Ask whether a token that was typed, and has worked, is kept for the next time."""
    if given.typed and app.terminal.interactive and app.terminal.confirm("Keep this token in the vault?", default=True):
        keep(app, given.base, given.token)


def keep(app: App, base: str, token: str | None) -> None:
    """Keep the API token of a data centre in the vault; None removes it.

    Raises:
        VaultError: the vault can't be had.
    """
    vault, key = _vault(app), _key(base)
    if token is None:
        vault.delete(key)
    else:
        vault.set(key, {"api_token": token})
        app.say(f"Kept the API token of {base} in {vault.describe()}")


def _kept(app: App, base: str) -> str | None:
    """Give the token that is kept for a data centre; None where there is none, or no keyring."""
    try:
        found = _vault(app).get(_key(base))
    except NoKeyringError:
        return None
    return str(found["api_token"]) if found else None


def _vault(app: App) -> Vault:
    return app.environment.open_vault(None) if app.environment.open_vault else app.vaults(None)


def _key(base: str) -> VaultKey:
    """Name the item: a token is of a data centre, not of a project."""
    from ..store.vault import VaultKey

    return VaultKey("platform", "platform", urlsplit(base).netloc)


def read_token(app: App, base: str) -> str:
    """Ask for an API token; the first line of standard input where that is no terminal.

    Raises:
        UsageError: there is none.
    """
    token = _asked(app, base) if app.terminal.interactive else app.answer()
    if not token:
        raise UsageError("No API token is given", hint="type it, or let standard input hold it")
    app.learn("api_token", token)
    return token


def _asked(app: App, base: str) -> str:
    return app.terminal.ask_secret(f"API token of {base} (hidden): ").strip()


def _ask(app: App, base: str) -> str:
    token = _asked(app, base) if app.terminal.interactive else ""
    if token:
        return token
    raise UsageError(
        f"No API token for {base}",
        hint=f"put it into {TOKEN}, or keep it with `wkt vault token`; the platform has it under "
        "Workspace admin > API clients",
    )
