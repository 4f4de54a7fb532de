"""Limits of Ruby's blocks: options move them, and nothing in between takes a limit or a refusal for an error."""

from __future__ import annotations

import pytest

from tests.support.wkt import Wkt

CONNECTOR = """\
{
  title: 'x',
  methods: {
    forever: -> { loop {} },
    talk: -> { loop { puts 'x' } },
    deep: -> { call('deep') },
    file: -> { File.read('x') },
    big: -> { 'x' * 60_000_000 },
    swallow: lambda do |name|
      begin
        call(name)
      rescue StandardError
        'swallowed'
      end
    end
  }
}
"""


@pytest.fixture
def project(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", CONNECTOR)
    return wkt


@pytest.mark.parametrize(("method", "option", "told"), [
    ("forever", "--limit-time=0.1", "limit of computing time: 0.1 s were used up (--limit-time)"),
    ("talk", "--limit-output=30", "limit of output: more than 30 characters were written (--limit-output)"),
    ("deep", "--limit-depth=200", "limit of call depth: too many calls inside each other (--limit-depth)"),
])
def test_options_move_limits(project: Wkt, method: str, option: str, told: str) -> None:
    ended = project("exec", f"methods.{method}", option)
    assert (ended.status, ended.out) == (1, "")
    assert told in ended.err
    assert len(ended.err.splitlines()) < 60


def test_variables_move_limits(project: Wkt) -> None:
    ended = project("exec", "methods.forever", env={"WKT_LIMIT_TIME": "0.1"})
    assert "0.1 s were used up" in ended.err


@pytest.mark.parametrize(("method", "told"), [("file", "refused: `File.read`"), ("big", "limit of sizes"),
                                              ("deep", "limit of call depth")])
def test_a_rescue_around_call_swallows_neither_limits_nor_refusals(project: Wkt, method: str, told: str) -> None:
    project.write("args.json", f'["{method}"]')
    ended = project("exec", "methods.swallow", "-a", "args.json", "--limit-depth=500")
    assert (ended.status, ended.out) == (1, "")
    assert told in ended.err
