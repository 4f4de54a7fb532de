"""What is left out of generation, and the differences that are meant, each with its reason."""

from __future__ import annotations

import re
from typing import Any

CHANCE = ("shuffle", "shuffle!", "sample", "rand", "srand", "hash", "object_id", "__id__", "random_number")
"""Another value in each process."""

CODE_FROM_TEXT = (
    "instance_eval", "instance_exec", "class_eval", "class_exec", "eval", "module_eval", "module_exec", "binding", "instance_variable_get",
    "instance_variable_set", "instance_variables", "instance_variable_defined?", "remove_instance_variable", "define_singleton_method",
    "singleton_class", "singleton_methods", "singleton_method", "extend", "instance_values", "instance_variable_names", "constantize",
    "safe_constantize", "load", "require_dependency", "capture", "silence_warnings", "enable_warnings", "suppress", "with_options",
)  # fmt: skip
"""Refused, or of no use without Ruby's own objects."""

LISTS = ("methods", "public_methods", "private_methods", "protected_methods", "instance_methods", "constants", "ancestors", "included_modules")
"""The two sides know different names."""

OTHERWISE = ("frozen?", "to_yaml")
"""A String is a plain `str` where nothing can change it, which does not know whether it is frozen; options of YAML."""

OF_THE_SDK = ("pluck",)
"""The SDK has its own."""

LEFT_OUT = frozenset(CHANCE + CODE_FROM_TEXT + LISTS + OTHERWISE + OF_THE_SDK)
"""Methods that are not called, whatever the receiver."""

