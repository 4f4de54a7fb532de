"""What the shell offers while one types; light, since it runs at each Tab: state.json and folder names only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..project import Project


def _project(context: click.Context) -> Project:
    from ..project import Project
    from .options import given

    return Project.find(Path.cwd() / (given(context).directory or ""))


def connectors(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the names of connectors."""
    try:
        return [found.name for found in _project(context).connectors() if found.name.startswith(typed)]
    except Exception:
        return []


def connections(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the names of stored connections."""
    from ..store.state import StateFile

    try:
        stored = StateFile(_project(context).root).read().data.get("connections", {})
        names = [f"{connector}/{name}" for connector, named in stored.items() for name in named]
    except Exception:
        return []
    return [name for name in names if name.startswith(typed)]


def fields(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the names of a connector's fields, followed by `=`."""
    from ..connector import imports

    imports.on_print = lambda text: None
    connector = context.params.get("connector") or next(iter(context.args), "")
    try:
        source = _project(context).load(str(connector)).dig("connection.fields")
        names = [f"{field['name']}=" for field in source]
    except Exception:
        return []
    return [name for name in names if name.startswith(typed)]


def described(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the actions, triggers and object definitions of the connector at hand."""
    kinds = ("actions.", "triggers.", "object_definitions.")
    return [path for path in paths(context, parameter, typed) if path.startswith(kinds) and path.count(".") == 1]


def owners(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the actions and triggers of the connector at hand."""
    return [path for path in described(context, parameter, typed) if not path.startswith("object_definitions.")]


def triggers(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the triggers of the connector at hand."""
    return [path for path in described(context, parameter, typed) if path.startswith("triggers.")]


def paths(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Offer the paths of the connector at hand."""
    from ..runtime.paths import known_paths

    try:
        project = _project(context)
        name = context.params.get("connector") or next(
            str(file) for file in (project.root / "connector.rb", project.root / "connector.py") if file.is_file()
        )
        found = known_paths(project.load(str(name)).source)
    except Exception:
        return []
    return [path for path in found if path.startswith(typed)]
