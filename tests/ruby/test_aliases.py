"""Strings that change in a connector: what comes in, what lambdas share, what stays a plain `str`."""

import pytest

from wkt_cli import ruby
from wkt_cli.ruby import host
from wkt_cli.ruby.compiler.aliases.effects import MUTATORS
from wkt_cli.ruby.values import Hash, RString, Symbol


def run(body, given):
    connector = ruby.load("connector.rb", f"{{ test: lambda {{ |input| {body} }} }}", use_cache=False)
    return host.call(connector.value[Symbol("test")], given)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("input['a'] << 'b'; input['a']", "xb"),
        ("s = input['a']; s << 'b'; input['a']", "xb"),
        ("s = input['a']; input.each { |k, v| v << 'b' if k == 'a' }; s", "xb"),
        ("input['list'].each { |s| s << 'b' }; input['list']", ["yb", "zb"]),
        ("first = input['list'].first; input['list'].each(&:upcase!); first", "Y"),
        ("input['rows'].each { |r| r['n'].upcase! }; input['rows'].map { |r| r['n'] }", ["N"]),
        ("rows = input['rows'].map { |r| { id: r['n'] } }; rows[0][:id] << 'b'; input['rows'][0]['n']", "nb"),
        ("copy = input.dup; copy['a'] << 'b'; input['a']", "xb"),
        ("input['a'] = 'new'; s = input['a']; s << 'b'; input['a']", "newb"),
    ],
)
def test_what_comes_in_changes_for_all(body, expected):
    assert run(body, Hash(a="x", list=["y", "z"], rows=[Hash(n="n")])) == expected


def test_only_strings_that_may_change_have_their_mutable_form():
    given = Hash(a="x", b=Hash(c="y"))
    assert run("out = ''; out << input['a'] << input['b']['c'] << 'z'; out", given) == "xyz"
    assert [type(given["a"]), type(given["b"]["c"])] == [str, str]
    run("input['a'] << 'z'", given)
    assert [type(given["a"]), type(given["b"]["c"])] == [RString, str]


FROZEN = 'can\'t modify frozen String: "k"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("s = 'a'; call('add', s); s", '"ab"'),
        ("s = 'a'; call(:add, s) << 'c'; s", '"abc"'),
        ("list = %w[a b]; first = list.first; call('all', list); [first, list]", '["ab", ["ab", "bb"]]'),
        ("name = 'add'; s = 'a'; call(name, s); s", '"ab"'),
        ("s = call('make'); s << 'x'; [s, call('make')]", '["mx", "m"]'),
        ("call('add', call('make'))", '"mb"'),
        (
            "list = call('pair'); s = list[0]; list[0] << 'x'; list[1]['k'] << 'y'; [s, list]",
            '["mx", ["mx", {"k"=>"vy"}]]',
        ),
        ("{ 'k' => 1 }.each { |k, v| call('add', k) }", FROZEN),
        ("call('all', { 'k' => 1 }.keys)", FROZEN),
        ("call('add', *{ 'k' => 1 }.keys)", FROZEN),
        ("call('of', a: { 'k' => 1 }.keys[0])", FROZEN),
        ("call('pair')[1].each { |k, v| call('add', k) }", FROZEN),
        ("call('add', nil.to_s)", 'can\'t modify frozen String: ""'),
    ],
)
def test_lambdas_that_call_each_other_share_their_strings(wkt, body, expected):
    methods = (
        "add: lambda { |s| s << 'b' }, all: lambda { |list| list.each { |s| call('add', s) } }, "
        "make: -> { 'm' }, pair: lambda do [call(:make), {'k' => 'v'}] end, of: lambda { |h| h[:a] << 'b' }"
    )
    wkt.write("connector.rb", f"{{ title: 'x', methods: {{ {methods} }}, test: -> {{ ({body}).inspect }} }}")
    ended = wkt("exec", "test")
    assert expected in (ended.out + ended.err).replace('\\"', '"')


def test_the_top_level_of_a_connector_changes_strings():
    source = "note = 'a'; same = note; note << 'b'; { title: same, hint: 'x'.dup << 'y', test: -> { note } }"
    value = ruby.load("connector.rb", source, use_cache=False).value
    assert [str(value[Symbol("title")]), str(value[Symbol("hint")])] == ["ab", "xy"]
    assert str(host.call(value[Symbol("test")])) == "ab"


def test_every_mutator_is_known_to_the_compiler():
    ruby.evaluate("1")
    from wkt_cli.ruby.core.string import mutate

    assert mutate.MUTATORS <= MUTATORS
