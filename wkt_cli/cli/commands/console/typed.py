"""Lines that are typed at a terminal, with history and completion; prompt_toolkit does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import History
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output

from ....errors import StoreError
from .completion import completions
from .history import KeptLines
from .lines import MORE

if TYPE_CHECKING:
    from ....runtime.console import Console
    from ...app import App


class TypedLines:
    """Asks for text after text.

    Args:
        app: the command.
        console: what knows whether a text goes on, and what can follow.
        prompt: what stands before a text.
    """

    def __init__(self, app: App, console: Console, prompt: str) -> None:
        self._prompt, environment = prompt, app.environment
        self._asker: PromptSession[str] = PromptSession(
            multiline=True, history=_KeptHistory(app), completer=_Completer(console), complete_while_typing=False,
            key_bindings=_keys(console), prompt_continuation=lambda width, line, wrapped: MORE.rjust(width),
            input=create_input(environment.stdin), output=create_output(environment.stderr),
            enable_history_search=True,
        )  # fmt: skip

    def read(self) -> str | None:
        """Give what is typed until nothing is open; None for Ctrl-D.

        Raises:
            KeyboardInterrupt: Ctrl-C; what was typed is dropped.
        """
        try:
            return self._asker.prompt(self._prompt)
        except EOFError:
            return None


def _keys(console: Console) -> KeyBindings:
    """Let Enter go on with a text that is open, unless its last line is empty, and run any other."""
    keys = KeyBindings()

    @keys.add("enter")
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        above, _, line = buffer.text.rpartition("\n")
        if (line.strip() or not above) and console.is_open(buffer.text):
            buffer.newline()
        else:
            buffer.validate_and_handle()

    return keys


class _KeptHistory(History):
    """The history of the project's folder; that it can't be had is told once."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app, self._told = app, False
        self._lines = KeptLines(app.project.state_folder, app.recorder.redactor.mask)

    def load_history_strings(self) -> Iterable[str]:
        """Give what was kept, the newest first."""
        try:
            return reversed(self._lines.read())
        except StoreError as error:
            self._tell("read", error)
            return ()

    def store_string(self, string: str) -> None:
        """Keep a text."""
        try:
            self._lines.add(string)
        except StoreError as error:
            self._tell("kept", error)

    def _tell(self, done: str, error: StoreError) -> None:
        if not self._told:
            self._app.warn(f"the history is not {done}: {error}", error.hint)
        self._told = True


class _Completer(Completer):
    """Offers what `completions` gives."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Offer what can follow the text before the cursor."""
        for text, typed in completions(self._console, document.text_before_cursor):
            yield Completion(text, start_position=-typed)
