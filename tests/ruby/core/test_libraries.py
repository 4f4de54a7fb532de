"""JSON, YAML, CSV, XML, digests and URIs: what CRuby 3.1 gave for the same expressions."""

import pytest

from tests.ruby.outcome import outcome
from wkt_cli import ruby

VALUES = {
    "[1, 2].to_sentence(locale: :en)": '"1 and 2"',
    "[1].to_sentence(a: 1)": (
        "ArgumentError: Unknown key: :a. "
        "Valid keys are: :words_connector, :two_words_connector, :last_word_connector, :locale"
    ),
    "[1, 2].to_sentence(5)": "NoMethodError: undefined method `assert_valid_keys' for 5:Integer",
    "'a'.clone(5)": "ArgumentError: wrong number of arguments (given 1, expected 0)",
    '{ a: "<é\\u2028>", 1 => nil }.to_json': '"{\\"a\\":\\"\\\\u003cé\\\\u2028\\\\u003e\\",\\"1\\":null}"',
    "[1e20, 0.0/0, BigDecimal('1.5'), :s, 1..2, Date.new(2024)].to_json": (
        '"[1.0e+20,null,\\"1.5\\",\\"s\\",\\"1..2\\",\\"2024-01-01\\"]"'
    ),
    "{ a: 1, b: 2 }.to_json(only: [:a])": '"{\\"a\\":1}"',
    "JSON.generate([Time.utc(2024), '<'])": '"[\\"2024-01-01 00:00:00 UTC\\",\\"<\\"]"',
    "JSON.pretty_generate({ a: [1, {}], b: [] })": (
        '"{\\n  \\"a\\": [\\n    1,\\n    {\\n    }\\n  ],\\n  \\"b\\": [\\n\\n  ]\\n}"'
    ),
    'JSON.parse(\'{"a":[1.0,"\\ud83d\\ude00"]}\', symbolize_names: true)': '{:a=>[1.0, "😀"]}',
    "JSON.parse('/* c */ [1] ')": "[1]",
    "parse_json({ a: 1 })": "{:a=>1}",
    "YAML.safe_load('[010, 1e3, yes, ~, 1:30]')": '[8, "1e3", true, nil, 5400]',
    "{ 'a' => [nil, { 'b' => 'x: y' }], 'n' => '1' }.to_yaml": (
        '"---\\na:\\n-\\n- b: \'x: y\'\\n\\"n\\": \'1\'\\n"'
    ),
    'CSV.parse("a,b\\n1,\\n\\"x\\ny\\",\\"\\"")': '[["a", "b"], ["1", nil], ["x\\ny", ""]]',
    'CSV.parse("a,b\\n1,2,3", headers: true).map(&:to_h)': '[{"a"=>"1", "b"=>"2", nil=>"3"}]',
    "CSV.generate { |c| c << [1, nil, '', 'a,b'] }": '"1,,\\"\\",\\"a,b\\"\\n"',
    "\"<a x='1'>t<b/>u</a>\".from_xml": '{"a"=>[{"@x"=>"1", "content!"=>"tu", "b"=>[{}]}]}',
    "{ a: [1], b: nil }.to_xml(skip_instruct: true, indent: 0)": (
        '"<hash><a type=\\"array\\"><a type=\\"integer\\">1</a></a><b nil=\\"true\\"/></hash>"'
    ),
    "Base64.urlsafe_encode64('a?>', padding: false)": '"YT8-"',
    "OpenSSL::HMAC.hexdigest('SHA256', 'k', 'd')[0, 8]": '"e7ea21c3"',
    "Digest::SHA256.new.update('a').hexdigest[0, 8]": '"ca978112"',
    "URI.encode_www_form(a: [1, 2], b: nil, 'c d' => 'é&')": '"a=1&a=2&b&c+d=%C3%A9%26"',
    "URI.join('https://h.io/a/b/', '../c').to_s": '"https://h.io/a/c"',
    "CGI.unescapeHTML('&lt;&#x41;&apos;&nbsp;')": '"<A\'&nbsp;"',
    "File.basename('/a/b.tar.gz', '.*')": '"b.tar"',
    "File.join('a', '/b', 'c/', '/d')": '"a/b/c/d"',
}
ERRORS = {
    "JSON.parse('[1,]')": "JSON::ParserError: 451: unexpected token at ']'",
    'JSON.parse(\'{"a":[{"b":tru}]}\')': "JSON::ParserError: 451: unexpected token at '{\"b\":tru}]}'",
    "JSON.parse('NaN')": "JSON::ParserError: 225: unexpected token at 'NaN'",
    "JSON.parse('[' * 101 + ']' * 101)": "JSON::NestingError: nesting of 101 is too deep",
    "JSON.generate(0.0/0)": "JSON::GeneratorError: 1003: NaN not allowed in JSON",
    "parse_json('x')": "Workato::Connector::Sdk::JSONParsingError: 859: unexpected token at 'x'",
    "YAML.safe_load('a: 2024-01-02')": "Psych::DisallowedClass: Tried to load unspecified class: Date",
    'YAML.safe_load("a: &x 1\\nb: *x")': "Psych::BadAlias: Unknown alias: x",
    'CSV.parse("a\\n\\"b")': "CSV::MalformedCSVError: Unclosed quoted field in line 2.",
    "URI.parse('bad uri')": 'URI::InvalidURIError: bad URI(is not URI?): "bad uri"',
    "Base64.strict_decode64('aGk')": "ArgumentError: invalid base64",
}


@pytest.mark.parametrize("source", VALUES)
def test_value(source):
    assert outcome(source) == VALUES[source]


@pytest.mark.parametrize("source", ERRORS)
def test_error(source):
    assert outcome(source) == ERRORS[source]


def test_xml_reads_no_files(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    source = f"'<!DOCTYPE a [<!ENTITY x SYSTEM \"file://{secret}\">]><a>&x;</a>'.from_xml"
    assert "hidden" not in ruby.evaluate(source, inspect=True).inspect


def test_deep_json_is_refused_not_crashed():
    with pytest.raises((ruby.RubyError, ruby.LimitError)):
        ruby.evaluate("a = []; 20_000.times { a = [a] }; a.to_json")