LEFT_OUT_OF: dict[str, frozenset[str]] = {
    "Kernel": frozenset(["sleep", "rand", "srand", "loop", "puts", "print", "p", "pp", "putc", "printf", "require", "catch", "throw", "raise", "fail",
                         "lambda", "proc", "block_given?", "warn", "binding", "caller", "exit"]),
    "String": frozenset(["to_time", "to_date", "crypt", "parse_csv", "in_time_zone", "to_datetime"]),
    "Class": frozenset(["to_json", "as_json", "all_symbols", "json_create", "yaml_tag"]),
    "ActiveSupport::TimeZone": frozenset(["tzinfo", "to_json", "as_json", "period_for_local", "period_for_utc", "encode_with", "init_with"]),
    "ActiveSupport::TimeWithZone": frozenset(["time_zone", "period", "encode_with", "init_with"]),
    "ActiveSupport::TimeZone.": frozenset(["all", "country_zones", "us_zones", "zones_map", "seconds_to_utc_offset", "find_tzinfo", "[]", "new", "create"]),
    "ActiveSupport::Duration": frozenset(["coerce"]),
    "Array": frozenset(["to_csv"]),
    "Hash.": frozenset(["from_xml", "from_trusted_xml"]),
    "Date": frozenset(["new_start", "gregorian", "italy", "england"]),
    "DateTime": frozenset(["new_start", "gregorian", "italy", "england"]),
    "Symbol": frozenset(["encoding"]),
    "Time.": frozenset(["zone", "zone=", "zone_default=", "use_zone", "zone_default", "find_zone", "find_zone!"]),
    "Date.": frozenset(["gregorian_leap?"]),
    "CGI.": frozenset(["new", "parse"]),
    "URI.": frozenset(["regexp", "scheme_list", "for", "get_encoding"]),
    "ActiveSupport::Duration.": frozenset(["new"]),
    "BigDecimal": frozenset(["precs", "sqrt"]),
    "Proc": frozenset(["source_location"]),
    "Complex": frozenset(["second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "fortnight", "fortnights"]),
}  # fmt: skip
"""Methods that are not called on one kind (or, with a full stop behind, on one class itself)."""

MEANT: dict[str, str] = {
    r"\.indent\(.*\[": "ActiveSupport hands the list to `*`, which joins it",
    r"=~ [(\[]|\.b\b.*unicode_normalize": "which of two mistakes is named first, in invalid text",
    r"u\{7f\}[^.]*\s*r? ?=? ?x?\.(succ|next)": "the successor of control characters: a gap",
    r'(xff|xE3|encode|\.b\b).*html_safe': "a SafeBuffer holds text, not bytes",
    r'encode\("ISO-8859-1"\)\.(to_sym|intern)|= "é"\.encode.*(to_sym|intern)': "a Symbol has no encoding",
    r"\.permutation\([^\n]*, ": "CRuby makes the Enumerator before it counts the arguments",
    r"Struct\.new\(.*\{ \|": "the block of a class with a parameter: a gap",
    r"encode_www_form_component\(.*(proc|lambda|->)": "the text of a Proc has no encoding in CRuby",
    r"to_xml.*[{&]": "a block of to_xml builds XML",
    r"generate\(.*Hash\.new \{|unparse\(.*Hash\.new \{": "JSON looks its options up in the Hash, whose default answers each",
    r"to_json\(Hash\.new": "ActiveSupport looks its options up in the Hash, whose default answers each",
    r"\.(since|in|ago)\((Time|Date)": "ActiveSupport takes a moment for a number of seconds",
    r"\.round\(BigDecimal\(\"(1e|1234)": "CRuby's own integers overflow",
    r"^(x = )?Date.*( [-+] |_day\(|days_(ago|since)\().*e\+": "CRuby's own integers overflow: days beyond all calendars",
    r"iso8601\(-|xmlschema\(-": "strftime is asked for a negative number of digits",
    r"\.chr(\(&| \{|\n|$|\.)": "what Ruby marks as US-ASCII is UTF-8: `inspect` shows control characters otherwise",
    r"(rfc2?822|httpdate|DateTime\nr = x\.iso8601|DateTime\.iso8601)\(.*\w: ": "CRuby counts the keywords as an argument",
    r"\.power\(.*, -": "CRuby takes a negative number of digits",
    r"(ordinal|commercial)\(-?(\d+(\.\d|r|e)|\(|BigDecimal)": "CRuby adds the fraction of a year to its days",
    r"BigDecimal\(\"(-?Infinity|NaN)\"\)(\nr = x)?\.step": "an endless walk over what is no number",
    r"^x = [A-Z]\w+\n.*\.dup$": "a copy of a class is the class",
    r"\*\* ?BigDecimal\(\"[-\d]*\.": "how many digits the root of a BigDecimal gets",
    r"Complex\(.*exception: false": "CRuby raises some errors all the same",
    r"to_proc.*inspect.*to_json": "no address is ever shown",
    r"(change|advance)\((Hash\.new|\((proc|lambda|->|:|\{))": "options that are no plain Hash",
    r"(localtime|getlocal)\(-?\d+\.\d": "an offset with a part of a second",
    r"(?s)(Complex\(|\di\b).*([-+*/]|fdiv\(|quo\() ?(-?[\d.(]|ActiveSupport).*(day|week|month|year|hour|minute|second|Duration)": "seconds that are complex",
    r"\.(sort|min|max|minmax)!?\b.*\bbreak\b": "which pair a sort compares first",
    r"^Proc\.new\(": "the compiler takes the block and passes over the arguments: a gap",
    r"(proc|lambda|->|\.(to_s|inspect)).*\.(length|size)\b": "no address is ever shown",
    r"Integer\(.*, \{": "CRuby takes a last Hash for keywords",
    r"^JSON\(.*, Hash\.new|^JSON\(.*\"\" => .*nil =>": "settings by default values; two keys that become one text",
    r"Rational\(BigDecimal\(\"(NaN|Inf)": "CRuby divides before it looks",
    r"(Complex\(|\di\b).*(\*\* ?|pow\()BigDecimal": "CRuby turns by angles that are BigDecimals",
}
"""Sources (as regular expressions) whose differences are meant, with the reason."""


def meant(source: str, wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether a difference stands in the list, or comes from a documented limit of sizes."""
    return "limit of sizes" in found.get("limit", "") or any(re.search(pattern, source) for pattern in MEANT)
