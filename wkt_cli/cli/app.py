"""What the commands share: project, store, client, redactor and trace of one run, each made when it is first used."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .environment import Environment, harmless
from .options import Options, given

if TYPE_CHECKING:
    from ..connector.model import Connector
    from ..http.client import Client
    from ..project import Project
    from ..runtime.connection import Keeper
    from ..runtime.session import Session
    from ..runtime.steps import Steps
    from ..store.connections import Connections
    from ..store.vault import Vaults
    from ..trace.recorder import Recorder
    from .render import Painter
    from .terminal import Terminal

_ITEM = re.compile(r"([^=:]+)(==|:=|=|:)(.+)", re.S)


class App:
    """One run of one command.

    Attributes:
        key_file: what ``--key`` says.
        awaited: what the line that shows a wait says it waits for.
    """

    key_file: str | None = None

    def __init__(self, context: click.Context) -> None:
        environment = context.find_root().obj
        self.environment: Environment = environment if isinstance(environment, Environment) else Environment()
        self.options: Options = given(context)
        self.command = context.command_path
        self.in_talk, self.awaited = 0, "the server"

    def anew(self) -> App:
        """Make one for another run of the command: with a trace of its own, and with the vaults that are open."""
        from ..trace.files import new_trace
        from ..trace.recorder import Recorder

        other = copy(self)
        for name in ("project", "connections"):
            vars(other).pop(name, None)
        other.recorder = Recorder(new_trace(), self.recorder.redactor)
        other.vaults = self.vaults
        return other

    @classmethod
    def alone(cls, environment: Environment) -> App:
        """Make one for a program that uses a connector without the command line."""
        return cls(click.Context(click.Command("wkt"), obj=environment))

    @cached_property
    def terminal(self) -> Terminal:
        """The person's terminal."""
        from .terminal import Terminal

        env = self.environment
        return Terminal(env.stdin, env.stdout, env.stderr, env.environ, no_input=self.options.no_input)

    @cached_property
    def answers(self) -> Terminal:
        """What is asked where lines on standard input may be the answers: the person's terminal, or those lines."""
        from .piped import PipedAnswers

        env = self.environment
        if self.terminal.interactive:
            return self.terminal
        return PipedAnswers(env.stdin, env.stdout, env.stderr, env.environ, no_input=self.options.no_input)

    @cached_property
    def painter(self) -> Painter:
        """Colours for standard output."""
        from .render import Painter

        return Painter(self.terminal, self.environment.stdout)

    @cached_property
    def project(self) -> Project:
        """The project that ``-C`` or the working folder is in."""
        from ..project import Project

        folder = self.environment.folder
        return Project.find(folder / self.options.directory if self.options.directory else folder)

    @cached_property
    def recorder(self) -> Recorder:
        """What records each exchange and masks every text."""
        from ..trace.files import new_trace
        from ..trace.recorder import Recorder
        from ..trace.redact import Redactor

        redactor = Redactor()
        self.environment.mask = redactor.mask
        return Recorder(new_trace(), redactor)

    def client(self, dry_run: bool = False) -> Client:
        """Make what sends; in a dry run it only records."""
        from ..http.client import Client, ClientOptions

        options = self.options
        if options.insecure:
            self.warn("certificates are not checked (--insecure)")
        return Client(
            ClientOptions(
                **_limits(options),
                proxy=options.proxy,
                ca_bundle=options.ca_bundle,
                insecure=options.insecure,
                http2=options.http2,
                environ=self.environment.environ,
                origin_map=dict(_origins(entry) for entry in options.map),
                dry_run=dry_run,
            ),
            self.recorder,
        )

    @property
    def steps(self) -> Steps:
        """How actions of several steps are run, as the SDK's variables say.

        Raises:
            UsageError: one of them is no number.
        """
        from ..runtime.steps import Steps

        most, wait = self._number("MAX_REINVOKES"), self._number("WAIT_REINVOKE_AFTER")
        return Steps(Steps().most if most is None else int(most), wait)

    def _number(self, variable: str) -> float | None:
        given = self.environment.environ.get(variable, "").strip()
        if given and not given.replace(".", "", 1).isdecimal():
            raise UsageError(f"`{variable}={given}` is no number")
        return float(given) if given else None

    @cached_property
    def vaults(self) -> Vaults:
        """Opens the vault that options, variables or state name."""
        from .stored import make_vaults

        return make_vaults(self)

    @cached_property
    def connections(self) -> Connections:
        """The stored connections of the project."""
        from ..store.connections import Connections

        opened = self.environment.open_vault or self.vaults
        return Connections(self.project.root, open_vault=opened, settings=self.project.settings_file)

    # Talk

    def say(self, text: str = "") -> None:
        """Write talk to standard error, masked, unless ``--quiet``."""
        if not self.options.quiet:
            self.insist(text)

    def insist(self, text: str) -> None:
        """Write to standard error, masked, what has to be seen also with ``--quiet``."""
        self.environment.say(self.environment.mask(text))

    def warn(self, text: str, hint: str | None = None) -> None:
        """Write a warning, also with ``--quiet``."""
        self.environment.say(self.environment.mask(f"warning: {text}" + (f"\nhint: {hint}" if hint else "")))

    def print(self, text: str) -> None:
        """Write a line of the result to standard output, masked."""
        self.environment.stdout.write(self.environment.mask(text) + "\n")

    def print_data(self, pieces: Iterable[str]) -> None:
        """Write data to standard output, and a line's end: exact, but masked on a terminal."""
        environment = self.environment
        masked = environment.on_terminal(environment.stdout)
        for piece in pieces:
            environment.stdout.write(harmless(environment.mask(piece)) if masked else piece)
        environment.stdout.write("\n")

    def print_json(self, value: Any) -> None:
        """Write the result as JSON to standard output, masked."""
        import json

        self.environment.stdout.write(
            json.dumps(self.recorder.redactor.mask_json(value), ensure_ascii=False, indent=2, default=str)
            + "\n"
        )

    # A connection at work

    def load(self, connector: str) -> Connector:
        """Load a connector by name or path; what it prints goes to standard error, masked."""
        from ..connector import imports

        imports.on_print = self._printed
        self._limit_ruby()
        return self.project.load(connector)

    def _limit_ruby(self) -> None:
        """Let the options move the limits of Ruby's blocks."""
        options = self.options
        memory = options.limit_memory * 1_000_000 if options.limit_memory else None
        limits = {
            "time": options.limit_time, "memory": memory, "depth": options.limit_depth, "output": options.limit_output,
        }  # fmt: skip
        given = {name: value for name, value in limits.items() if value is not None}
        if given:
            from ..connector.ruby import limit

            limit(**given)

    def _printed(self, text: str) -> None:
        """Tell what a connector prints, with the line that did it, and keep it in the trace."""
        from ..runtime.frame import block_name, current_session

        session, masked = current_session(), self.recorder.redactor.mask(text)
        file, line = (session.connector.path, session.line()) if session is not None else (None, None)
        self.recorder.trace.printed.append(
            {"block": block_name(), "file": str(file or ""), "line": line, "text": masked}
        )
        self.environment.say(f"{file.name}:{line}: {masked}" if file is not None and line else masked)

    def learn(self, name: str, value: Any) -> None:
        """Mask a secret from here on, nested ones too."""
        if isinstance(value, Mapping):
            for key, inner in value.items():
                self.learn(str(key), inner)
        elif value not in (None, "", True, False):
            self.recorder.redactor.add(name, value)

    def masked(self, name: str, value: Any) -> Any:
        """Give a value as JSON output shows it."""
        return next(iter(self.recorder.redactor.mask_json({name: value}).values()))

    @contextmanager
    def session(
        self,
        connector: Connector,
        values: Mapping[str, Any],
        keeper: Keeper | None,
        connection: str,
        dry_run: bool = False,
        *,
        needs_token: bool = True,
    ) -> Iterator[Session]:
        """Open a session; its trace is stored however it ends."""
        from ..runtime.session import Session
        from .account import AccountFiles
        from .progress import waiting

        client = self.client(dry_run)
        self.recorder.trace.connector, self.recorder.trace.connection = connector.name, connection
        self.recorder.trace.command = self._command_line()
        with ExitStack() as ending:
            ending.callback(client.close)
            ending.callback(self.store_trace)
            session = Session(
                connector, values, client, self.recorder, keeper, needs_token=needs_token,
                ask_option=self.ask_option, warn=self.warn, account=AccountFiles(self),
                clock=self.environment.clock, steps=self.steps,
                time_zone=self.environment.environ.get("WORKATO_TIME_ZONE", ""),
            )  # fmt: skip
            ending.callback(self._store_late, session)
            ending.enter_context(waiting(self, client.under_way))
            yield session

    def _store_late(self, session: Session) -> None:
        """Try again to store tokens that could not be stored when they came; that they can't be is told."""
        from ..errors import StoreError
        from ..runtime.likely_causes import SIGN_IN_AGAIN

        try:
            session.authorization.store_late()
        except StoreError as error:
            hint = f"{error.hint}; if the service takes the stored ones no more, {SIGN_IN_AGAIN}"
            self.warn(f"the new tokens were used, but they could not be stored: {error}", hint)

    @contextmanager
    def talking(self) -> Iterator[None]:
        """Keep the line that shows a wait away while a person is talked with."""
        self.in_talk += 1
        self.environment.draw("")
        try:
            yield
        finally:
            self.in_talk -= 1

    def answer(self) -> str | None:
        """Read one line that answers a question, from standard input even if that is no terminal.

        Returns:
            The answer without blanks around it; None at the end of input, or where nothing may be asked.
        """
        if self.options.no_input:
            return None
        with self.talking():
            line = self.environment.stdin.readline()
        return line.strip() if line else None

    def ask_option(self, names: Sequence[str]) -> str | None:
        """Ask which option of a `multi` authorization holds (reference/connection.md section 9)."""
        lines = [f"[{number}] {name}" for number, name in enumerate(names, 1)]
        self.environment.say(
            "\nPlease select current auth type for multi-auth connector:\n" + "\n".join([*lines, "[q] <exit>"])
        )
        while True:
            self.environment.say("\nYour choice:")
            answer = self.answer()
            if answer is None or answer.lower() == "q":
                return None
            if answer.isdecimal() and 1 <= int(answer) <= len(names):
                self.environment.say("\nPut selected auth type in your settings file to avoid this message in future")
                return names[int(answer) - 1]

    def _command_line(self) -> str:
        """Give what was typed, masked: known secrets, and items such as ``password=…`` by their names."""
        return self.masked_line(self.environment.arguments)

    def masked_line(self, words: Sequence[str]) -> str:
        """Give a command line as it may be shown: known secrets, and items such as ``password=…``, by their names."""
        return shlex.join(["wkt", *map(self._masked_word, words)])

    def _masked_word(self, word: str) -> str:
        redactor, item = self.recorder.redactor, _ITEM.fullmatch(word)
        if item is None:
            return redactor.mask(word)
        name, mark, value = item.groups()
        masked = redactor.mask_header(name, value) if mark == ":" else self.masked(name, value)
        return redactor.mask(name) + mark + str(masked)

    def say_trace(self) -> None:
        """Show what went over the wire on standard error, masked, with ``--verbose``."""
        from .render import Painter, trace_lines

        if self.options.verbose and self.recorder.trace.exchanges:
            painter = Painter(self.terminal, self.environment.stderr)
            self.insist("\n".join(trace_lines(self.recorder.trace, painter, verbose=True)))

    def store_trace(self) -> None:
        """Store the trace if anything went out or was printed; that it can't be is a warning, not a failure."""
        from ..errors import StoreError
        from ..trace.files import TraceFiles

        trace = self.recorder.trace
        if not trace.exchanges and not trace.printed:
            return
        self.recorder.trace.command = self._command_line()
        try:
            TraceFiles(self.project.state_folder).save(self.recorder.trace)
        except StoreError as error:
            self.warn(f"the trace was not stored: {error}", error.hint)


def _limits(options: Options) -> dict[str, Any]:
    """Give the limits of the client: those that were typed, else the platform's or none."""
    from ..http.client import ClientOptions

    usual = ClientOptions(timeout=None, max_time=None, max_renewal=None, max_body=None)
    usual = usual if options.no_limits else ClientOptions()
    patient = options.timeout or 0.0
    return {
        "timeout": options.timeout or usual.timeout,
        "max_time": options.max_time or (usual.max_time and max(usual.max_time, patient)),
        "max_renewal": options.max_time or (usual.max_renewal and max(usual.max_renewal, patient)),
        "max_body": options.max_filesize or usual.max_body,
    }


def _origins(entry: str) -> tuple[str, str]:
    source, found, target = entry.partition("=")
    if not found or "://" not in source or "://" not in target:
        raise UsageError(
            f"`--map {entry}` can't be read",
            hint="write FROM=TO, such as https://percolate.com=http://127.0.0.1:8765",
        )
    return source.rstrip("/"), target.rstrip("/")
