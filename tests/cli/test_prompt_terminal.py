"""The questions through a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")
termios = pytest.importorskip("termios")

ROOT = Path(__file__).parents[2]
ASK = """
import json, os, sys
from pathlib import Path
from wkt_cli.cli.prompt import Given, ask_fields
from wkt_cli.cli.terminal import Terminal
from wkt_cli.connector.fields import make_field
(sources, stored, given), target = json.loads(sys.argv[1]), sys.argv[2]
def resolve(values):
    more = [{"name": "domain"}] if values.get("custom") == "true" else []
    return [make_field(one) for one in [*sources, *more]]
try:
    answers = ask_fields(Terminal(sys.stdin, sys.stdout, sys.stderr, os.environ), resolve, stored,
                         [Given(*one) for one in given.items()], Path(target).parent, os.environ)
    Path(target).write_text(json.dumps(answers))
except BaseException as error:
    sys.stderr.write(f"ENDED {type(error).__name__}: {error}\\n")
    sys.exit(3)
"""


class Person:
    """Someone at a terminal; `screen` is all that the terminal ever showed."""

    def __init__(self, child: Any, target: Path) -> None:
        self._child, self._target = child, target
        self.screen = ""
        self.mode = termios.tcgetattr(child.child_fd)

    def sees(self, text: str) -> Person:
        self._child.expect_exact(text)
        self.screen += self._child.before + self._child.after
        return self

    def types(self, text: str) -> Person:
        self._child.send(text)
        return self

    def ends(self, status: int | None = 0) -> Any:
        self._child.expect(pexpect.EOF)
        self.screen += self._child.before
        self._child.wait()
        assert self._child.exitstatus == status, self.screen
        return json.loads(self._target.read_text()) if status == 0 else None

    def signals(self, number: int) -> None:
        os.kill(self._child.pid, number)

    def current_mode(self) -> Any:
        return termios.tcgetattr(self._child.child_fd)


Meet = Callable[..., Person]


@pytest.fixture
def meet(tmp_path: Path) -> Iterator[Meet]:
    children: list[Any] = []

    def start(*sources: dict[str, Any], stored: Any = None, given: Any = None, columns: int = 200,
              terminal: str = "dumb", code: str = ASK, environ: dict[str, str] | None = None) -> Person:
        target = tmp_path / "answers.json"
        words = ["-c", code, json.dumps([sources, stored or {}, given or {}]), str(target)]
        env = {**os.environ, **(environ or {}), "PYTHONPATH": str(ROOT), "TERM": terminal, "PYTHONIOENCODING": "utf-8"}
        for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
            env.pop(name, None)
        child = pexpect.spawn(sys.executable, words, env=env, encoding="utf-8", timeout=20,
                              dimensions=(24, columns))
        child.delaybeforesend = None
        children.append(child)
        return Person(child, target)

    yield start
    for child in children:
        child.close(force=True)


SECRET = {"name": "client_secret", "control_type": "password"}
TEXT = {"name": "client_id", "hint": "From <b>Settings</b> &gt; API"}


def test_a_secret_is_not_echoed_and_plain_text_is(meet: Meet) -> None:
    person = meet(TEXT, SECRET)
    person.sees("From Settings > API").sees("Client ID: ").types("abc-ü\r")
    person.sees("abc-ü").sees("Client secret (hidden): ").types("geheim-ß\r")
    assert person.ends() == {"client_id": "abc-ü", "client_secret": "geheim-ß"}
    assert "geheim" not in person.screen


@pytest.mark.parametrize("terminal", ["dumb", "xterm-256color"])
@pytest.mark.parametrize("wrap", [("", ""), ("\x1b[200~", "\x1b[201~")])
@pytest.mark.parametrize("field", [SECRET, {"name": "long"}])
def test_a_paste_of_any_length_arrives(
    meet: Meet, terminal: str, wrap: tuple[str, str], field: dict[str, Any]
) -> None:
    pasted = "".join(f"{n:05}" for n in range(1000, 3000))
    person = meet(field, terminal=terminal)
    person.sees(": ").types(wrap[0] + pasted + wrap[1]).types("\r")
    assert person.ends() == {field["name"]: pasted}
    assert ("02999" in person.screen.replace("\r", "").replace("\n", "")) == (field is not SECRET)


@pytest.mark.parametrize("pasted", ["\x1b[200~BEGIN\r\nabc\r\n\r\nEND\r\n\x1b[201~\r", "BEGIN\nabc\n\nEND\n"])
def test_a_pasted_key_of_several_lines_is_one_secret(meet: Meet, pasted: str) -> None:
    person = meet(SECRET, {"name": "next"})
    person.sees("Client secret (hidden): ").types(pasted)
    person.sees("Next: ").types("n\r")
    assert person.ends() == {"client_secret": "BEGIN\nabc\n\nEND", "next": "n"}
    assert "BEGIN" not in person.screen and "END" not in person.screen


@pytest.mark.parametrize(("typed", "kept"), [
    ("abcX\x7f\r", "abc"), ("abc\x15xyz\r", "xyz"), ("ab cd\x17ef\r", "ab ef"), ("bc\x1b[Ha\r", "abc"),
    ("ac\x1b[Db\r", "abc"), ("abX\x1b[D\x1b[3~\r", "ab"), ("a\x1b[A\x1bOPb\r", "ab"),
    ("日本\x7f語\r", "日語"),
    ("\x7f\x15\x1b[Dabc\n", "abc"), ("abc\x01\x0bx\r", "x"), ("a\x04b\r", "ab"), ("a\x00b\r", "ab"),
])
@pytest.mark.parametrize("field", [SECRET, {"name": "client_secrte"}])
def test_keys_edit_the_line(meet: Meet, field: dict[str, Any], typed: str, kept: str) -> None:
    assert meet(field).sees(": ").types(typed).ends() == {field["name"]: kept}


@pytest.mark.parametrize("field", [SECRET, TEXT])
def test_ctrl_c_restores_the_terminal(meet: Meet, field: dict[str, Any]) -> None:
    person = meet(field, code=ASK.replace("sys.exit(3)", "sys.stdin.readline(); sys.exit(3)"))
    before = person.mode
    person.sees(": ").types("half")
    assert not person.current_mode()[3] & (termios.ECHO | termios.ICANON)
    person.types("\x03").sees("ENDED KeyboardInterrupt")
    assert person.current_mode() == before
    person.types("\r").ends(3)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_restores_the_terminal(meet: Meet, number: int) -> None:
    person = meet(SECRET)
    before = person.mode
    person.sees(": ").signals(number)
    person._child.expect(pexpect.EOF)
    assert person.current_mode() == before


def test_the_terminal_is_restored_after_an_answer_and_bracketed_paste_is_off(meet: Meet) -> None:
    person = meet(SECRET, terminal="xterm", code=ASK + "\nsys.stderr.write('DONE'); sys.stdin.readline()")
    before = person.mode
    person.sees("\x1b[?2004h").sees(": ").types("x\r").sees("\x1b[?2004l").sees("DONE")
    assert person.current_mode() == before
    person.types("\r").ends()


def test_ctrl_z_stops_with_the_terminal_restored_and_goes_on(meet: Meet) -> None:
    person = meet(SECRET, code="import signal; signal.signal(signal.SIGTSTP, lambda *_: print('STOPPED'))\n" + ASK)
    person.sees(": ").types("ab\x1a").sees("STOPPED").sees(": ").types("c\r")
    assert person.ends() == {"client_secret": "abc"}


TALK = """
import json, os, sys
from wkt_cli.cli.terminal import Terminal
terminal = Terminal(sys.stdin, sys.stdout, sys.stderr, os.environ)
found = [terminal.confirm("Sure?"), terminal.confirm("Really?", True),
         terminal.choose("Which", [("Live", "l"), ("Test", "t")]), terminal.choose("Which", [("A", "a")], "a")]
