"""The terminal layer below the questions: who can be asked, colours, lists, and what a missing terminal means."""

from __future__ import annotations

import io

import pytest

from wkt_cli.cli.choices import Choices
from wkt_cli.cli.keys import Key, KeyReader
from wkt_cli.cli.line import Line, cells, visible
from wkt_cli.cli.prompt import ask_fields
from wkt_cli.cli.terminal import Terminal, is_terminal
from wkt_cli.connector.fields import make_field
from wkt_cli.errors import UsageError

OPTIONS = [("Live", "live"), ("Sandbox", "sb"), ("Élan", "e")]


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    def isatty(self) -> bool:
        raise ValueError("I/O operation on closed file")


class Typed:
    """A device that gives these pieces, then nothing more at once, then is gone."""

    def __init__(self, *pieces: str | None) -> None:
        self._pieces = list(pieces)

    def __enter__(self) -> Typed:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def read(self, timeout: float | None = None) -> str | None:
        return self._pieces.pop(0) if self._pieces else ""

    def suspend(self) -> None:
        return None


def strokes(*pieces: str | None) -> list[Key]:
    reader, found = KeyReader(Typed(*pieces)), []
    while (key := reader.key()).name != "hang-up":
        found.append(key)
    return found


@pytest.mark.parametrize(("stdin", "stderr", "no_input", "interactive"), [
    (Tty(), Tty(), False, True), (Tty(), Tty(), True, False), (io.StringIO(), Tty(), False, False),
    (Tty(), io.StringIO(), False, False),
])
def test_who_can_be_asked(stdin: io.StringIO, stderr: io.StringIO, no_input: bool, interactive: bool) -> None:
    assert Terminal(stdin, io.StringIO(), stderr, {}, no_input=no_input).interactive is interactive


def test_a_closed_or_missing_stream_is_no_terminal() -> None:
    assert not is_terminal(None) and not is_terminal(io.StringIO())
    assert not is_terminal(Closed())


def test_asking_without_a_terminal_says_what_to_do() -> None:
    terminal = Terminal(io.StringIO("yes\n"), io.StringIO(), io.StringIO(), {})
    fields = [make_field({"name": "id"})]
    for ask in (lambda: terminal.ask("? "), lambda: terminal.confirm("?"),
                lambda: ask_fields(terminal, lambda values: fields, {})):
        with pytest.raises(UsageError, match="There is no terminal to ask on") as caught:
            ask()
        assert "--no-input" in (caught.value.hint or "")


@pytest.mark.parametrize(("environ", "tty", "color"), [
    ({}, True, True), ({}, False, False), ({"NO_COLOR": "1"}, True, False), ({"NO_COLOR": ""}, True, True),
    ({"TERM": "dumb"}, True, False), ({"FORCE_COLOR": "1"}, False, True), ({"FORCE_COLOR": "0"}, False, False),
    ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
])
def test_colours(environ: dict[str, str], tty: bool, color: bool) -> None:
    stderr = Tty() if tty else io.StringIO()
    terminal = Terminal(io.StringIO(), io.StringIO(), stderr, environ)
    assert terminal.color is color
    terminal.warn("careful")
    assert ("\x1b[" in stderr.getvalue()) is color and "careful" in stderr.getvalue()


def test_talk_never_goes_to_stdout() -> None:
    stdout = io.StringIO()
    terminal = Terminal(io.StringIO(), stdout, io.StringIO(), {})
    terminal.say("a")
    terminal.warn("b")
    assert stdout.getvalue() == ""


@pytest.mark.parametrize(("columns", "width"), [("44", 44), ("x", None), ("0", None)])
def test_width(columns: str, width: int | None) -> None:
    found = Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {"COLUMNS": columns}).width
    assert found == width if width else found > 0


@pytest.mark.parametrize(("answer", "value"), [
    ("1", "live"), ("live", "live"), ("LIVE", "live"), ("sandbox", "sb"), ("SB", "sb"), ("élan", "e"), ("3", "e"),
    ("0", None), ("4", None), ("", None), ("-1", None), ("sand", None), ("²", None),
])
def test_which_option_is_meant(answer: str, value: str | None) -> None:
    assert Choices(OPTIONS).find(answer) == value


def test_options_that_are_numbers_are_not_numbered() -> None:
    choices = Choices([("Version 2", "2"), ("Version 1", "1")])
    assert choices.lines() == ["- Version 2 (2)", "- Version 1 (1)"] and choices.find("1") == "1"


def test_a_refusal_offers_what_is_near() -> None:
    assert "did you mean 'Sandbox'" in Choices(OPTIONS).refusal("Sandbx")
    assert "type a number, label or value" in Choices(OPTIONS).refusal("qqqqq")


def test_strokes_in_pieces() -> None:
    assert strokes("ab", "\x1b", "[", "D", "c\r") == [
        Key("text", "ab"), Key("left"), Key("text", "c"), Key("enter")]
    assert strokes("\x1b[20", "0~a\r", "b\x1b[201", "~x") == [Key("paste", "a\nb"), Key("text", "x")]
    assert strokes("\x1b", None, "a") == [Key("nothing"), Key("text", "a")]
    assert strokes("\x1b[200~abc", "\x03")[0] == Key("interrupt")
    assert strokes("\x1bx\x1b[1;5Cy") == [Key("nothing"), Key("nothing"), Key("text", "y")]


def test_what_cannot_be_seen_never_reaches_the_screen() -> None:
    assert visible("a\x1b[2Jb\nc\t\x7f") == "a?[2Jb↵c ?"
    assert cells("日本a\u0301") == 5


def test_a_line_is_edited_at_its_cursor() -> None:
    line = Line()
    line.insert("one two")
    for name in ("left", "left", "left", "kill-word", "delete", "end", "unknown"):
        line.edit(Key(name))
    assert (line.text, line.cursor) == ("wo", 2)
