"""The command line: which command runs, and how an error becomes a message and an exit status.

Three layers: `run` turns every error into text and status, `cli` parses and loads the command's module late, the
commands do the work and catch nothing.
"""

from __future__ import annotations

import gc
import importlib
import io
import sys
from collections.abc import Sequence
from typing import Any

import click

from .. import __version__
from ..errors import ExitCode
from .environment import Environment
from .options import common

COMMANDS = {
    "new": "Start a project with a connector that runs at once.",
    "connect": "Ask for a connector's fields, acquire, test and store the connection.",
    "test": "Run the connector's test with the stored connection.",
    "oauth2": "Log in, with the browser or a code, and keep the tokens.",
    "refresh": "Get new tokens now.",
    "call": "Send one request, signed by the connector.",
    "exec": "Run one block of a connector.",
    "console": "Try a connector's blocks and requests at a prompt.",
    "form": "Ask for an action's input and keep it as a fixture.",
    "poll": "Poll a trigger and show its new events.",
    "webhook": "Receive a trigger's webhooks on a local port.",
    "describe": "Show what a connector has, and the fields of its blocks.",
    "edit": "Edit an encrypted file.",
    "generate": "Generate schemas from samples, and tests.",
    "push": "Upload a connector to the platform.",
    "connections": "List, show, use, rename and remove connections.",
    "vault": "Move connections between settings files and the vault.",
    "connectors": "List the connectors that can be loaded.",
    "check": "Find all mistakes of a connector without running it.",
    "trace": "Show what went over the wire.",
    "demo": "Walk through a connector's life against a server on this machine.",
    "doctor": "Say what this machine offers and what stands in the way.",
    "completion": "Print the completion script for a shell.",
    "help": "Show the commands, or the options of one.",
    "version": "Print the version.",
}

MANY_OBJECTS = 50_000
"""Python looks for cycles after so many new objects: what start-up makes stays, and at the end all goes at once."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they run; their one-line help stands in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command's module and give its command."""
        if name not in COMMANDS:
            return None
        command = importlib.import_module(f".commands.{name}", __package__).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command by its name or a beginning that only it has, or offer near names."""
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            begun = [name for name in COMMANDS if name.startswith(args[0])]
            if args[0] and len(begun) == 1:
                return super().resolve_command(ctx, [begun[0], *args[1:]])
            near = begun if args[0] and begun else get_close_matches(args[0], COMMANDS, 3)
            hint = f" Did you mean {' or '.join(f'`wkt {name}`' for name in near)}?" if near else ""
            raise click.UsageError(f"There is no command `{args[0]}`.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `wkt demo`. Documentation: docs/ in the project.",
)
@click.version_option(__version__, "--version", prog_name="wkt")
@common
@click.pass_context
def cli(context: click.Context) -> None:
    """Connect, test, refresh and call an API connector from the command line.

    A connector is found by name (connectors/ of the project, then the bundled ones) or by path. Secrets stay in the
    keyring, each request is shown.
    """
    if context.invoked_subcommand is None:
        context.obj.stdout.write(context.get_help() + "\n")


def run(arguments: Sequence[str] | None = None, environment: Environment | None = None) -> int:
    """Run one command and give its exit status; no exception leaves it.

    Args:
        arguments: what was typed after ``wkt``; that of the process by default.
        environment: streams, variables and folder; those of the process by default.
    """
    environment = environment or Environment()
    try:
        status = _invoke(arguments, environment)
        environment.stdout.flush()
    except BaseException as error:
        from .failures import report

        return report(error, environment)
    return status


def _invoke(arguments: Sequence[str] | None, environment: Environment) -> int:
    """Parse and run; `cli.main` would turn a closed pipe into status 1, so only completion goes through it."""
    words = environment.arguments = list(sys.argv[1:] if arguments is None else arguments)
    if "_WKT_COMPLETE" in environment.environ:
        cli.main(words, prog_name="wkt", obj=environment)
    try:
        with cli.make_context("wkt", [*words], obj=environment) as context:
            status = cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return status if isinstance(status, int) else ExitCode.OK


def main() -> Any:
    """Run `wkt` and leave the process with its exit status."""
    gc.set_threshold(MANY_OBJECTS)
    _write_anything()
    status = run()
    gc.freeze()
    sys.exit(status)


def _write_anything() -> None:
    """Let standard output take signs that its encoding lacks, as a pipe on Windows does: they become escapes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
