"""What the SDK adds to String, and changes in place."""

import pytest

from wkt_cli import ruby
from wkt_cli.ruby.errors import RubyError


def show(source):
    return ruby.evaluate(source, inspect=True).inspect


def failure(source):
    with pytest.raises(RubyError) as caught:
        ruby.evaluate(source)
    return caught.value.class_name, caught.value.message


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("first_name", "First name"),
        ("MIXEDCase", "MIXED case"),
        ("__x__y", "X y"),
        ("user_uri", "User URI"),
        ("a1b2", "A 1 b 2"),
        ("author_id", "Author ID"),
        ("v2API", "V 2 API"),
    ],
)
def test_labels(name, label):
    assert ruby.evaluate(f"'{name}'.labelize") == label


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("'a' + 1 + nil.to_a.to_s", '"a1[]"'),
        ("'x;  ;y'.split_strip_compact(';')", '["x", "y"]'),
        ("['5', '-5', '', '5a', '٣'].map(&:is_int?)", "[true, false, false, false, false]"),
        (
            "['1e5', ' 5 ', '0x1f', 'x', '1_0', '0.0'].map(&:is_number?)",
            "[true, true, true, false, true, true]",
        ),
        ("'aGk'.decode_urlsafe_base64.as_utf8", '"hi"'),
        ("'a?b>'.encode_urlsafe_base64", '"YT9iPg=="'),
        ("'zz'.decode_hex", '"3"'),
        ("'é'.encode_base64.decode_base64.as_string('ISO-8859-1').encode('UTF-8')", '"Ã©"'),
        ("'é'.encode_base64.decode_base64.as_utf8.length", "1"),
        ("'a'.encode_sha256.binary?", "true"),
        ("'<form>x</form><b>y</b> <!-- z -->& 1 < 2'.strip_tags", '"y &amp; 1 &lt; 2"'),
        ("['Germany', 'de', 'DEU', '276'].map(&:to_country_alpha2).uniq", '["DE"]'),
        ("['eur', 'Germany'].map(&:to_currency_code)", '["EUR", "EUR"]'),
        ("'Texas'.to_state_code + 'tx'.to_state_name", '"TXTEXAS"'),
    ],
)
def test_values(source, want):
    assert show(source) == want


def test_nil_is_not_concatenated():
    name, text = failure("'a' + nil")
    assert (name, text) == ("Workato::Connector::Sdk::ArgumentError", "Cannot concatenate string with nil")


def test_urlsafe_base64_is_strict():
    assert failure("'!!'.decode_urlsafe_base64") == ("ArgumentError", "invalid base64")


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("a = +'x'; b = a; b << 'y'; a", '"xy"'),
        ("a = 'x'; a << 0xe9 << 'z'; a", '"xéz"'),
        ("a = +''; a << \"\\xff\".b; [a, a.encoding.to_s]", '["\\xFF", "ASCII-8BIT"]'),
        ("a = +'é'; a.force_encoding('BINARY'); a.length", "2"),
        ("s = +'abc'; s[/b(.)/, 1] = 'X'; s", '"abX"'),
        ("s = +'abc'; [s.slice!(0, 2), s]", '["ab", "c"]'),
        ("s = ' a '; [s.strip!, s.strip!, s]", '["a", nil, "a"]'),
        ("s = +'a-b'; s.gsub!(/(\\w)/) { $1.upcase }; s", '"A-B"'),
        ("' abc '.strip.gsub!(/b/, 'x')", '"axc"'),
        ("h = {}; s = +'k'; h[s] = 1; s << 'z'; h", '{"k"=>1}'),
    ],
)
def test_changes_in_place(source, want):
    assert show(source) == want


@pytest.mark.parametrize("change", ["<< 'x'", ".upcase!", ".clear", "[0] = 'x'", ".gsub!(/a/, 'b')"])
def test_frozen(change):
    assert failure(f"s = 'abc'.freeze; s{' ' if change[0] == '<' else ''}{change}") == (
        "FrozenError",
        'can\'t modify frozen String: "abc"',
    )
