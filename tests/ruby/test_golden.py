"""The golden cases: expressions and programs with the value, inspect text and class that Ruby gave."""

import contextlib
import json
import time
from pathlib import Path

import pytest

from tests.ruby.clock import stopped
from wkt_cli import ruby

FOLDER = Path(__file__).parent.parent / "golden"
ORIGINALS = Path(__file__).parents[3] / "shared" / "reference"

CATCHES_BOTH = "`rescue ArgumentError` catches the core's class as well as the SDK's: what authors expect"
EXCEPTIONS = {
    "lng-0243": CATCHES_BOTH,
    "lng-0263": CATCHES_BOTH,
    "lng-0416": CATCHES_BOTH,
    "lnh-0011": CATCHES_BOTH,
    "dat-0151": "an artefact of the recorder's stopped clock: Ruby itself gives 6 Mar 2024",
}


def cases(name):
    return [json.loads(line) for line in (FOLDER / name).read_text().split("\n") if line]


GOLDEN, REFUSED = cases("ruby_golden.jsonl"), cases("ruby_refused.jsonl")


pytestmark = pytest.mark.usefixtures("utc")


def run(source):
    with stopped():
        return ruby.evaluate(source, filename="connector.rb", inspect=True)


def check_error(case):
    with pytest.raises(ruby.RubyError) as caught:
        run(case["source"])
    want, got = case["error"], caught.value
    assert got.class_name == want["class"]
    if not case.get("text_is_internal"):
        assert got.message.split("\n")[0] == want["message"].split("\n")[0]


def plain(value):
    """JSON's view: no difference between 1 and 1.0."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("case", [c for c in GOLDEN if c["id"] not in EXCEPTIONS], ids=lambda case: case["id"])
def test_golden(case):
    if "error" in case:
        check_error(case)
        return
    got = run(case["source"])
    assert (got.class_name, got.inspect) == (case["class"], case["inspect"])
    assert plain(got.value) == plain(case["value"])


@pytest.mark.parametrize("case", [c for c in REFUSED if c["kind"] == "allow"], ids=lambda case: case["id"])
def test_allowed(case):
    if "error" in case:
        check_error(case)
    else:
        got = run(case["source"])
        assert (got.class_name, got.inspect) == (case["class"], case["inspect"])


@pytest.mark.parametrize("case", [c for c in REFUSED if c["kind"] == "refuse"], ids=lambda case: case["id"])
def test_refused(case):
    with pytest.raises((ruby.SandboxError, ruby.RubyError)) as caught:
        run(case["source"])
    assert str(caught.value)


@pytest.mark.parametrize("case", [c for c in REFUSED if c["kind"] == "bound"], ids=lambda case: case["id"])
def test_bounded(case):
    start = time.process_time()
    with contextlib.suppress(ruby.SandboxError, ruby.RubyError, ruby.LimitError):
        run(case["source"])
    assert time.process_time() - start < 10


def test_few_exceptions():
    assert len(EXCEPTIONS) * 200 <= len(GOLDEN)


def test_copies_are_unchanged():
    for copy in FOLDER.glob("ruby_*.jsonl"):
        original = ORIGINALS / copy.name
        if original.exists():
            assert copy.read_bytes() == original.read_bytes()
