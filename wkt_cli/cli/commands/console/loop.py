"""Read, run, print, again: until Ctrl-D, `exit` or the end of input."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....errors import ExitCode
from ....runtime.console import HERE, Console, Nothing
from ... import failures
from ...app import App
from ...render import Painter, trace_lines
from ...reply import print_value
from ...result_json import as_json, indented
from .lines import PlainLines

if TYPE_CHECKING:
    from ....runtime.session import Session
    from .lines import Lines
    from .sources import Sources

ENDS = frozenset({"exit", "quit", "exit()", "quit()"})
HELP = """\
Expressions in {language}, with the session's connection:

  get('/path'), post('/path', …)   requests, signed by `apply`; with `;` at the end of
                                   `x = get('/path');` nothing is sent yet
  {call:<31}  one of the connector's methods
  connection, connector            the connection hash, and the connector's
  actions, triggers, methods, pick_lists, object_definitions, streams
                                   list what there is
  _                                the last result

Blocks, by the paths of `wkt exec`, with what they are given or with its options:

  test    connection.fields        as they are
  methods.NAME(1, 2)               a method with its arguments
  actions.NAME(…)                  a whole run with its input
  actions.NAME.execute(…)          the block alone
  triggers.NAME.poll(…, closure)

Tab completes, Ctrl-C drops the line or stops what runs, Ctrl-D ends.
A line goes on where something is open; an empty one ends it.
A line that ends with `;` shows no result.
`reload` loads the connector again, as a change of its file does; `exit` ends."""
CALLS = {"Ruby": "call(:name, 1, 2)", "Python": "call('name', 1, 2)"}
"""How each language calls a method of the connector."""


class Loop:
    """One console.

    Args:
        app: the command.
        session: what the lines run with.
        sources: the connector's files.
    """

    def __init__(self, app: App, session: Session, sources: Sources) -> None:
        self._app, self._session = app, session
        self._console = Console(session)
        self._sources = sources
        self._interactive = app.terminal.interactive
        self._failed = False

    def run(self) -> int:
        """Run what is typed; give the exit status, which tells of failures where nobody saw them."""
        lines = self._lines()
        while True:
            try:
                with self._app.talking():
                    text = lines.read()
                if text is None or text.strip() in ENDS:
                    break
                if text.strip():
                    self._one(text)
            except KeyboardInterrupt:
                if not self._interactive:
                    raise
        return ExitCode.CONNECTOR if self._failed and not self._interactive else ExitCode.OK

    def _lines(self) -> Lines:
        environment, is_open = self._app.environment, self._console.is_open
        if not self._interactive:
            return PlainLines(environment.stdin, is_open)
        connector, language = self._session.connector, self._console.language.name
        name = "/".join(filter(None, (connector.name, self._app.recorder.trace.connection)))
        self._app.say(f"{connector.title} ({name}, in {language}); `help` tells more, Ctrl-D ends")
        prompt = f"{connector.name}> "
        if not self._app.terminal.moves:
            return PlainLines(environment.stdin, is_open, prompt, environment.prompt)
        from .typed import TypedLines

        return TypedLines(self._app, self._console, prompt)

    def _one(self, text: str) -> None:
        """Run a text, or do what a word of the console says; an error is told, and no reason to end."""
        trace = self._app.recorder.trace
        sent, printed = len(trace.exchanges), len(trace.printed)
        try:
            if text.strip() == "help":
                self._help()
            elif text.strip() == "reload":
                self._reload()
            else:
                self._reload_changed()
                self._show(self._console.run(text))
        except KeyboardInterrupt:
            if not self._interactive:
                raise
            self._app.say("Stopped")
        except Exception as error:
            self._failed = True
            self._tell(error, text)
        finally:
            self._trace(sent, printed)
        self._app.environment.stdout.flush()

    def _help(self) -> None:
        language = self._console.language.name
        self._app.print(HELP.format(language=language, call=CALLS[language]))

    def _show(self, value: Any) -> None:
        """Print a result: exact for a program, masked for a person."""
        if value is Nothing or (value is None and self._console.language.name == "Python"):
            return
        app, compact = self._app, as_json(self._session.connector, self._console.language.shown(value))
        if app.options.json:
            self._print_line({"result": json.loads(compact)})
        elif app.environment.on_terminal(app.environment.stdout):
            print_value(app, json.loads(compact))
        else:
            app.environment.stdout.write(indented(compact) + "\n")

    def _print_line(self, value: Any) -> None:
        app = self._app
        masked = app.recorder.redactor.mask_json(value)
        app.environment.stdout.write(json.dumps(masked, ensure_ascii=False) + "\n")

    def _tell(self, error: Exception, text: str) -> None:
        """Tell an error; where it is in what was typed, with that line."""
        told = failures.describe(error)
        if self._app.options.json:
            self._print_line({"error": told})
            return
        here = told["key_path"] == HERE or Path(str(told["file"] or "")).name.startswith(f"{HERE}:")
        told["calls"] = [call for call in told["calls"] if not call.startswith(f"{HERE}:")]
        shown = _excerpt(told, text.strip()) if here or not self._interactive else []
        if here:
            told |= {"file": None, "key_path": None, "calls": []}
        lines, length = failures.as_text(told).split("\n"), str(told["message"]).count("\n") + 1
        self._app.insist("\n".join([*lines[:length], *shown, *lines[length:]]))
        if self._app.options.debug:
            import traceback

            self._app.insist("".join(traceback.format_exception(error)))

    # The connector's files

    def _reload_changed(self) -> None:
        """Load the connector again if its files are others than before; what can't be loaded is told once."""
        if self._sources.changed():
            self._reload()

    def _reload(self) -> None:
        from ....connector.load import load

        file, name = self._session.connector.path, self._session.connector.name
        try:
            with self._sources.reading():
                loaded = load(file, name)
        finally:
            self._sources.of(file)
        self._session.reload(loaded)
        self._app.say(f"{file.name} is loaded again")

    # The trace

    def _trace(self, sent: int, printed: int) -> None:
        """Show what the line sent, and store the trace so far."""
        app, trace = self._app, self._app.recorder.trace
        if len(trace.exchanges) == sent and len(trace.printed) == printed:
            return
        shows = app.options.verbose or app.environment.on_terminal(app.environment.stderr)
        if shows and len(trace.exchanges) > sent:
            new = replace(trace, exchanges=trace.exchanges[sent:], printed=[])
            painter = Painter(app.terminal, app.environment.stderr)
            app.say("\n".join(trace_lines(new, painter, verbose=app.options.verbose > 0)))
        app.store_trace()


def _excerpt(told: dict[str, Any], text: str) -> list[str]:
    """Give the line of what was typed that an error is about; of an error elsewhere the first."""
    lines = text.split("\n")
    known = str(told["file"]).startswith(f"{HERE}:") and told["line"]
    line, column = (told["line"], told["column"]) if known else (1, None)
    return failures.excerpt(lines[min(line, len(lines)) - 1], column)