open(sys.argv[2], "w").write(json.dumps(found))
"""


def test_yes_no_and_choices(meet: Meet) -> None:
    person = meet(code=TALK)
    person.sees("Sure? [y/n] ").types("\r").sees("Type y for yes").sees("Sure? [y/n] ").types("NO\r")
    person.sees("Really? [Y/n] ").types("\r")
    person.sees("2) Test").sees("Which: ").types("5\r").sees("none of the list").sees("Which: ").types("2\r")
    person.sees("Which [A]: ").types("\r")
    assert person.ends() == [False, True, "t", "a"]


def test_ctrl_d_at_an_empty_question_is_a_clear_error(meet: Meet) -> None:
    person = meet(TEXT)
    person.sees(": ").types("\x04").sees("ENDED InputEndedError: The input ended where an answer was needed")
    person.ends(3)


@pytest.mark.parametrize(("field", "wrong", "why", "right", "value"), [
    ({"name": "client_id"}, "", "Client ID is required", "x", "x"),
    ({"name": "port", "control_type": "integer"}, "80a", "whole number", "80", "80"),
    ({"name": "rate", "control_type": "number"}, "much", "a number", "1.5", "1.5"),
    ({"name": "since", "control_type": "date"}, "2026-02-30", "a date", "2026-02-28", "2026-02-28"),
    ({"name": "site", "control_type": "url"}, "example.com", "a URL", "https://e.com", "https://e.com"),
    ({"name": "mail", "control_type": "email"}, "me", "e-mail", "me@e.com", "me@e.com"),
    ({"name": "on", "control_type": "checkbox"}, "perhaps", "yes or no", "y", "true"),
    ({"name": "shop", "control_type": "subdomain", "url": ".e.com"}, "a b", "a subdomain", "a.e.com", "a"),
    ({"name": "env", "control_type": "select", "options": [["Live", "l"], ["Test", "t"]]}, "3", "no option",
     "2", "t"),
    ({"name": "client_secret"}, "", "required", "s3cret", "s3cret"),
    ({"name": "conf", "type": "object"}, "{", "JSON", '{"a": 1}', {"a": 1}),
])
def test_a_wrong_answer_is_explained_and_asked_again(
    meet: Meet, field: dict[str, Any], wrong: str, why: str, right: str, value: Any
) -> None:
    person = meet(field)
    person.sees(": ").types(f"{wrong}\r").sees(why).sees("\n").sees(": ").types(f"{right}\r")
    assert person.ends() == {field["name"]: value}


@pytest.mark.parametrize("typed", ["2", "Test", "test", "t", "T"])
def test_an_option_by_number_label_or_value(meet: Meet, typed: str) -> None:
    person = meet({"name": "env", "control_type": "select", "options": [["Live", "l"], ["Test", "t"]],
                   "default": "l"})
    person.sees("1) Live (l)").sees("2) Test (t)").sees("Env [Live]: ").types(f"{typed}\r")
    assert person.ends() == {"env": "t"}


@pytest.mark.parametrize(("typed", "value"), [("1,3", "a|c"), ("Beta, c", "b|c"), ("b", "b"), ("a|b", "a|b")])
def test_several_options(meet: Meet, typed: str, value: str) -> None:
    person = meet({"name": "tags", "control_type": "multiselect", "delimiter": "|",
                   "options": [["Alpha", "a"], ["Beta", "b"], ["Gamma", "c"]]})
    assert person.sees("Tags (several with commas between): ").types(f"{typed}\r").ends() == {"tags": value}


def test_several_lines_end_with_an_empty_one_or_ctrl_d(meet: Meet) -> None:
    area = {"name": "note", "control_type": "text-area"}
    person = meet(area, {**area, "name": "other"})
    person.sees("Note (several lines").sees("\r  ").types("a\r").sees("a").sees("\r  ").types("b\r")
    person.sees("b").sees("\r  ").types("\r")
    person.sees("Other").sees("\r  ").types("c\r").sees("c").sees("\r  ").types("\x04")
    assert person.ends() == {"note": "a\nb", "other": "c"}


def test_several_lines_from_a_file(meet: Meet, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("a\n\nb\n")
    person = meet({"name": "note", "control_type": "text-area"})
    person.sees("\r  ").types("@nothing\r").sees("can't be read")
    person.sees("\r  ").types("@note.txt\r")
    assert person.ends() == {"note": "a\n\nb"}


def test_enter_keeps_what_is_stored_without_showing_a_secret(meet: Meet) -> None:
    port = {"name": "port", "type": "integer"}
    stored = {"client_id": "old-id", "client_secret": "old-secret", "port": 80}
    person = meet(TEXT, SECRET, port, stored=stored)
    person.sees("Client ID [old-id]: ").types("\r")
    person.sees("Client secret (hidden; Enter keeps the stored one): ").types("\r")
    person.sees("Port [80]: ").types("\r")
    assert person.ends() == stored
    assert "old-secret" not in person.screen


def test_a_dash_empties_what_is_optional_and_is_text_elsewhere(meet: Meet) -> None:
    optional = {"name": "api_key", "optional": True}
    person = meet({"name": "id"}, optional, {"name": "note", "optional": True, "default": "d"},
                  stored={"id": "x", "api_key": "k3y"})
    person.sees("ID [x]: ").types("-\r")
    person.sees("Api key (hidden; Enter keeps the stored one; - leaves it out): ").types("-\r")
    person.sees("Note (- leaves it out) [d]: ").types("-\r")
    assert person.ends() == {"id": "-"}


def test_enter_takes_the_default_or_leaves_an_optional_field_out(meet: Meet) -> None:
    person = meet({"name": "host", "default": "h"}, {"name": "note", "optional": True},
                  {"name": "on", "type": "boolean", "default": True})
    person.sees("Host [h]: ").types("\r").sees("Note (optional): ").types("\r").sees("On [Y/n]: ").types("\r")
    assert person.ends() == {"host": "h", "on": "true"}


def test_an_option_that_is_gone_is_not_offered(meet: Meet) -> None:
    field = {"name": "env", "control_type": "select", "options": [["Live", "l"]]}
    person = meet(field, stored={"env": "old"})
    assert person.sees("Env: ").types("1\r").ends() == {"env": "l"}


def test_conditions_and_new_fields(meet: Meet) -> None:
    person = meet({"name": "kind"}, {"name": "key", "ngIf": 'input.kind == "k"'},
                  {"name": "role", "ngIf": 'input.kind == "r"'},
                  {"name": "custom", "type": "boolean", "extends_schema": True})
    person.sees("Kind: ").types("k\r").sees("Key: ").types("1\r").sees("Custom [y/n]: ").types("y\r")
    person.sees("Domain: ").types("d\r")
    assert person.ends() == {"kind": "k", "key": "1", "custom": "true", "domain": "d"}
    assert "Role" not in person.screen


def test_fields_of_an_object_are_asked_for(meet: Meet) -> None:
    advanced = {"name": "advanced", "type": "object", "optional": True, "properties": [
        {"name": "host"}, {"name": "token", "control_type": "password", "optional": True}]}
    person = meet(advanced, {**advanced, "name": "other"})
    person.sees("Fill in Advanced? [y/N] ").types("y\r").sees("Host: ").types("h\r")
    person.sees("Token (hidden; optional): ").types("t0p-secret\r")
    person.sees("Fill in Other? [y/N] ").types("\r")
    assert person.ends() == {"advanced": {"host": "h", "token": "t0p-secret"}}
    assert "t0p-secret" not in person.screen


def test_items_of_a_list(meet: Meet) -> None:
    person = meet({"name": "hosts", "type": "array", "of": "string"})
    person.sees("\r  ").types("a\r").sees("a").sees("\r  ").types("b\r").sees("b").sees("\r  ").types("\r")
    assert person.ends() == {"hosts": ["a", "b"]}


def test_what_was_given_is_not_asked_for(meet: Meet) -> None:
    person = meet(TEXT, SECRET, given={"client_secret": "g1ven-secret"})
    person.sees("Client ID: ").types("x\r").sees("warning: client_secret is a secret")
    assert person.ends() == {"client_id": "x", "client_secret": "g1ven-secret"}
    assert "g1ven-secret" not in person.screen


def test_what_the_environment_has_is_not_asked_for(meet: Meet) -> None:
    advanced = {"name": "adv", "type": "object", "optional": True, "properties": [{"name": "host"}]}
    person = meet(TEXT, SECRET, advanced, environ={"WKT_FIELD_CLIENT_SECRET": "e", "WKT_FIELD_ADV_HOST": "h"})
    person.sees("Client ID: ").types("x\r")
    assert person.ends() == {"client_id": "x", "client_secret": "e", "adv": {"host": "h"}}


def test_an_unknown_given_name_is_told_before_the_first_question(meet: Meet) -> None:
    person = meet(TEXT, given={"cleint_id": "x"})
    person.sees("ENDED UsageError: There is no field cleint_id").ends(3)
    assert "Client ID" not in person.screen


def test_a_long_answer_on_a_narrow_screen_looks_right_after_editing(meet: Meet) -> None:
    pyte = pytest.importorskip("pyte")
    person = meet({"name": "id"}, {"name": "next"}, columns=20, terminal="xterm", stored={})
    person.sees("ID").types("abcdefghijklmnopqrstuvwxyz0123456789\x7f\x7f\x7f").types("\x1b[H>\r")
    person.sees("Next").types("n\r")
    assert person.ends()["id"] == ">abcdefghijklmnopqrstuvwxyz0123456"
    screen = pyte.Screen(20, 24)
    pyte.Stream(screen).feed(person.screen)
    assert [line.rstrip() for line in screen.display if line.strip()] == [
        "ID: >abcdefghijklmno", "pqrstuvwxyz0123456", "Next: n"]
