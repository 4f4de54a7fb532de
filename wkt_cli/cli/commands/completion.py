"""`wkt completion SHELL`: the script that makes a shell complete commands, connectors, connections and fields."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ..main import cli
from ..options import common


@click.command("completion", short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@common
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for bash, zsh or fish.

    \b
    bash   eval "$(wkt completion bash)" in ~/.bashrc
    zsh    eval "$(wkt completion zsh)" in ~/.zshrc
    fish   wkt completion fish > ~/.config/fish/completions/wkt.fish
    """
    completer = get_completion_class(shell)
    if completer is not None:
        context.find_root().obj.stdout.write(completer(cli, {}, "wkt", "_WKT_COMPLETE").source() + "\n")
