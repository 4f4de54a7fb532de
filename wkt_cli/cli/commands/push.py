"""`wkt push`: upload a connector to the platform (reference/cli_and_files.md section 8)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import UsageError
from .. import complete
from ..app import App
from ..opening import connector_file
from ..options import GEM_NAMES, common
from ..platform_access import BASE, Access, access, offer_to_keep, platform, token_options

if TYPE_CHECKING:
    from ...connector.package import Package

_FILE = click.Path(dir_okay=False)


@click.command("push", short_help="Upload a connector to the platform.", context_settings=GEM_NAMES)
@click.option("-t", "--title", metavar="TEXT", help="The connector's title (the one in its source).")
@click.option("-d", "--description", metavar="FILE", type=_FILE, help="Description in Markdown (README.md).")
@click.option("-l", "--logo", metavar="FILE", type=_FILE, help="Logo, PNG or JPEG (logo.png).")
@click.option("-n", "--notes", metavar="TEXT", help="Release notes; else they are asked for.")
@click.option(
    "-c", "--connector", metavar="NAME|FILE", shell_complete=complete.connectors, help="The connector (connector.rb)."
)
@token_options
@click.option(
    "--environment", metavar="NAME|URL",
    help="Data centre: live, live-eu, live-jp, …, preview, preview-eu, trial, or a URL ($WORKATO_BASE_URL, live).",
)
@click.option("--folder", metavar="ID", help="The folder it goes into (the root folder).")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
@common
@click.pass_context
def command(
    context: click.Context, /, title: str | None, description: str | None, logo: str | None, notes: str | None,
    connector: str | None, api_token: str | None, api_email: str | None, environment: str | None, folder: str | None,
    dry_run: bool,
) -> None:  # fmt: skip
    """Upload a connector to the platform, as a new version or a new connector.

    The platform finds it by its title. The API token comes from $WORKATO_API_TOKEN, or from the vault, where `wkt vault
    token` puts it; else it is asked for. Its API client needs three permissions: GET /api/users/me, POST
    /api/packages/import/:id and GET /api/packages/:id.
    """
    from ...runtime.platform import DEFAULT_BASE, base_of

    app = App(context)
    base = base_of(environment or app.environment.environ.get(BASE) or DEFAULT_BASE)
    package = _package(app, connector, title, description, logo, notes, dry_run)
    who = access(app, base, api_token, api_email, must=not dry_run)
    if who is None or dry_run:
        _show(app, base, who, folder, package)
        return
    with platform(app, who) as service:
        folder = folder or service.root_folder()
        imported = service.upload(folder, package.zipped())
        app.say(f"Uploaded; the platform imports it (import {imported})")
        service.wait_for(imported)
    _tell(app, base, folder, imported, package)
    offer_to_keep(app, who)


def _package(
    app: App, connector: str | None, title: str | None, description: str | None, logo: str | None, notes: str | None,
    dry_run: bool,
) -> Package:  # fmt: skip
    """Read the files and ask for what is missing; in a dry run release notes may be."""
    from ...connector.package import Package

    file = app.project.locate(connector_file(app, connector)).path
    if file.suffix.lower() != ".rb":
        raise UsageError(f"{file.name} can't be uploaded: the platform runs Ruby", hint="name another one with -c")
    title = title or _title(app, file) or _asked(app, "Please provide title of the connector:", "--title")
    if not notes and not dry_run:
        notes = _asked(app, "Please add release notes:", "--notes")
    return Package(_read(file), title, _description(app, description), notes, _logo(app, logo))


def _title(app: App, file: Path) -> str | None:
    """Load a connector for its title."""
    title = app.load(str(file)).source.get("title")
    return title if isinstance(title, str) and title.strip() else None


def _description(app: App, name: str | None) -> str | None:
    file = app.project.start / (name or "README.md")
    if name is None and not file.is_file():
        return None
    try:
        return _read(file).decode()
    except UnicodeDecodeError:
        raise UsageError(f"{file.name} is no UTF-8", hint="save it as UTF-8") from None


def _logo(app: App, name: str | None) -> tuple[str, bytes] | None:
    from ...connector.package import LOGOS

    file = app.project.start / (name or "logo.png")
    if name is None and not file.is_file():
        return None
    if file.suffix.lower() not in LOGOS:
        raise UsageError(f"{file.name} can't be the logo", hint="a logo is a PNG or JPEG file")
    return file.suffix.lower(), _read(file)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        hint = "names are relative to the folder you are in"
        raise UsageError(f"{file.name} can't be read: {error.strerror}", hint=hint) from error


def _asked(app: App, question: str, option: str) -> str:
    """Ask until there is an answer, on standard input also where that is no terminal."""
    while not app.options.no_input:
        if app.terminal.interactive:
            answer: str | None = app.terminal.ask(f"{question} ").strip()
        else:
            app.say(question)
            answer = app.answer()
        if answer:
            return answer
        if answer is None:
            break
    raise UsageError(question.removeprefix("Please ").rstrip(":").capitalize(), hint=f"with `{option} TEXT`")


def _tell(app: App, base: str, folder: str, imported: str, package: Package) -> None:
    if app.options.json:
        app.print_json({"environment": base, "folder": folder, "import": imported, "title": package.title})
        return
    app.print(f"Connector was successfully uploaded to {base}")


def _show(app: App, base: str, who: Access | None, folder: str | None, package: Package) -> None:
    """Show what would be sent, masked."""
    root = [] if folder else [f"GET {base}/api/users/me"]
    upload = f"POST {base}/api/packages/import/{folder or '{root_folder_id}'}"
    requests = [*root, upload, f"GET {base}/api/packages/{{id}}"]
    mask = app.recorder.redactor.mask_header
    headers = {name: mask(name, value) for name, value in who.credentials.items()} if who else {}
    sizes = {name: len(data) for name, data in package.files.items()}
    if app.options.json:
        files = [{"name": name, "size": size} for name, size in sizes.items()]
        app.print_json({"requests": requests, "headers": headers, "files": files, "about": package.about})
        return
    for request in requests:
        app.print("\n".join([request, *(f"    > {name}: {value}" for name, value in headers.items())]))
    app.print("\n".join(_listed(package, sizes)))
    app.say("Dry run: nothing was sent" + ("" if who else "; the API token would come from the vault, or be asked for"))


def _listed(package: Package, sizes: Mapping[str, int]) -> list[str]:
    """Give the files of the package, and what the platform is told."""
    from .. import render

    about = json.dumps(package.about, ensure_ascii=False, indent=2)
    return [*render.table((name, render.size(size)) for name, size in sizes.items()), about]
