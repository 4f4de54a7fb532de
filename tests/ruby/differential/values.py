"""Ruby source texts of values, by kind: what calls have as receivers and arguments."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy, one_of, sampled_from

Source = SearchStrategy[str]

PIECES = [
    "a", "b", "l", "hello", "World", "foo_bar", "FooBar", "foo-bar", "x1", "12", "-3", "3.7", "0x1f", "1e3", "1_000",
    " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\0", ".", ",", ";", "-", "_", "/", "::", "\\", "'", '"', "#{", "%",
    "%s", "%05.1f", "<b>", "&", "é", "É", "ß", "ﬁ", "ǆ", "日本", "😀", "e\u0301", "\u2028", "\x1b", "\x7f", "(", "*", "[a-c]", "^", "$",
    "true", "nil", "2024-02-29", "10:20:30", "2024-03-15T10:20:30+05:30", "Mar 3", "USD 1,234.50", "items", "person",
]  # fmt: skip
ESCAPES = {"\\": "\\\\", '"': '\\"', "#": "\\#", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """A Ruby literal of a text."""
    shown = (ESCAPES.get(c) or (c if c.isprintable() else f"\\u{{{ord(c):x}}}") for c in text)
    return f'"{"".join(shown)}"'


texts = st.lists(sampled_from(PIECES), max_size=3).map("".join)
strings: Source = one_of(sampled_from(PIECES), texts, texts).map(quoted)
byte_strings: Source = sampled_from(
    ['"\\xff"', '"a\\xffb\\n"', '"é".b', '"abc".b', '"é".encode("ISO-8859-1")', '"\\xE3\\x81".dup']
)
symbols: Source = sampled_from(
    [":a", ":b", ":name", ":foo_bar", ":Foo", ":a?", ":b!", ":c=", ":[]", ":+", ':"foo bar"', ':""', ':"é"', ":日", ":upcase",
     ":to_s", ":odd?", ":even", ":half", ":nil?"]
)  # fmt: skip
small_integers: Source = st.integers(-4, 12).map(str)
integers: Source = one_of(
    small_integers, small_integers, st.integers(-1000, 100_000).map(str),
    sampled_from(["255", "2**62", "-2**63", "10**20", "-10**25 - 3", "123456789", "18446744073709551616"]).map("({})".format),
)  # fmt: skip
floats: Source = one_of(
    sampled_from(["0.0", "-0.0", "0.5", "-1.5", "2.5", "3.7", "-7.25", "0.1", "1e-5", "1e16", "1e20", "1.0e-10", "1234567.891",
                  "0.30000000000000004", "Float::NAN", "Float::INFINITY", "-Float::INFINITY", "1e308", "5e-324", "100.0"]),
    st.floats(-1000, 1000).map(lambda number: repr(round(number, 3))),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)  # fmt: skip
rationals: Source = sampled_from(["(1/2r)", "(-7/3r)", "3r", "0r", "1.25r", "Rational(22, 7)", "(10**20/3r)"])
decimals: Source = sampled_from(
    ['"1.25"', '"-0.5"', '"0"', '"-0"', '"1e30"', '"1e-20"', '"123456789.123456789"', '"NaN"', '"Infinity"', '"100"', '"2.5"']
).map("BigDecimal({})".format)
complexes: Source = sampled_from(["Complex(1, 2)", "Complex(0, -1)", "Complex(1.5, 0)", "2i", "Complex('1/2+3i')"])
numbers = one_of(integers, integers, floats, rationals, decimals)
regexps: Source = sampled_from(
    ["/l/", "/[aeiou]/i", "/(\\w)(\\d)?/", "/\\s+/", "/^/", "/$/", "//", "/(?<x>o)(?<y>.)?/", "/\\b/", "/./m", "/\\p{L}+/", "/b\\z/",
     "/o|l+/", "/[[:upper:]]/", "/(?<=l)o/", "/\\d+/", "/[^a-z]/", "/\\//", "/a b # c/x", "/(a)|(b)/", "/é/i", "/\\R/", "/\\h+/"]
)  # fmt: skip
ranges: Source = one_of(
    sampled_from(["(1..)", "(..2)", "(nil..nil)", "('a'..'e')", "('a'...'e')", "(1.0..2.5)", "(1..2.5)", "('aa'..)", "(0...0)", "(1...10)",
                  "(:a..:d)", "(Date.new(2024, 2, 27)..Date.new(2024, 3, 2))", "(1..nil)", "(0.5r..2)"]),
    st.tuples(small_integers, sampled_from(["..", "..."]), small_integers).map("".join).map("({})".format),
)  # fmt: skip
booleans: Source = sampled_from(["true", "false"])
nils: Source = st.just("nil")
times: Source = sampled_from(
    ["Time.utc(2024, 2, 29, 1, 2, 3)", "Time.utc(2023, 12, 31, 23, 59, 59.5r)", "Time.at(0)", "Time.at(1.5)", "Time.at(-86400, 5, :millisecond)",
     "Time.new(2024, 3, 10, 12, 0, 0, '+05:30')", "Time.new(2000, 1, 1, 0, 0, 0, '-08:00')", "Time.now", "Time.utc(1969, 7, 20)",
     "Time.utc(2024, 11, 3, 9, 30)", "Time.new(2024, 1, 31)", "Time.utc(9999, 12, 31)", "Time.utc(2024, 1, 1, 0, 0, 0, 123456.789r)"]
)  # fmt: skip
zoned_times: Source = sampled_from(
    ["Time.zone.local(2024, 3, 10, 1, 59, 59)", "Time.zone.local(2024, 11, 3, 1, 30)", "Time.zone.now", "Time.zone.at(0)",
     "Time.utc(2024, 2, 29, 1, 2, 3).in_time_zone('Tokyo')", "Time.utc(2024, 6, 1).in_time_zone('Europe/London')",
     "Time.zone.local(2023, 12, 31, 23, 59, 59.25)"]
)  # fmt: skip
dates: Source = sampled_from(
    ["Date.new(2024, 2, 29)", "Date.new(2023, 12, 31)", "Date.new(1582, 10, 4)", "Date.new(2000, 1, 1)", "Date.new(-1, 3, 3)",
     "Date.today", "Date.new(2024, 1, 31)", "Date.new(2020, 12, 28)"]
)  # fmt: skip
datetimes: Source = sampled_from(
    ["DateTime.new(2024, 2, 29, 1, 2, 3)", "DateTime.new(2023, 12, 31, 23, 59, 59.5r, '+05:30')", "DateTime.new(2000, 1, 1)", "DateTime.now",
     "DateTime.new(2024, 3, 10, 12, 0, 0, '-8')"]
)  # fmt: skip
durations: Source = sampled_from(
    ["1.day", "90.minutes", "1.month", "2.weeks", "-3.hours", "1.5.days", "0.seconds", "(1.year + 2.months - 3.days)", "1.week.ago.to_date.wday.days",
     "3661.seconds", "ActiveSupport::Duration.build(100_000)"]
)  # fmt: skip
moments = one_of(times, zoned_times, dates, datetimes)

atoms: Source = one_of(strings, symbols, small_integers, integers, floats, booleans, nils)


def listed(elements: Source, least: int = 0, most: int = 5) -> Source:
    """Array literals."""
    return st.lists(elements, min_size=least, max_size=most).map(lambda items: f"[{', '.join(items)}]")


def hashed(keys: Source, values: Source) -> Source:
    """Hash literals; a key stands once, as Ruby's versions differ in the place of a key that stands twice."""
    return st.dictionaries(keys, values, max_size=4).map(
        lambda pairs: f"{{{', '.join(f'{key} => {value}' for key, value in pairs.items())}}}"
    )


