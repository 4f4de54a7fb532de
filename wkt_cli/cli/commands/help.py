"""`wkt help [COMMAND]`, as the platform's SDK has it."""

from __future__ import annotations

import click

from ..options import common


@click.command("help", short_help="Show the commands, or the options of one.")
@click.argument("words", metavar="[COMMAND]...", nargs=-1)
@common
@click.pass_context
def command(context: click.Context, words: tuple[str, ...]) -> None:
    """Show the commands, or the options of one."""
    shown = context.find_root()
    for word in words:
        group = shown.command
        if not isinstance(group, click.Group):
            break
        name, found, _ = group.resolve_command(shown, [word])
        assert found is not None
        shown = click.Context(found, info_name=name, parent=shown)
    context.find_root().obj.stdout.write(shown.get_help() + "\n")
