"""`wkt call METHOD PATH [ITEM…]`: one request, signed by the connector."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import ExitCode, UsageError
from .. import complete
from ..app import App
from ..items import Items, method_and_path, parse
from ..options import common

if TYPE_CHECKING:
    from ...http.bodies import Content, Store
    from ...http.message import Reply
    from ...runtime.request import Request


@click.command("call", short_help="Send one request, signed by the connector.")
@click.argument("words", nargs=-1, required=True, metavar="[METHOD] PATH [ITEM]...")
@click.option(
    "-n", "--connection", metavar="NAME", shell_complete=complete.connections, help="Use this connection."
)
@click.option("-f", "--form", is_flag=True, help="Send the data as a form, with files as multipart.")
@click.option("--raw", metavar="TEXT", help="Send this body: a text, @FILE, or - for standard input.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the reply's body to a file; it may have any size.",
)
@click.option("-i", "--include", is_flag=True, help="Print status and headers before the body.")
@click.option("--dry-run", is_flag=True, help="Show the request as `apply` would send it, and send nothing.")
@common
@click.pass_context
def command(
    context: click.Context,
    words: tuple[str, ...],
    connection: str | None,
    form: bool,
    raw: str | None,
    output: Path | None,
    include: bool,
    dry_run: bool,
) -> int:
    """Send one request, signed by the connector, and print the reply.

    PATH is completed by the connector's `base_uri`. METHOD may be left out: GET, or POST where there is data.

    \b
    ITEM   name=value     field of the body (text)      name=@file    from a file
           name:=json     field of the body (JSON)      name:=@file   from a file
           name==value    field of the query
           Header:value   header                        Header:@file  from a file
           name@file      file of a form (--form)

    On a terminal the reply is indented, coloured and masked; piped it is the exact bytes. The exit status is 0 for a
    2xx, 3 for a 3xx, 4 for a 4xx, 5 for a 5xx, 6 where no answer came, 1 where new credentials were needed and refused.
    """
    from ...http.client import DryRun
    from ..reply import show, show_unsent

    app = App(context)
    method, path, rest = method_and_path(words)
    items = parse(rest, app.environment.folder)
    body = _raw(app, raw)
    store = _store(app, output)
    if items.files and not form:
        raise UsageError("Files can be sent only as a form", hint="add --form")
    if body is not None and (items.data or items.files):
        raise UsageError("`--raw` is the whole body, so fields can't be added to it", hint="leave one of them out")
    method = method or ("POST" if items.data or items.files or body is not None else "GET")
    try:
        reply = _send(app, connection, method, path, items, form, body, dry_run, store)
    except DryRun as unsent:
        show_unsent(app, unsent.exchange)
        return ExitCode.OK
    show(app, reply, output=output, include=include)
    return status_of(reply)


def _send(
    app: App,
    connection: str | None,
    method: str,
    path: str,
    items: Items,
    form: bool,
    body: bytes | Content | None,
    dry_run: bool,
    store: Store | None,
) -> Reply:
    from ..stored import resume

    def prepare(request: Request) -> None:
        request.url = _with_query(request.url, items)
        request.headers(items.headers)
        _fill(request, items, form, body)

    with resume(app, connection, dry_run=dry_run) as session:
        session.client.store = store
        reply = session.call(method, path, prepare)
        if store is not None:
            store.finish(reply.body, reply.stored)
        return reply


def _store(app: App, output: Path | None) -> Store | None:
    from ...http.bodies import Store

    return None if output is None else Store(app.environment.folder / output)


def _fill(request: Request, items: Items, form: bool, body: bytes | Content | None) -> None:
    from ...http.formats import json
    from ...runtime import item_form

    if body is not None:
        request.request_body(body)
    elif items.files:
        content_type, data = _multipart(items)
        request.request_body(data)
        request.headers({"Content-Type": content_type})
    elif items.data:
        request.body = items.data
        request.written_as(item_form if form else json)


def _with_query(path: str, items: Items) -> str:
    """Add the query of the items to a path; a repeated name comes once for each value."""
    from urllib.parse import urlencode

    from ...runtime.item_form import pairs

    path = path.partition("#")[0]
    query = urlencode(list(pairs(items.query)))
    return path + ("&" if "?" in path else "?") + query if query else path


def _multipart(items: Items) -> tuple[str, Content]:
    import secrets

    from ...http.bodies import Content
    from ...http.formats import multipart
    from ...runtime.item_form import pairs

    boundary = secrets.token_hex(16)
    parts: list[tuple[str, bytes | Path, str | None, str | None]] = [
        (name, text.encode(), None, None) for name, text in pairs(items.data)
    ]
    parts += [
        (name, path, mimetypes.guess_type(path.name)[0], path.name) for name, path in items.files.items()
    ]
    return f"multipart/form-data; boundary={boundary}", Content(*multipart.chunks(parts, boundary))


def _raw(app: App, raw: str | None) -> bytes | Content | None:
    from ...http.bodies import Content, spooled

    if raw is None:
        return None
    if raw == "-":
        return spooled(app.environment.stdin.buffer)
    if raw.startswith("@"):
        return Content(app.environment.folder / raw[1:])
    return raw.encode()


def status_of(reply: Reply) -> ExitCode:
    """Give the exit status of a reply."""
    family = reply.status // 100
    return {3: ExitCode.REDIRECT, 4: ExitCode.CLIENT_ERROR, 5: ExitCode.SERVER_ERROR}.get(family, ExitCode.OK)
