"""The common options: they may stand before or after the command, and each has an environment variable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from click.core import ParameterSource

from .environment import Environment

F = TypeVar("F", bound=Callable[..., Any])


class Options(NamedTuple):
    """What the common options say; see `--help` of any command."""

    directory: Path | None = None
    json: bool = False
    quiet: bool = False
    verbose: int = 0
    debug: bool = False
    no_input: bool = False
    timeout: float | None = None
    proxy: str | None = None
    ca_bundle: Path | None = None
    insecure: bool = False
    map: tuple[str, ...] = ()
    vault: str | None = None
    limit_time: float | None = None
    limit_memory: int | None = None
    limit_depth: int | None = None
    limit_output: int | None = None


class CommonOption(click.Option):
    """An option of all commands, whose variable is read from the `Environment`."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Give the value of the option's variable, or None."""
        environment = ctx.find_root().obj
        if not isinstance(environment, Environment) or not isinstance(self.envvar, str):
            return None
        return environment.environ.get(self.envvar) or None


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep what was given; before or after the command makes no difference, and both go before the variable."""
    name, source = str(parameter.name), context.get_parameter_source(str(parameter.name))
    root = context.find_root()
    typed: set[str] = root.meta.setdefault("wkt.typed", set())
    if source is ParameterSource.DEFAULT or (source is ParameterSource.ENVIRONMENT and name in typed):
        return
    if source is ParameterSource.COMMANDLINE:
        typed.add(name)
    options = root.meta["wkt.options"] = given(context)._replace(**{name: value})
    if isinstance(root.obj, Environment):
        root.obj.json, root.obj.debug = options.json, options.debug


def given(context: click.Context) -> Options:
    """Give the common options of this run."""
    found = context.find_root().meta.get("wkt.options")
    return found if isinstance(found, Options) else Options()


def _option(*names: str, **settings: Any) -> Callable[[F], F]:
    return click.option(*names, cls=CommonOption, expose_value=False, callback=_keep, **settings)


COMMON = (
    _option(
        "-C",
        "directory",
        metavar="DIR",
        envvar="WKT_DIRECTORY",
        help="Work in this folder.",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
    ),
    _option("--json", "json", is_flag=True, help="Print the result as JSON (docs/json.md)."),
    _option("-q", "--quiet", is_flag=True, help="Print results and errors only."),
    _option("-v", "--verbose", count=True, help="Show headers and bodies of each request."),
    _option("--debug", is_flag=True, envvar="WKT_DEBUG", help="Show Python's traceback of an error, masked."),
    _option(
        "--no-input",
        "no_input",
        is_flag=True,
        envvar="WKT_NO_INPUT",
        help="Never ask; fail where an answer is missing.",
    ),
    _option(
        "--timeout",
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
        envvar="WKT_TIMEOUT",
        help="Wait so long for a connection, and for each part of a reply (40).",
    ),
    _option("--proxy", metavar="URL", envvar="WKT_PROXY", help="Send requests through this proxy."),
    _option(
        "--ca-bundle",
        "ca_bundle",
        metavar="FILE",
        envvar="WKT_CA_BUNDLE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Trust these certificate authorities.",
    ),
    _option("--insecure", is_flag=True, help="Don't check certificates (warns)."),
    _option(
        "--map",
        metavar="FROM=TO",
        multiple=True,
        envvar="WKT_MAP",
        help="Send requests for one origin to another, such as https://percolate.com=http://127.0.0.1:8765.",
    ),
    _option(
        "--vault",
        type=click.Choice(["keyring", "file"]),
        envvar="WKT_VAULT",
        help="Where `wkt connect` keeps secrets (keyring).",
    ),
    *(
        _option(f"--limit-{name}", metavar=unit, type=kind, envvar=f"WKT_LIMIT_{name.upper()}", help=text)
        for name, unit, kind, text in (
            ("time", "SECONDS", click.FloatRange(min=0, min_open=True), "What one block of Ruby may compute (10)."),
            ("memory", "MB", click.IntRange(min=1), "What one block of Ruby may add to the memory (512)."),
            ("depth", "CALLS", click.IntRange(min=1), "How many calls of Ruby may be inside each other (10000)."),
            ("output", "CHARACTERS", click.IntRange(min=0), "How much one block of Ruby may print (10000000)."),
        )
    ),
)


def common(command: F) -> F:
    """Give a command the common options."""
    for option in reversed(COMMON):
        command = option(command)
    return command
