"""String, Symbol, Regexp, MatchData, format and pack: what Ruby 3.1 with ActiveSupport 6.1 gave."""

import json
from pathlib import Path

import pytest

from wkt_cli import ruby
from wkt_cli.ruby.errors import RubyError

LINES = Path(__file__).with_name("strings.jsonl").read_text(encoding="utf-8").split("\n")
CASES = [json.loads(line) for line in LINES if line]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:60])
def test_as_ruby(case):
    if "error" in case:
        with pytest.raises(RubyError) as caught:
            ruby.evaluate(case["source"])
        found = {"class": caught.value.class_name, "message": caught.value.message.split("\n")[0]}
        assert found == case["error"]
    else:
        found = ruby.evaluate(case["source"], inspect=True)
        assert (found.inspect, found.class_name) == (case["inspect"], case["class"])
