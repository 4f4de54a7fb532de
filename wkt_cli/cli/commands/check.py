"""`wkt check`: all mistakes of a connector at once, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import ExitCode
from .. import complete
from ..app import App
from ..failures import excerpt, source_line
from ..options import common

if TYPE_CHECKING:
    from ...connector.check import Finding


@click.command("check", short_help="Find all mistakes of a connector without running it.")
@click.argument("connector", required=False, shell_complete=complete.connectors)
@common
@click.pass_context
def command(context: click.Context, connector: str | None) -> int:
    """Find all mistakes and oddities of a connector, offline: no function of it is run.

    CONNECTOR is a name or a path; all connectors of the project by default. The exit status is 1 if there is a mistake;
    warnings alone leave it at 0.
    """
    from ...connector.check import check

    app = App(context)
    paths = [app.project.locate(connector).path] if connector else _of_project(app)
    findings = [finding for path in paths for finding in check(path)]
    mistakes = sum(finding.severity == "error" for finding in findings)
    if app.options.json:
        app.print_json([finding.as_dict() for finding in findings])
    else:
        for finding in findings:
            _show(app, finding)
        app.say(_summary(len(paths), mistakes, len(findings) - mistakes))
    return ExitCode.CONNECTOR if mistakes else ExitCode.OK


def _of_project(app: App) -> list[Path]:
    return [found.path for found in app.project.connectors() if not found.bundled]


def _show(app: App, finding: Finding) -> None:
    where = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
    severity = app.painter.style(finding.severity, "red" if finding.severity == "error" else "yellow")
    key_path = f" [{finding.key_path}]" if finding.key_path else ""
    app.print(f"{where}: {severity}: {finding.message}{key_path}")
    text = source_line(str(finding.file), finding.line) if finding.file else ""
    if text:
        app.print("\n".join(excerpt(text, finding.column)))
    if finding.hint:
        app.print(f"  hint: {finding.hint}")


def _summary(files: int, mistakes: int, warnings: int) -> str:
    checked = f"{files} connector{'s' * (files != 1)} checked"
    return f"{checked}: {mistakes} mistake{'s' * (mistakes != 1)}, {warnings} warning{'s' * (warnings != 1)}"