names: Source = sampled_from([":a", ":b", ":c", ":name", ":id", ":foo_bar"])
flat_hashes: Source = one_of(hashed(names, atoms), hashed(one_of(strings, small_integers, names, nils), atoms))
flat_arrays: Source = one_of(
    listed(small_integers), listed(strings), listed(atoms), listed(numbers), listed(symbols), listed(floats)
)
nested: Source = one_of(atoms, flat_hashes, listed(small_integers, 2, 2), flat_arrays)
arrays: Source = one_of(flat_arrays, flat_arrays, listed(nested), listed(flat_hashes), listed(listed(atoms, 2, 2)), listed(flat_arrays))
hashes: Source = one_of(
    flat_hashes, flat_hashes,
    hashed(names, nested),
    sampled_from(["Hash.new(0)", "Hash.new { |h, k| h[k] = k.to_s }", "{a: {b: {c: 1}}, d: [1, {e: 2}]}", "{1 => 'x', 1.0 => 'y', nil => 3}"]),
)  # fmt: skip
indifferent: Source = hashes.map("({}).with_indifferent_access".format)
sets: Source = listed(atoms).map("Set.new({})".format)
matches: Source = sampled_from(
    ["'foo12'.match(/(o+)(\\d)/)", "'héllo wörld'.match(/(?<a>l+)(?<b>x)?o/)", "'abc'.match(//)", "'2024-03'.match(/(\\d+)-(?:\\d)(\\d)/)"]
).map("({})".format)
enumerators: Source = sampled_from(
    ["[1, 2, 3].each", "'abc'.each_char", "(1..4).each_slice(2)", "{a: 1}.each", "[3, 1].each_with_index", "[4, 5].map", "3.times", "1.step(10, 3)",
     "Enumerator.new { |y| y << 1; y.yield 2, 3; :done }", "(1..3).each_entry", "1.step", "[].each"]
)  # fmt: skip
lazies: Source = sampled_from(["(1..6).lazy", "(1..).lazy", "[3, nil, 'a'].lazy.map(&:to_s)", "(1..9).lazy.select(&:even?)", "{a: 1}.lazy"])
procs: Source = sampled_from(
    ["proc { |x| x }", "lambda { |x, y = 2, *z, k: 1| [x, y, z, k] }", ":upcase.to_proc", "->(a) { a.to_s }", "->(a, b) { [a, b] }", "proc { |a, (b, c)| [a, b, c] }",
     "proc { 7 }", "{a: 1}.to_proc"]
).map("({})".format)  # fmt: skip
zones: Source = sampled_from(["Time.zone", "ActiveSupport::TimeZone['Tokyo']", "ActiveSupport::TimeZone['UTC']", "ActiveSupport::TimeZone['London']"])

