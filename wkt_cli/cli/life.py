"""What connect, test and refresh have in common: the connection hash before and after, the test, the trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ExitCode, UsageError, WktError
from . import render
from .app import App
from .failures import describe

if TYPE_CHECKING:
    from ..runtime.session import Session


@dataclass
class Outcome:
    """How a step of a connection's life went.

    Attributes:
        connector, connection: their names.
        before, after: the connection hash, secrets included.
        secret: names of the values that are secret.
        result: what `test` gave, if it ran.
        tested: whether `test` ran to its end.
        error: what failed, or None.
        stored: whether the connection was stored.
        facts: what is known of the connection and is no secret, such as its type.
    """

    connector: str
    connection: str
    before: Mapping[str, Any]
    secret: set[str]
    after: Mapping[str, Any] = field(default_factory=dict)
    result: Any = None
    tested: bool = False
    error: WktError | None = None
    stored: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> list[str]:
        """Names of the values that changed."""
        return sorted(n for n, v in self.after.items() if n not in self.before or self.before[n] != v)


def allow_reveal(app: App, reveal: bool) -> None:
    """Refuse to show secrets where no person looks.

    Raises:
        UsageError: standard output is no terminal.
    """
    if reveal and not app.environment.on_terminal(app.environment.stdout):
        raise UsageError("`--reveal` shows secrets only on a terminal", hint="run it there, without a pipe")


def run_test(session: Session, outcome: Outcome) -> None:
    """Run the connector's test and note how it went."""
    try:
        outcome.result = session.test()
        outcome.tested = True
    except WktError as error:
        outcome.error = error
    outcome.after = session.connection.snapshot()


def show(app: App, outcome: Outcome, *, reveal: bool = False) -> None:
    """Show an outcome: to a person on standard output, as JSON with ``--json``."""
    if app.options.json:
        app.print_json(as_json(app, outcome))
        return
    if app.options.quiet:
        return
    shown = set() if reveal else {*outcome.secret, *outcome.changed}
    before, after = render.hidden(outcome.before, shown), render.hidden(outcome.after, shown)
    write = app.environment.stdout.write if reveal else lambda text: app.print(text.rstrip("\n"))
    write(f"Connection {outcome.connector}/{outcome.connection}\n")
    write("\n".join(render.side_by_side(before, after, app.painter)) + "\n")
    if outcome.changed:
        app.print(f"Changed: {', '.join(outcome.changed)}")
    show_trace(app)


def show_trace(app: App) -> None:
    """Write the trace of this run as lines to standard output."""
    lines = render.trace_lines(app.recorder.trace, app.painter, verbose=app.options.verbose > 0)
    app.print("\n".join(["Trace", *lines] if lines else ["Trace", "  nothing was sent"]))


def show_test(app: App, outcome: Outcome) -> None:
    """Say how the test went; its failure is told as the error of the command."""
    if app.options.json or app.options.quiet:
        return
    if outcome.tested:
        app.print(app.painter.style("Test: Successful", "green", "bold"))


def ended(app: App, outcome: Outcome, *, say: Callable[[], None]) -> int:
    """Say how it ended and give the exit status; a failure is raised, or is in the JSON already."""
    if outcome.error is None:
        say()
        return ExitCode.OK
    if app.options.json:
        return outcome.error.exit_code
    raise outcome.error


def as_json(app: App, outcome: Outcome) -> dict[str, Any]:
    """Give an outcome in the shape of docs/json.md."""
    for values in (outcome.before, outcome.after):
        for name in {*outcome.secret, *outcome.changed} & set(values):
            app.learn(name, values[name])
    return {
        "connector": outcome.connector,
        "connection": outcome.connection,
        "before": dict(outcome.before),
        "after": dict(outcome.after),
        "changed": outcome.changed,
        "test": {"successful": outcome.tested, "result": outcome.result},
        "stored": outcome.stored,
        "error": describe(outcome.error) if outcome.error else None,
        "trace": [asdict(exchange) for exchange in app.recorder.trace.exchanges],
    }
