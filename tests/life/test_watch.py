"""`wkt exec --watch`: what makes it run again, what it shows then, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.wkt import Ended, Wkt
from wkt_cli.cli.watch.differences import differences
from wkt_cli.cli.watch.watching import PAUSE

RUBY = """\
{
  methods: {
    total: lambda { |numbers| { total: numbers.sum, items: numbers.map { |number| { id: number } } } }
  }
}
"""
PYTHON = """\
from pathlib import Path

def count(numbers):
    import helper
    beside = Path(__file__).with_name("limit.txt")
    return {"count": helper.count(numbers), "limit": beside.read_text() if beside.exists() else None}

connector = {"methods": {"count": count}}
"""

Edit = Callable[[], object]


class Editing(FakeClock):
    """Edits files while somebody waits for a change; Ctrl-C comes after the last edit.

    Args:
        edits: made one after the other, each when nothing else has changed.
    """

    def __init__(self, *edits: Edit) -> None:
        super().__init__()
        self.edits = list(edits)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if seconds == PAUSE:
            if not self.edits:
                raise KeyboardInterrupt
            self.edits.pop(0)()


def watched(wkt: Wkt, *edits: Edit, path: str = "methods.total", words: tuple[str, ...] = (),
            tty: bool = False) -> Ended:
    return wkt("exec", path, "-a", "args.json", "--watch", *words, clock=Editing(*edits), tty=tty)


def changed(path: Path, text: str) -> Edit:
    """Write another text, at another time also where the disk's clock is coarse."""

    def edit() -> None:
        known = path.stat().st_mtime_ns if path.exists() else 0
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(known + 10**9, known + 10**9))

    return edit


def results(text: str) -> list[object]:
    """Give the JSON values that stand one after the other."""
    found, decoder = [], json.JSONDecoder()
    while text.strip():
        value, end = decoder.raw_decode(text.lstrip())
        found.append(value)
        text = text.lstrip()[end:]
    return found


