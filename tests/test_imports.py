"""What is imported when, by whom, and whether the list of commands tells the truth about them."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.support.wkt import REPOSITORY, Wkt
from wkt_cli.cli.main import COMMANDS, cli
from wkt_cli.demo.server import DemoServer

PACKAGE = REPOSITORY / "wkt_cli"
HEAVY = ("httpx", "httpcore", "h11", "rich", "keyring", "yaml", "ruamel", "cryptography", "asyncio", "ssl",
         "prompt_toolkit")

ALLOWED = {
    "errors": set(),
    "excerpt": set(),
    "xml_text": set(),
    "hex_text": set(),
    "patterns": set(),
    "secret_names": {"patterns"},
    "store": {"errors"},
    "trace": {"errors", "secret_names", "patterns"},
    "http": {"errors", "secret_names", "trace", "xml_text", "hex_text"},
    "ruby": {"excerpt", "xml_text", "hex_text", "patterns"},
    "connector": {"errors", "secret_names", "ruby", "http", "hex_text"},
    "demo": set(),
    "runtime": {"errors", "connector", "http", "trace", "ruby", "xml_text"},
    "dsl": {"errors", "runtime"},
    "project": {"errors", "connector"},
    "scaffold": set(),
    "cli": {"errors", "excerpt", "hex_text", "secret_names", "store", "trace", "http", "connector", "demo", "runtime",
            "project", "scaffold"},
    "testing": {"errors", "connector", "runtime", "trace", "cli"},
}
"""What each room of the house may import; downwards only."""

SHARED = "wkt_cli.store.files."
"""Private folders and atomic writes; traces are written with them too."""


def modules() -> Iterator[Path]:
    yield from (path for path in PACKAGE.rglob("*.py") if "bundled" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    """Give the dotted names that a file imports anywhere, relative ones made absolute."""
    package = path.relative_to(REPOSITORY).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", sorted(modules()), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    here = room(path)
    if here in ("__init__", "__main__"):
        return
    names = {name for name in imported(path) if name.startswith("wkt_cli.") and name != "wkt_cli.__version__"}
    rooms = {name.split(".")[1] for name in names if not name.startswith(SHARED)}
    assert rooms - {here} <= ALLOWED[here]


@pytest.mark.parametrize("path", sorted(modules()), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_that_know_no_library(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(path)}
    if room(path) != "http":
        assert "httpx" not in libraries
    if room(path) != "cli":
        assert not libraries & {"click", "rich", "prompt_toolkit"}
    if room(path) != "store":
        assert not libraries & {"keyring", "ruamel"}
    if room(path) not in ("store", "ruby", "runtime"):
        assert not libraries & {"cryptography", "yaml"}


def test_the_rooms_are_all_listed() -> None:
    assert {room(path) for path in modules()} - {"__init__", "__main__"} <= set(ALLOWED)


def loaded(wkt: Wkt, *words: str, **env: str) -> tuple[set[str], str]:
    """Run a command in a child and give the top-level modules that it loaded, with its output."""
    program = ("import sys\nfrom wkt_cli.cli.main import run\nstatus = run(sys.argv[1:])\n"
               "print('\\0' + ' '.join({name.partition('.')[0] for name in sys.modules}))\nsys.exit(status)")
    if "_WKT_COMPLETE" in env:
        guarded = "try:\n    run(sys.argv[1:])\nexcept SystemExit:\n    pass\nstatus = 0"
        program = program.replace("status = run(sys.argv[1:])", guarded)
    variables = {**wkt.process_environ(env), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, cwd=wkt.root,
                          env=variables, timeout=30)
    assert done.returncode == 0, done.stderr
    out, _, names = done.stdout.partition("\0")
    return set(names.split()), out


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["call", "--help"], ["connect", "--help"],
                                   ["completion", "bash"], ["connectors"], ["demo", "--help"]], ids=" ".join)
def test_what_is_quick_loads_nothing_heavy(wkt: Wkt, words: list[str]) -> None:
    names, out = loaded(wkt, *words)
    assert out
    assert not names & set(HEAVY)


@pytest.mark.parametrize("words", ["wkt con", "wkt connect per", "wkt connect percolate -F cl", "wkt test perc"])
def test_completion_loads_nothing_heavy(connected: Wkt, words: str) -> None:
    names, out = loaded(connected, _WKT_COMPLETE="bash_complete", COMP_WORDS=words,
                        COMP_CWORD=str(len(words.split()) - 1))
    assert out.startswith("plain,")
    assert not names & set(HEAVY)


def test_a_piped_call_loads_no_more_than_it_needs(wkt: Wkt, server: DemoServer) -> None:
    credentials = {"WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret}
    assert wkt.at(server.url).child("connect", "percolate", env=credentials).status == 0
    names, out = loaded(wkt, "call", "/api/v5/me")
    assert "user-1" in out
    assert "httpx" in names
    assert not names & {"rich", "pygments", "keyring", "ruamel", "asyncio"}
    names, _ = loaded(wkt, "connections")
    assert not names & {"httpx", "rich", "keyring", "cryptography", "asyncio"}


def test_a_console_without_a_terminal_loads_no_line_editor(connected: Wkt) -> None:
    names, _ = loaded(connected, "console", "-c", "percolate")
    assert "codeop" in names
    assert "prompt_toolkit" not in names


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give all commands and those below them by their whole names."""
    for name in COMMANDS:
        command = importlib.import_module(f"wkt_cli.cli.commands.{name}").command
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", inner) for below, inner in command.commands.items())


def test_the_list_of_commands_is_true() -> None:
    for name, text in COMMANDS.items():
        command = importlib.import_module(f"wkt_cli.cli.commands.{name}").command
        assert command.name == name
        assert command.short_help == text
    assert cli.list_commands(click.Context(cli)) == list(COMMANDS)


@pytest.mark.parametrize(("name", "command"), [pytest.param(*one, id=one[0]) for one in commands()])
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help, name
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    for option in options:
        assert option.help, f"{name} {option.opts}"
        assert option.help.endswith("."), f"{name} {option.opts}"
    assert {"-C", "--json", "--no-input"} <= {name for option in options for name in option.opts}
