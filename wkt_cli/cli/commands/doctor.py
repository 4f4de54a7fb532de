"""`wkt doctor`: what this machine offers and what stands in the way."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata

import click

from ... import __version__
from ...errors import ExitCode, WktError
from ..app import App
from ..options import common

LIBRARIES = ("click", "httpx", "keyring", "rich", "pyyaml", "ruamel.yaml", "cryptography")
MARKS = {"ok": ("green", "ok"), "note": ("yellow", "note"), "problem": ("red", "problem")}


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at.

    Attributes:
        about: what it is.
        state: ``ok``, ``note`` or ``problem``.
        found: what was found.
        hint: what to do, or empty.
    """

    about: str
    state: str
    found: str
    hint: str = ""


@click.command("doctor", short_help="Say what this machine offers and what stands in the way.")
@common
@click.pass_context
def command(context: click.Context) -> int:
    """Look at keyring, vault, proxy, certificate authorities, folders and versions; nothing is sent or changed.

    The exit status is 1 if there is a problem.
    """
    app = App(context)
    signs = list(look(app))
    if app.options.json:
        app.print_json([asdict(sign) for sign in signs])
    else:
        width = max(len(sign.about) for sign in signs)
        for sign in signs:
            colour, mark = MARKS[sign.state]
            app.print(f"{app.painter.style(mark.ljust(7), colour)}  {sign.about.ljust(width)}  {sign.found}")
            if sign.hint:
                app.print(f"{'':{width + 11}}hint: {sign.hint}")
    return ExitCode.CONNECTOR if any(sign.state == "problem" for sign in signs) else ExitCode.OK


def look(app: App) -> Iterator[Sign]:
    """Give all signs."""
    yield Sign(
        "wkt",
        "ok",
        f"{__version__} on Python {platform.python_version()}, {platform.system()} ({sys.executable})",
    )
    yield Sign("libraries", "ok", ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES))
    yield _keyring(app)
    yield from _vault_file(app)
    yield from _network(app)
    yield from _project(app)


def _keyring(app: App) -> Sign:
    try:
        return Sign("keyring", "ok", app.vaults.describe_keyring())
    except WktError as error:
        return Sign("keyring", "note", str(error), error.hint or "")


def _vault_file(app: App) -> Iterator[Sign]:
    path = app.project.state_folder / "vault"
    if path.exists():
        given = [
            n for n in ("WKT_VAULT_PASSPHRASE", "WKT_VAULT_PASSPHRASE_FILE") if app.environment.environ.get(n)
        ]
        yield Sign("vault file", "ok", f"{path}, passphrase from {given[0] if given else 'the terminal'}")


def _network(app: App) -> Iterator[Sign]:
    environ = app.environment.environ
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    proxies = [
        f"{n}={app.environment.mask(v)}" for n in names if (v := environ.get(n) or environ.get(n.lower()))
    ]
    yield Sign("proxy", "ok", app.recorder.redactor.mask(", ".join(proxies)) or "none")
    from ...http.transports import BUNDLES

    name = next((name for name in BUNDLES if environ.get(name)), None)
    if name is None:
        yield Sign("certificates", "ok", f"certifi {metadata.version('certifi')}")
    elif (app.environment.folder / environ[name]).exists():
        yield Sign("certificates", "ok", environ[name])
    else:
        yield Sign("certificates", "problem", f"{name} names no file: {environ[name]}", "correct or unset it")


def _project(app: App) -> Iterator[Sign]:
    project = app.project
    found = project.connectors()
    own = [c.name for c in found if not c.bundled]
    yield Sign(
        "project", "ok", f"{project.root}: {len(own)} connectors of its own, {len(found) - len(own)} bundled"
    )
    try:
        entries = app.connections.list()
        yield Sign("connections", "ok", ", ".join(f"{e.connector}/{e.name}" for e in entries) or "none")
    except WktError as error:
        yield Sign("connections", "problem", str(error), error.hint or "")
    yield from _mode(app)


def _mode(app: App) -> Iterator[Sign]:
    folder = app.project.state_folder
    if sys.platform == "win32" or not folder.exists():
        return
    mode = folder.stat().st_mode & 0o777
    if mode & 0o077:
        yield Sign(
            "folders", "problem", f"{folder} can be read by others (mode {mode:o})", f"chmod 700 {folder}"
        )
    else:
        yield Sign("folders", "ok", f"{folder} is private")