@pytest.fixture
def total(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", RUBY)
    wkt.write("args.json", "[[1, 2]]")
    return wkt


def test_a_changed_input_runs_it_again(total: Wkt) -> None:
    done = watched(total, changed(total.root / "args.json", "[[1, 2, 3]]"))
    assert done.status == 130
    assert [one["total"] for one in results(done.out)] == [3, 6]  # type: ignore[index]
    assert "Watching args.json, connector.rb; Ctrl-C ends it" in done.err
    assert 'args.json changed\n  ~ total: 3 → 6\n  + items[2]: {"id": 3}\n' in done.err
    assert "Interrupted" not in done.err


def test_a_changed_connector_runs_it_again(total: Wkt) -> None:
    done = watched(total, changed(total.root / "connector.rb", RUBY.replace("numbers.sum", "numbers.max")))
    assert "connector.rb changed\n  ~ total: 3 → 2\n" in done.err


def test_what_is_not_read_is_not_watched(total: Wkt) -> None:
    done = watched(total, changed(total.root / "notes.txt", "x"), changed(total.root / ".wkt" / "state.json", "{}"))
    assert len(results(done.out)) == 1
    assert "changed" not in done.err


def test_what_wkt_keeps_is_not_watched(connected: Wkt) -> None:
    state = connected.root / ".wkt" / "state.json"
    done = connected("exec", "test", "-c", "percolate", "--watch", clock=Editing(changed(state, state.read_text())))
    assert done.status == 130
    assert "Watching" in done.err
    assert "changed" not in done.err


def test_an_error_is_shown_and_watching_goes_on(total: Wkt) -> None:
    connector = total.root / "connector.rb"
    done = watched(total, changed(connector, "{ methods: {"), changed(connector, RUBY.replace("sum", "nope")),
                   changed(connector, RUBY))  # fmt: skip
    assert done.status == 130
    assert len(results(done.out)) == 2
    assert "undefined method" in done.err
    assert "connector.rb changed\nThe result is the same\n" in done.err


def test_a_file_that_is_missing_is_waited_for(total: Wkt) -> None:
    (total.root / "args.json").unlink()
    done = watched(total, changed(total.root / "args.json", "[[5]]"))
    assert "can't be read" in done.err
    assert [one["total"] for one in results(done.out)] == [5]  # type: ignore[index]


def test_a_connector_that_is_missing_is_waited_for(total: Wkt) -> None:
    (total.root / "connector.rb").unlink()
    done = watched(total, changed(total.root / "connector.rb", RUBY))
    assert [one["total"] for one in results(done.out)] == [3]  # type: ignore[index]


def test_an_editor_that_replaces_the_file(total: Wkt) -> None:
    """The old file is moved away, the new one written elsewhere and renamed: one run, and none without a file."""
    path, new = total.root / "connector.rb", total.root / "connector.rb.new"

    def replace() -> None:
        path.rename(total.root / "connector.rb~")
        changed(new, RUBY.replace("sum", "max"))()
        new.replace(path)

    done = watched(total, replace)
    assert done.err.count("changed") == 1
    assert "~ total: 3 → 2" in done.err


def test_a_file_that_is_gone_for_a_moment_is_waited_for(total: Wkt) -> None:
    path = total.root / "connector.rb"
    clock = Editing(lambda: path.rename(total.root / "away.rb"))

    def come_back(seconds: float, sleep: Callable[[float], None] = clock.sleep) -> None:
        sleep(seconds)
        if clock.slept[-3:] == [0.1, 0.1, 0.1] and not path.exists():
            changed(path, RUBY.replace("sum", "max"))()

    clock.sleep = come_back  # type: ignore[method-assign]
    done = total("exec", "methods.total", "-a", "args.json", "--watch", clock=clock)
    assert "wkt:" not in done.err
    assert "~ total: 3 → 2" in done.err


def test_several_writes_are_one_change(total: Wkt) -> None:
    path = total.root / "args.json"
    clock = Editing(changed(path, "[["))

    def write_on(seconds: float, sleep: Callable[[float], None] = clock.sleep) -> None:
        sleep(seconds)
        if clock.slept[-2:] == [PAUSE, 0.1]:
            changed(path, "[[7]]")()

    clock.sleep = write_on  # type: ignore[method-assign]
    done = total("exec", "methods.total", "-a", "args.json", "--watch", clock=clock)
    assert [one["total"] for one in results(done.out)] == [3, 7]  # type: ignore[index]
    assert "no JSON" not in done.err


def test_a_terminal_shows_the_first_result_and_then_what_is_different(total: Wkt) -> None:
    numbers = ", ".join(map(str, range(30)))
    (total.root / "args.json").write_text(f"[[{numbers}]]")
    done = watched(total, changed(total.root / "args.json", f"[[{numbers}, 500]]"), tty=True)
    assert len(results(done.out)) == 1
    assert "\x1b[33m  ~ total: 435 → 935\x1b[0m" in done.err
    assert "\x1b[32m  + items[30]: " in done.err
    total.environ["NO_COLOR"] = "1"
    (total.root / "args.json").write_text(f"[[{numbers}]]")
    plain = watched(total, changed(total.root / "args.json", f"[[{numbers}, 500]]"), tty=True)
    assert "\x1b[3" not in plain.both


def test_a_terminal_shows_a_result_that_is_another_one_whole(total: Wkt) -> None:
    path = total.root / "connector.rb"
    done = watched(total, changed(path, "{ methods: { total: lambda { |n| n.sum } } }"), tty=True)
    assert results(done.out)[1:] == [3]


def test_with_output_the_file_follows(total: Wkt) -> None:
    done = watched(total, changed(total.root / "args.json", "[[4]]"), words=("-o", "out.json"))
    assert done.out == ""
    assert json.loads((total.root / "out.json").read_text())["total"] == 4
    assert "~ total: 3 → 4" in done.err


@pytest.fixture
def count(wkt: Wkt) -> Wkt:
    wkt.write("connector.py", PYTHON)
    wkt.write("helper.py", "def count(numbers):\n    return len(numbers)\n")
    wkt.write("args.json", "[[1, 2]]")
    return wkt


def test_the_modules_and_files_of_a_python_connector(count: Wkt) -> None:
    (count.root / "limit.txt").write_text("low")
    done = watched(
        count, changed(count.root / "helper.py", "def count(numbers):\n    return 20 + len(numbers)\n"),
        changed(count.root / "limit.txt", "high"), path="methods.count",
    )  # fmt: skip
    assert "helper.py changed\n  ~ count: 2 → 22\n" in done.err
    assert 'limit.txt changed\n  ~ limit: "low" → "high"\n' in done.err


def test_a_module_that_is_missing_may_come(count: Wkt) -> None:
    helper = count.root / "helper.py"
    text = helper.read_text()
    helper.unlink()
    done = watched(count, changed(helper, text), path="methods.count")
    assert "No module named 'helper'" in done.err
    assert results(done.out) == [{"count": 2, "limit": None}]


def test_what_the_run_itself_writes_is_no_change(wkt: Wkt) -> None:
    wkt.write("connector.py", """\
        from pathlib import Path

        def more():
            kept = Path(__file__).with_name("kept.txt")
            kept.write_text(kept.read_text() + "x")
            return len(kept.read_text())

        connector = {"methods": {"more": more}}
        """)
    (wkt.root / "kept.txt").write_text("")
    (wkt.root / "args.json").write_text("[]")
    assert results(watched(wkt, lambda: None, lambda: None, path="methods.more").out) == [1]


def test_settings_are_watched_and_secrets_masked(wkt: Wkt) -> None:
    wkt.write("connector.rb", "{ test: lambda { |connection| { sent: connection['api_key'] } } }")
    settings = wkt.root / "settings.yaml"
    settings.write_text("api_key: the-first-secret\n")
    done = wkt("exec", "test", "--watch", clock=Editing(changed(settings, "api_key: the-other-secret\n")))
    assert results(done.out) == [{"sent": "the-first-secret"}, {"sent": "the-other-secret"}]
    assert "settings.yaml changed\n  ~ sent: \"$API_KEY\" → \"$API_KEY_2\"" in done.err


def test_what_can_not_be_typed_ends_at_once(total: Wkt) -> None:
    assert total("exec", "--watch").status == 2


def test_a_process_ends_with_ctrl_c(total: Wkt, unix: None) -> None:
    process = total.start("exec", "methods.total", "-a", "args.json", "--watch", bufsize=0)
    assert process.stdout is not None
    assert process.stderr is not None
    while b"Watching" not in process.stderr.readline():
        assert process.poll() is None
    changed(total.root / "args.json", "[[1, 2, 30]]")()
    while b"~ total: 3" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert b"Interrupted" not in err
    assert [one["total"] for one in results(out.decode())] == [3, 33]  # type: ignore[index]


def test_ctrl_c_ends_a_run_that_is_under_way(wkt: Wkt, unix: None) -> None:
    wkt.write("connector.rb", "{ methods: { long: lambda { puts 'begun'; sleep(60) } } }")
    process = wkt.start("exec", "methods.long", "--watch", bufsize=0)
    assert process.stderr is not None
    while b"begun" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == b""


def test_waiting_costs_next_to_nothing(total: Wkt, unix: None) -> None:
    """Looking at the files for a while takes less of the processor than starting did."""
    process = total.start("exec", "methods.total", "-a", "args.json", "--watch", bufsize=0)
    assert process.stderr is not None
    while b"Watching" not in process.stderr.readline():
        assert process.poll() is None
    started = _cpu(process)
    threading.Event().wait(2)
    waited = _cpu(process) - started
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert waited < started


def _cpu(process: subprocess.Popen[bytes]) -> float:
    """Give the seconds of the processor that a process has used."""
    stat = Path(f"/proc/{process.pid}/stat")
    if not stat.exists():
        pytest.skip("/proc tells what a process uses")
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def told(before: object, after: object) -> list[str]:
    return [str(one) for one in differences(before, after)]


@pytest.mark.parametrize(("before", "after", "expected"), [
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    (1, True, ["~ result: 1 → true"]),
    (1, 1.0, ["~ result: 1 → 1.0"]),
    ([{"id": 1}, {"id": 2}], [{"id": 0}, {"id": 1}, {"id": 2}], ['+ [0]: {"id": 0}']),
    ([1, 2, 3], [1, 3], ["- [1]: 2"]),
    ({"a": {"b": [{"c": None}]}}, {"a": {"b": [{"c": "x"}]}}, ['~ a.b[0].c: null → "x"']),
    ({"a": []}, {"a": {}}, ["~ a: [] → {}"]),
    (None, {"a": 1}, ['~ result: null → {"a": 1}']),
])  # fmt: skip
def test_differences(before: object, after: object, expected: list[str]) -> None:
    assert told(before, after) == expected


def test_differences_of_long_lists_take_no_long_time() -> None:
    before = [{"id": number} for number in range(50_000)]
    assert told(before, [*before, {"id": -1}]) == ['+ [50000]: {"id": -1}']
