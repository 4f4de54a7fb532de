"""Which arguments and blocks suit which methods, so that most calls get past the check of their arguments."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import one_of, sampled_from

from . import values as v
from .values import Source

patterns = one_of(v.strings, v.regexps, v.regexps)
formats = st.lists(
    sampled_from(["%Y", "%m", "%-d", "%d", "%H", "%I", "%l", "%M", "%S", "%L", "%3N", "%p", "%P", "%A", "%^a", "%b", "%B", "%j", "%z", "%:z", "%::z", "%Z",
                  "%s", "%U", "%V", "%G", "%u", "%w", "%e", "%y", "%C", "%D", "%F", "%T", "%R", "%r", "%c", "%x", "%X", "%n", "%%", "%10Y", "%010d", "%_m",
                  "%#B", "%-I", "%+", "%Q", "%v", "%h", "%k", "%E", "%Ey", "%-10d", "é", " ", "T"]), max_size=4,
).map(lambda parts: v.quoted("-".join(parts)))  # fmt: skip
directives = st.tuples(
    sampled_from(["", "-", "+", " ", "0", "#", "-+", "0+", "# "]), sampled_from(["", "3", "8", "12", "*"]), sampled_from(["", ".0", ".2", ".10", "."]),
    sampled_from(list("dddfffsssxxXobBegGEaAcup%i")),
).map(lambda parts: "%" + "".join(parts))  # fmt: skip
templates = one_of(
    st.lists(one_of(directives, sampled_from(["a", " ", "%%", "%<a>d", "%{b}", "%<a>08.3f", "%1$s", "%2$d"])), min_size=1, max_size=3).map("".join).map(v.quoted),
    v.strings,
)  # fmt: skip
encodings = sampled_from(['"UTF-8"', '"ASCII-8BIT"', '"ISO-8859-1"', '"US-ASCII"', '"UTF-16LE"', '"binary"', "Encoding::UTF_8", '"nope"'])
units = sampled_from([":days", ":seconds", ":hours", ":months", ":years", ":weeks", ":minutes"])
changes = st.lists(
    st.tuples(sampled_from(["year", "month", "day", "hour", "min", "sec", "days", "months", "years", "weeks", "hours", "minutes", "seconds"]),
              one_of(st.integers(-3, 30).map(str), sampled_from(["1.5", "0.5r", "2024"]))).map(": ".join), min_size=1, max_size=3,
).map(", ".join)  # fmt: skip
zone_names = sampled_from(['"Tokyo"', '"Europe/London"', '"UTC"', '"Pacific Time (US & Canada)"', "Time.zone", '"nope"', "9", "-8.hours", "nil"])
weekdays = sampled_from([":monday", ":sunday", ":friday", '"monday"', ":nope"])
styles = sampled_from([":db", ":short", ":long", ":iso8601", ":rfc822", ":number", ":long_ordinal", ":inspect", ":time", ":rfc3339", ":nope", ":default"])
number_styles = sampled_from([":currency", ":delimited", ":percentage", ":rounded", ":human", ":human_size", ":phone", ":nope", "2", "16", "1", "36", "37",
                              ":rounded, precision: 2", ":currency, unit: '€', precision: 0", ":delimited, delimiter: '.'", ":human, precision: 5",
                              ":rounded, precision: 3, significant: true", ":percentage, precision: 1", ":rounded, strip_insignificant_zeros: true"])  # fmt: skip
halves = sampled_from(["half: :even", "half: :down", "half: :up", "half: nil", "1, half: :even", "2, half: :down", "half: :nope"])
character_sets = sampled_from(['"a-y"', '"^a-z"', '"lo"', '"a-cx"', '"\\\\-a"', '"z-a"', '"-"', '"*"', '"é"', '"el"', '"^l"', '"a-"'])
bases = sampled_from(["2", "8", "10", "16", "36", "0", "1", "-2", "37"])
reducers = sampled_from([":+", ":*", "0, :+", "1", "'', :+", ":max"])
date_texts = sampled_from(
    ['"2024-02-29"', '"29 Feb 2024"', '"10:20"', '"2024-03-15T10:20:30Z"', '"Fri, 15 Mar 2024 10:20:30 GMT"', '"3/4/2024"', '"20240315"', '"garbage"', '""',
     '"2024-13-01"', '"2024-W11-5"', '"2024-075"', '"Mar"', '"12:30 pm"', '"2024-03-15 10:20:30.123456 +0530"', '"P1Y2M"', '"PT1H30M"']
)  # fmt: skip
encoded = sampled_from(['"aGVsbG8="', '"aGVsbG8"', '"a+b%20c"', '"&lt;b&gt;"', '"[1, 2, {\\"a\\": null}]"', '"{\\"a\\": 1.50}"', '"http://x.com/a?b=1#c"'])
number_texts = sampled_from(['"12"', '"-3.75"', '"0x1f"', '"0b101"', '"1_000"', '"1e3"', '" 42 "', '"12abc"', '""', '"1/3"', '"0o17"', '"1__0"', '".5"', '"5."'])
packings = sampled_from(['"C*"', '"N"', '"H*"', '"m0"', '"m"', '"U*"', '"a4"', '"A5"', '"n*"', '"B8"', '"w"', '"u"', '"Z*"', '"q<"', '"e"', '"M"'])

FITTING: dict[Source, str] = {
    patterns: """gsub sub gsub! sub! scan split match match? =~ index rindex partition rpartition start_with? end_with? slice slice! [] delete_prefix
        delete_suffix remove remove! grep grep_v byteindex each_line lines truncate === union escape quote any? all? none? one?""",
    v.strings: """center ljust rjust insert prepend concat + << replace include? casecmp casecmp? delete_prefix delete_suffix join tr tr_s each_line lines
        gsub sub gsub! sub! chomp chomp! <=> == eql? crypt unpack upto exclude? truncate from to starts_with? ends_with? indent parameterize encode64 escape
        unescape join humanize titleize camelize ordinalize unpack1 each_char format sprintf""",
    v.small_integers: """center ljust rjust * [] slice at first last take drop rotate rotate! sample combination permutation each_slice each_cons in_groups
        in_groups_of cycle flatten flatten! insert fetch dig delete_at fill ago since + - round floor ceil truncate digits step upto downto pow ** % / div
        modulo divmod fdiv <=> gcd lcm >> << & | ^ bit_length coerce at first to from limit truncate_words values_at byteslice getbyte setbyte sum min max
        succ months_since months_ago days_ago years_ago weeks_ago next_day prev_day next_month prev_month next_year change begin end offset byteoffset
        chunk_while partition squish indent hex at utc local new civil ordinal commercial jd multiple_of? allbits? anybits? nobits? integer? clamp step %
        find_index index fetch_values excluding without including""",
    v.numbers: "+ - * / % ** <=> == < > <= >= fdiv div modulo divmod remainder pow coerce clamp between? quo step sqrt cbrt log log2 log10 sin cos hypot atan2"
               " exp gamma erf ldexp in? eql? equal? === Integer Float Rational Complex BigDecimal format sprintf rationalize quo add sub mult power",
    templates: "% format sprintf",
    formats: "strftime strptime to_s to_formatted_s",
    character_sets: "tr tr_s delete squeeze count delete! squeeze! tr! tr_s!",
    encodings: "encode force_encoding encode! scrub",
    number_texts: "Integer Float Rational Complex BigDecimal to_d to_c to_r",
    date_texts: "parse iso8601 httpdate rfc2822 rfc3339 xmlschema jisx0301 _parse strptime valid_date? in_time_zone",
    encoded: """decode64 strict_decode64 urlsafe_decode64 encode64 strict_encode64 urlsafe_encode64 escape unescape escapeHTML unescapeHTML escape_html
        unescape_html generate dump load pretty_generate decode_www_form decode_www_form_component encode_www_form_component split join regexp extract""",
    bases: "to_s to_i digits Integer hex inspect",
    v.ranges: "[] slice slice! fill clamp between? values_at byteslice rand cover? include? === == %  step overlaps? sum in? to_a extract! slice_when",
    v.moments: "- <=> == < > <= >= === eql? between? clamp step upto downto compare_with_coercion before? after? since until ago minus_with_coercion cover? days_in_month at utc",
    v.durations: "+ - * / % <=> == ago since until from_now before after eql? coerce",
    changes: "change advance since",
    zone_names: "in_time_zone localtime new_offset getlocal use_zone find_zone find_zone! [] zone formatted_offset at now local",
    weekdays: """beginning_of_week end_of_week next_week prev_week last_week next_occurring prev_occurring all_week at_beginning_of_week at_end_of_week days_to_week_start
        sunday monday""",
    styles: "to_s to_formatted_s",
    number_styles: "to_s to_formatted_s",
    halves: "round floor ceil",
    reducers: "inject reduce sum",
    packings: "unpack unpack1 pack",
    v.symbols: """inject reduce sum map each_with_object send public_send __send__ respond_to? try method index_with index_by to_sym dig fetch key? has_key? include?
        member? except slice without values_at fetch_values delete store [] []= sum pluck pick key extract! assert_valid_keys deep_merge to_proc instance_of?""",
    v.arrays: """+ - & | concat zip product union difference intersection intersect? <=> == eql? flatten transpose push append unshift prepend replace to_h sum include?
        assoc rassoc values_at excluding without including zip update merge each_with_object inject index delete Array pack format wrap superset? subset? disjoint? add
        subtract ^ < <= > >= proper_subset? [] new generate""",
    v.hashes: """merge merge! update deep_merge deep_merge! reverse_merge reverse_merge! replace == eql? <= < >= > with_defaults with_defaults! transform_keys
        to_query to_param each_with_object inject Array [] new update reverse_update dig generate encode_www_form format %""",
    v.sets: "+ - & | ^ == superset? subset? disjoint? intersect? proper_superset? proper_subset? merge subtract <=> add delete include? === union difference",
    v.procs: "map select all? any? curry >> << === each define_method then tap to_proc transform_values new",
    v.booleans: "& | ^ == inspect truncate lines",
    sampled_from(["String", "Integer", "Numeric", "Comparable", "Enumerable", "Array", "Hash", "Float", "Time", "Object", "NilClass", "Date", "ActiveSupport::Duration"]):
        "is_a? kind_of? instance_of? === < <= > >= grep grep_v any? all? none? one? include? in?",
}  # fmt: skip
"""For each source of arguments, the methods that like them."""

_BY_NAME: dict[str, list[Source]] = {}
for _source, _names in FITTING.items():
    for _name in _names.split():
        _BY_NAME.setdefault(_name, []).append(_source)

arguments = one_of(v.strings, v.small_integers, v.anything)


def argument(name: str) -> Source:
    """One argument for a method: mostly one that suits it."""
    fitting = _BY_NAME.get(name)
    return arguments if fitting is None else one_of(*fitting * 6, v.anything)


BLOCKS = [
    "{ |x| x }", "{ |x, y| [x, y] }", "{ |x, y| x.to_s <=> y.to_s }", "{ |x| x.to_s }", "{ |x| !x }", "{ nil }", "{ true }", "{ |*a| a }", "{ |x| break x }",
    "{ |x| next 1 }", "{ |a, (b, c)| [c, b, a] }", "{ |x| x.to_s.length }", "{ |x| x.is_a?(Integer) && x.odd? }", "{ |x, y| x == y }", "{ |x, i| i }",
    "(&:to_s)", "(&:inspect)", "(&:itself)", "(&:first)", "{ _1 }", "{ [_1, _2] }", "{ |x| [x, 1] }", "{ |m| $1 }", "{ |m| m.upcase }", "{ |s, x| s.to_s + x.to_s }",
    "{ |x, memo| memo }", "{ |k, v| v.nil? }", "{ |x| x <=> 2 }", "{ |key, old, new| [old, new] }", "{ |x| raise KeyError, 'no' }", "{ |x| x.to_i > 2 }",
]  # fmt: skip
"""Blocks, in both notations; `(&:x)` goes behind the other arguments."""

blocks: Source = sampled_from(BLOCKS)
options: Source = sampled_from(
    ["chomp: true", "half: :even", "exception: false", "keep: true", "precision: 2", "by: 2, to: 9", "symbolize_names: true", "separator: '_'", "invalid: :replace",
     "undef: :replace, replace: '?'", "omission: '..'", "freeze: true", "in: 'UTC'", "locale: :en", "a: 1, b: 2", "except: [:a]", "only: ['a']", "days: 1, hours: 2",
     "nope: 1"]
)  # fmt: skip