BY_KIND: dict[str, Source] = {
    "String": one_of(*[strings] * 12, byte_strings),
    "Symbol": symbols,
    "Integer": integers,
    "Float": floats,
    "Rational": rationals,
    "BigDecimal": decimals,
    "Complex": complexes,
    "NilClass": nils,
    "Boolean": booleans,
    "Regexp": regexps,
    "MatchData": matches,
    "Range": ranges,
    "Array": arrays,
    "Hash": hashes,
    "ActiveSupport::HashWithIndifferentAccess": indifferent,
    "Set": sets,
    "Enumerator": enumerators,
    "Enumerator::Lazy": lazies,
    "Proc": procs,
    "Time": times,
    "ActiveSupport::TimeWithZone": zoned_times,
    "Date": dates,
    "DateTime": datetimes,
    "ActiveSupport::Duration": durations,
    "ActiveSupport::TimeZone": zones,
}
"""Values by their class."""

CLASSES = [
    "Math", "Integer", "Float", "String", "Symbol", "Array", "Hash", "Set", "Range", "Regexp", "Time", "Date", "DateTime", "Rational",
    "Complex", "BigDecimal", "Base64", "JSON", "CGI", "URI", "Enumerator", "Struct", "Proc", "ActiveSupport::Duration", "ActiveSupport::TimeZone", "Comparable",
]  # fmt: skip
"""Classes and modules whose own methods are called."""

anything: Source = one_of(
    strings, small_integers, integers, floats, symbols, nils, booleans, arrays, hashes, ranges, regexps, rationals, decimals,
    moments, durations, sets, procs,
)  # fmt: skip
