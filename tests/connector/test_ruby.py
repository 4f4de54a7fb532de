from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.wkt import Wkt
from wkt_cli.connector.load import load
from wkt_cli.errors import LambdaError

from .conftest import Write


def failure(write: Write, body: str) -> LambdaError:
    block = load(write(f"{{ title: 'x', methods: {{ m: -> {{ {body} }} }} }}", "sample.rb")).block("methods.m")
    assert block is not None
    with pytest.raises(LambdaError) as caught:
        block.function()
    return caught.value


@pytest.mark.parametrize(("body", "hint"), [
    ("'abc'.lenght", "did you mean `length`?"),
    ("[1].frist", "did you mean `first`?"),
    ("pars_json('1')", "did you mean `parse_json`?"),
    ("Time.prase('2024')", "did you mean `parse`?"),
    ("'abc'.nothing_like_it", None),
])
def test_a_name_that_does_not_exist_comes_with_the_nearest(write: Write, body: str, hint: str | None) -> None:
    assert failure(write, body).hint == hint


def test_what_is_printed_goes_to_standard_error_and_the_trace(wkt: Wkt) -> None:
    talks = "{ title: 'Talks', connection: { fields: [] }, test: -> { puts 'hello', [1]; p :a } }"
    wkt.write("connectors/talks.rb", talks)
    ended = wkt("connect", "talks", "--json")
    assert ended.status == 0, ended.err
    assert "talks.rb:1: hello\n1\ntalks.rb:1: :a\n" in ended.err
    assert json.loads(ended.out)
    shown = wkt("trace", "show").out
    assert "  talks.rb:1  hello\n    1\n  talks.rb:1  :a\n" in shown
    printed = wkt("trace", "show", "--json").json["printed"]
    assert [(one["block"], one["line"], one["text"]) for one in printed] == [
        ("test", 1, "hello\n1\n"), ("test", 1, ":a\n"),
    ]  # fmt: skip


def test_columns_count_characters(write: Write) -> None:
    place = failure(write, "'é' + 'ü'.upcas").place
    assert place is not None
    assert (place.line, place.column) == (1, 44)


def test_a_connector_has_its_words_after_ruby_was_evaluated(write: Write) -> None:
    path = write("{ title: 'x', test: -> { get('/x') } }", "sample.rb")
    program = "import sys, wkt_cli; from wkt_cli import ruby; ruby.evaluate('1'); wkt_cli.load(sys.argv[1])"
    told = f"{program}.block('test').function()"
    done = subprocess.run([sys.executable, "-c", told, str(path)], capture_output=True, text=True)
    assert "Requests can be made only inside a connector's functions" in done.stderr


def test_an_error_names_the_block_it_stands_in_and_the_calls(write: Write) -> None:
    path = write("""\
        {
          test: lambda do
            [1].each_entry do |one|
              helper(one)
            end
          end,
          methods: { deep: ->(x) { x.upcase } }
        }
        """.replace("helper(one)", "->(x) { x.frist }.call(one)"), "sample.rb")
    with pytest.raises(LambdaError) as caught:
        block = load(path).block("test")
        assert block is not None
        block.function()
    error = caught.value
    assert error.place is not None
    assert (error.place.line, error.place.column, error.place.key_path) == (4, 17, "test")
    assert list(error.calls) == ["sample.rb:4 in test", "sample.rb:4 in test", "sample.rb:3 in test"]


def test_a_call_over_several_lines_fails_at_its_own_line(write: Write) -> None:
    place = failure(write, "'a'\n  .strip\n  .nothing\n  .strip").place
    assert place is not None
    assert (place.line, place.column) == (3, 4)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("'YWI='.decode_base64", "0x6162"),
        ("{ a: ['a'.md5_hexdigest, \"\\xff\".b, \"\\xff\", 'é'.b, 'é'.encode('ISO-8859-1')] }",
         {"a": ["0cc175b9c0f1b6a831c399e269772661", "0xff", "0xff", "é", "é"]}),
    ],
)  # fmt: skip
def test_bytes_in_a_result(wkt: Wkt, value: str, shown: object) -> None:
    wkt.write("connector.rb", f"{{ methods: {{ m: -> {{ {value} }} }} }}")
    ended = wkt("exec", "methods.m")
    assert ended.status == 0, ended.err
    assert json.loads(ended.out) == shown
