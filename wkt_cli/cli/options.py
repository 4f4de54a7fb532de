"""The common options: they may stand before or after the command, and each has an environment variable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from click.core import ParameterSource

from .environment import Environment

F = TypeVar("F", bound=Callable[..., Any])
_UNITS = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}


class Options(NamedTuple):
    """What the common options say; see `--help` of any command."""

    directory: Path | None = None
    json: bool = False
    quiet: bool = False
    verbose: int = 0
    debug: bool = False
    no_input: bool = False
    timeout: float | None = None
    max_time: float | None = None
    max_filesize: int | None = None
    no_limits: bool = False
    proxy: str | None = None
    ca_bundle: Path | None = None
    insecure: bool = False
    http2: bool = False
    map: tuple[str, ...] = ()
    vault: str | None = None
    limit_time: float | None = None
    limit_memory: int | None = None
    limit_depth: int | None = None
    limit_output: int | None = None


def size(text: str) -> int:
    """Read a number of bytes, with K, M or G for thousands of them.

    Raises:
        click.BadParameter: it is none.

    >>> size("500M"), size("64k"), size("1024")
    (500000000, 64000, 1024)
    """
    number = text.upper().removesuffix("B").rstrip("KMG")
    unit = _UNITS.get(text.upper().removesuffix("B")[len(number) :])
    if not number.isdecimal() or unit is None or not int(number):
        raise click.BadParameter(f"`{text}` is no size such as 500M or 2G")
    return int(number) * unit


class CommonOption(click.Option):
    """An option of all commands, whose variable is read from the `Environment`."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Give the value of the option's variable, or None."""
        environment = ctx.find_root().obj
        if not isinstance(environment, Environment) or not isinstance(self.envvar, str):
            return None
        return environment.environ.get(self.envvar) or None


def normalized(name: str) -> str:
    """Take `_` in the name of an option for `-`, as the platform's SDK does."""
    return name.replace("_", "-")


GEM_NAMES = {"token_normalize_func": normalized}
"""Settings of commands that the SDK's gem has, too."""


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


JSON = _option("--json", "json", is_flag=True, help="Print the result as JSON (docs/json.md).")
COMMON = (
    _option(
        "-C",
        "directory",
        metavar="DIR",
        envvar="WKT_DIRECTORY",
        help="Work in this folder.",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
    ),
    JSON,
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
    _option(
        "--max-time",
        "max_time",
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
        envvar="WKT_MAX_TIME",
        help="What a request may take, redirects included (180; 30 to refresh tokens).",
    ),
    _option(
        "--max-filesize",
        "max_filesize",
        metavar="SIZE",
        type=size,
        envvar="WKT_MAX_FILESIZE",
        help="How large a reply in memory may be, such as 500M or 2G (100M).",
    ),
    _option(
        "--no-limits",
        "no_limits",
        is_flag=True,
        envvar="WKT_NO_LIMITS",
        help="Lift these three limits, but for those that are given.",
    ),
    _option(
        "--proxy",
        metavar="URL",
        envvar="WKT_PROXY",
        help="Send requests through this proxy: http://…, https://… or socks5://….",
    ),
    _option(
        "--ca-bundle",
        "--cacert",
        "ca_bundle",
        metavar="FILE",
        envvar="WKT_CA_BUNDLE",
        type=click.Path(exists=True, path_type=Path),
        help="Trust these certificate authorities.",
    ),
    _option("--insecure", is_flag=True, help="Don't check certificates (warns)."),
    _option("--http2", is_flag=True, envvar="WKT_HTTP2", help="Let servers choose HTTP/2."),
    _option(
        "--map",
        metavar="FROM=TO",
        multiple=True,
        envvar="WKT_MAP",
        help="Send requests for one origin, and the browser, to another, such as "
        "https://percolate.com=http://127.0.0.1:8765.",
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
    return _with(command, COMMON)


def common_but_json(command: F) -> F:
    """Give the common options to a command whose ``--json`` is another, and whose result is JSON in any case."""
    return _with(command, [option for option in COMMON if option is not JSON])


def _with(command: F, options: Sequence[Callable[[F], F]]) -> F:
    for option in reversed(options):
        command = option(command)
    return command
