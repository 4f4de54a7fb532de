"""Makes docs/commands.md of the click commands and of `errors.ExitCode`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence

import click

from wkt_cli.cli.main import cli
from wkt_cli.cli.options import COMMON, CommonOption
from wkt_cli.errors import ExitCode

HEAD = """\
<!-- Made by docs/make.py from the commands; change their help texts, not this page. -->

# Commands and exit codes
"""

COMMON_HEAD = """\
## Common options

They may stand before or after the command: `wkt --json test` and `wkt test --json` are the same. What is typed goes
before the variable.
"""

VARIABLES = {
    "WKT_FIELD_<NAME>": "A field's value for `wkt connect`: `WKT_FIELD_CLIENT_SECRET` for `client_secret`.",
    "WKT_VAULT_PASSPHRASE": "The passphrase of the vault file.",
    "WKT_VAULT_PASSPHRASE_FILE": "A file that holds it; one line break at its end is cut.",
    "WKT_CACHE_DIR": "Where the compiled code of Ruby connectors is kept (the user's cache folder).",
    "WKT_NO_WAIT": "Let `sleep` in connectors return at once, for tests.",
    "MAX_REINVOKES": "How often `reinvoke_after` may run a block again (5).",
    "WAIT_REINVOKE_AFTER": "Seconds to wait then, whatever the connector says.",
    "WORKATO_CONNECTOR_MASTER_KEY": "The key of encrypted settings; goes before the file that `--key` names.",
    "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN": "The keys that ask for the role in a connection's "
    "`aws_assume_role`, where the connection has none.",
    "AMAZON_ROLE_CLIENT_ID": "What `aws.workato_account_id` gives, where the connection has none.",
    "WORKATO_API_TOKEN, WORKATO_API_EMAIL": "Who asks the platform's API for `wkt push` and `wkt generate schema`. "
    "The e-mail is for old API keys only.",
    "WORKATO_BASE_URL": "Where the platform is (`https://app.workato.com`), where `--environment` doesn't say it.",
    "EDITOR, VISUAL": "What `wkt edit` opens files in; the first that is set.",
    "XDG_RUNTIME_DIR": "Where the text of an encrypted file lies while it is edited.",
    "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY": "The proxy, as with other programs, also for addresses of "
    "this machine: NO_PROXY lists what goes without, such as `127.0.0.1,.example.com,10.0.0.0/8`.",
    "SSL_CERT_FILE, SSL_CERT_DIR, CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE": "Certificate authorities, where `--ca-bundle` "
    "names none; the first that is set.",
    "NO_COLOR, FORCE_COLOR": "No colours; colours also where no terminal is.",
}


def page() -> str:
    """Give the whole page."""
    context = click.Context(cli, info_name="wkt")
    blocks = [HEAD, *_commands(cli, context), COMMON_HEAD, _options(_common()), _variables(), _exit_codes()]
    return "\n".join(block.strip("\n") + "\n" for block in blocks)


def _common() -> list[click.Option]:
    @click.command()
    def none() -> None:
        """Do nothing; carries the common options."""

    for option in COMMON:
        none = option(none)
    return [one for one in none.params if isinstance(one, click.Option)]


def _commands(group: click.Group, context: click.Context, level: int = 2) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            inner = click.Context(command, info_name=name, parent=context)
            yield _command(command, inner, level)
            if isinstance(command, click.Group):
                yield from _commands(command, inner, level + 1)


def _command(command: click.Command, context: click.Context, level: int) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    own = [one for one in command.params if isinstance(one, click.Option) and not isinstance(one, CommonOption)]
    parts = [f"{'#' * level} {context.command_path}", f"```text\n{usage}\n```", _prose(command.help or "")]
    return "\n\n".join([*parts, *([_options(own)] if own else [])])


def _prose(text: str) -> str:
    """Give a help text as Markdown; what click leaves as it is written (after ``\\b``) becomes a block."""
    return "\n\n".join(map(_paragraph, inspect.cleandoc(text).split("\n\n")))


def _paragraph(text: str) -> str:
    if text.startswith("\b"):
        return f"```text\n{inspect.cleandoc(text[1:])}\n```"
    return " ".join(text.split()).replace("<", "\\<")


def _options(options: Sequence[click.Option]) -> str:
    with_variable = any(one.envvar for one in options)
    head = ("Option", "", "Variable") if with_variable else ("Option", "")
    rows = [
        (_spelling(one), one.help or "", *([f"`{one.envvar}`" if one.envvar else ""] if with_variable else []))
        for one in options
    ]
    return table(head, rows)


def _spelling(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    if option.is_flag or option.count:
        return names
    choices = option.type.choices if isinstance(option.type, click.Choice) else None
    value = "|".join(map(str, choices)) if choices else option.metavar or option.type.name.upper()
    return f"{names} `{value}`"


def _variables() -> str:
    note = "Variables that no option stands for:"
    return f"{note}\n\n{table(('Variable', ''), [(f'`{name}`', text) for name, text in VARIABLES.items()])}"


def _exit_codes() -> str:
    rows = [(str(int(code)), code.meaning) for code in ExitCode]
    return f"## Exit codes\n\n{table(('Status', 'Meaning'), rows)}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a table of Markdown."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
