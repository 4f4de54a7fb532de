"""`wkt connect NAME`: ask, acquire, test, store (seed, steps 1 to 7)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ...errors import StoreError, WktError
from .. import complete, life
from ..app import App
from ..options import common
from ..sign_in.consent import Asking, ask, asking_of, consent_options
from ..stored import path_of, unlock_vault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...connector.fields import Field
    from ...connector.model import Connector
    from ...runtime.session import Session
    from ...store.record import Record


FACTS = ("type", "identity", "expires_at", "renew_at", "scopes")
"""What is found out anew each time a connection is made."""


@click.command("connect", short_help="Ask for a connector's fields, acquire, test and store the connection.")
@click.argument("connector", shell_complete=complete.connectors)
@click.option(
    "-n", "--connection", metavar="NAME", default="default", help="Name of the connection (default)."
)
@click.option(
    "-F",
    "--field",
    "fields",
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=complete.fields,
    help="Answer a question: NAME=VALUE, NAME=@FILE, or NAME=- for standard input.",
)
@click.option("--reveal", is_flag=True, help="Show secrets; only on a terminal.")
@click.option("--keep-failed", is_flag=True, help="Store the connection even if acquire or test fails.")
@consent_options
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    connector: str,
    connection: str,
    fields: tuple[str, ...],
    reveal: bool,
    keep_failed: bool,
    **how: Any,
) -> int:
    """Ask for a connector's fields, acquire, test and store the connection.

    CONNECTOR is a name that `wkt connectors` lists, or a path. Without a terminal, or with --no-input, the answers come
    from --field, from the environment (WKT_FIELD_<NAME>) and from what is stored. OAuth opens the browser ($BROWSER);
    with --device it shows a code that you enter in a browser anywhere.
    """
    from ...store.record import check_name

    app = App(context)
    life.allow_reveal(app, reveal)
    check_name(connection)
    asking = asking_of(**how)
    loaded = app.load(connector)
    app.say(loaded.title)
    stored = app.connections.find(loaded.name, connection)
    values, asked = _answers(app, loaded, stored, fields)
    _make_ready(app, loaded, connection, asked)
    outcome = _establish(app, loaded, connection, values, asked, asking)
    if outcome.error is None or keep_failed:
        _store(app, loaded, outcome, asked, stored)
    life.show(app, outcome, reveal=reveal)
    return life.ended(app, outcome, say=lambda: _say_stored(app, outcome))


def _say_stored(app: App, outcome: life.Outcome) -> None:
    life.show_test(app, outcome)
    identity = f" ({outcome.facts['identity']})" if outcome.facts.get("identity") else ""
    name = f"{outcome.connector}/{outcome.connection}"
    app.say(f"Stored as {name}{identity}; `wkt test`, `wkt call` and `wkt refresh` use it from now on")


def _answers(
    app: App, connector: Connector, stored: Record | None, given: tuple[str, ...]
) -> tuple[dict[str, Any], list[Field]]:
    """Ask for the fields or collect them; give the answers and the fields as they were at the end."""
    from ...connector.fields import fields_of
    from ...trace.model import Phase
    from ..prompt import ask_fields, collect_fields, read_given

    def resolve(values: Mapping[str, Any]) -> list[Field]:
        with app.session(connector, values, None, "") as session:
            return fields_of(connector, session.connection.copy(), partial(session.run, phase=Phase.CALL))

    known = dict(stored.values) if stored else {}
    _learn_secrets(app, resolve(known), known)
    options = read_given(given, app.environment.stdin, app.environment.folder)
    if app.terminal.interactive:
        environment = app.environment
        values = ask_fields(app.terminal, resolve, known, options, environment.folder, environment.environ)
    else:
        values = collect_fields(resolve, known, options, app.environment.environ, warn=app.warn)
    fields = resolve(values)
    _learn_secrets(app, fields, values)
    return values, fields


def _learn_secrets(app: App, fields: list[Field], values: Mapping[str, Any]) -> None:
    for field in fields:
        if field.secret and values.get(field.name):
            app.learn(field.name, values[field.name])


def _make_ready(app: App, connector: Connector, connection: str, fields: list[Field]) -> None:
    """Make sure that all can be stored, before any request is sent; secrets in a file only if the person agrees."""
    app.connections.check_writable()
    if any(field.secret for field in fields) or _gets_tokens(connector):
        unlock_vault(app, connector.name, connection)


def _gets_tokens(connector: Connector) -> bool:
    """Tell whether the authorization, or one of its options, gets credentials of its own."""
    authorization = connector.dig("connection.authorization") or {}
    every = [authorization, *(authorization.get("options") or {}).values()]
    keys = {key for one in every if isinstance(one, dict) for key in one}
    return bool({"acquire", "token_url"} & keys)


def _establish(
    app: App, connector: Connector, connection: str, values: dict[str, Any], fields: list[Field], asking: Asking
) -> life.Outcome:
    outcome = life.Outcome(
        connector.name, connection, dict(values), {field.name for field in fields if field.secret}
    )
    outcome.after = dict(values)
    with app.session(connector, values, None, connection) as session:
        try:
            session.authorization.establish(partial(ask, app, asking), always=asking.device)
        except WktError as error:
            outcome.error = error
        outcome.after = session.connection.snapshot()
        if outcome.error is None and connector.dig("test") is not None:
            life.run_test(session, outcome)
        outcome.facts = _facts(app, session) if outcome.error is None else {}
    if connector.dig("test") is None:
        app.warn("the connector has no `test`, so nothing shows that the connection works")
    return outcome


def _store(
    app: App, connector: Connector, outcome: life.Outcome, fields: list[Field], stored: Record | None
) -> None:
    from ...connector.fields import split_secrets
    from ...store.record import Record
    from ...store.vault import VaultKind

    plain, secret = split_secrets(outcome.after, fields, outcome.changed)
    kept = {name: value for name, value in stored.meta.items() if name not in FACTS} if stored else {}
    meta = {**kept, **_meta(outcome), "path": path_of(app, connector)}
    record = Record(connector.name, outcome.connection, plain, secret, meta)
    try:
        moved = app.connections.save(record, vault=VaultKind.parse(app.options.vault))
    except StoreError as error:
        outcome.error = error
        return
    outcome.stored = True
    if moved:
        app.warn(f"{', '.join(moved)} stood in settings.yaml and was moved to the vault")


def _facts(app: App, session: Session) -> dict[str, Any]:
    """Give what is known of the connection and is no secret: its type, who it belongs to, how long its token lasts."""
    authorization = session.authorization
    facts = {"type": authorization.definition().type, **authorization.facts}
    try:
        identity = authorization.identity()
    except WktError as error:
        app.warn(f"`identity` failed: {error}", "the connection works without it")
        return facts
    return facts if identity is None else {**facts, "identity": identity}


def _meta(outcome: life.Outcome) -> dict[str, Any]:
    from datetime import UTC, datetime

    return {"connected_at": datetime.now(UTC).isoformat(timespec="seconds"), **outcome.facts}
