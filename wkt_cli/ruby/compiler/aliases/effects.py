"""What the methods of the core do with the objects they get: which they give back, hold, yield or change.

Only methods for which it pays are listed. Of all others it is assumed that receiver, arguments, result, what they hold
and what a block gets and gives may be the same objects: a change is then never missed, more Strings than needed have
their mutable form.
"""

from __future__ import annotations

from collections.abc import Callable

from .flows import Flow, melt


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MUTATORS = _names(
    """<< []= concat prepend insert replace clear force_encoding setbyte append_as_bytes initialize_copy encode!
    unicode_normalize! scrub! upcase! downcase! capitalize! swapcase! strip! lstrip! rstrip! chomp! chop! squeeze! tr!
    tr_s! delete! sub! gsub! slice! reverse! succ! next! delete_prefix! delete_suffix! squish! remove!"""
)
"""Methods that change a String in its place."""

READ = _names(
    """upcase downcase capitalize swapcase strip lstrip rstrip chomp chop squeeze tr tr_s sub gsub delete_prefix
    delete_suffix squish encode unicode_normalize scrub center ljust rjust join inspect to_json titleize humanize
    underscore camelize parameterize pluralize singularize dasherize strftime encode_base64 encode_hex encode_url
    decode_url transliterate strip_tags labelize byteslice split scan chars lines bytes count length size to_i to_f
    to_sym to_r to_c to_d index rindex hash ord hex oct casecmp unpack unpack1 pack round floor ceil abs divmod
    full_message backtrace class name id utc to_time to_date iso8601 parse generate strict_encode64
    strict_decode64 encode64 decode64 urlsafe_encode64 urlsafe_decode64 hexdigest digest uuid escape unescape now
    parse_json to_param to_query % / ** == != === =~ !~ < > <= >= <=> ! ~ puts print error raise format sprintf rand
    sleep require get post put patch encode_sha256 hmac_sha256 hmac_sha1 md5_hexdigest sha1 encode_urlsafe_base64
    decode_base64 object_id __id__"""
)
"""They read what they get and give something new."""

SAME = MUTATORS - _names("slice! delete!") | _names(
    """each itself each_entry to_s to_str lazy force presence with_indifferent_access each_value each_pair each_key
    reverse_each sort! sort_by! uniq! compact! select! reject! filter! keep_if delete_if shuffle! rotate!
    freeze clone to_hash each_with_index -@ +@ to_set cycle each_char each_line each_byte times upto downto step"""
)
"""They give the receiver."""

COPY = _names(
    """select filter reject sort sort_by reverse uniq compact take drop take_while drop_while dup shuffle
    rotate values keys compact_blank symbolize_keys stringify_keys deep_symbolize_keys deep_stringify_keys only ignored
    required except where deep_dup find_all slice minmax remove - & values_at"""
)
"""They give a new container of what the receiver holds, or a new String."""

ELEMENT = _names(
    "first last min max find detect sample pop shift delete delete_at min_by max_by at next peek fetch"
)
"""They give what the receiver holds."""

STREAMS = _names("each_char each_line each_byte each_grapheme_cluster upto step")
"""Without a block they give an enumerator, which makes new Strings as it runs."""

IDENTITY = _names("frozen? equal? object_id __id__")
"""They tell one object from an equal one: right only where Strings that differ are objects of their own."""

SENDERS = _names("send public_send __send__ try method")
"""They call a method whose name they are given."""

GIVE_BACK = _names(
    """map collect filter_map transform_values flat_map collect_concat map! collect! transform_values! then yield_self
    inject reduce fetch delete"""
)
"""They give what the block gives."""

CHANGING = MUTATORS | IDENTITY | SENDERS
"""Methods for which it matters which Strings are the same object."""

Effect = Callable[[Flow, list[Flow], "Flow | None"], Flow]
"""Joins what a call may connect (receiver, arguments, block) and gives the result."""


def effect(name: str, target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """Join what a call of a method may connect; gives its result."""
    if name in MUTATORS:
        target.root().changed = True
    if name in IDENTITY:
        for flow in (target, *args):
            flow.root().changed = True
    if name in STREAMS:
        target.root().streams = True
    known = EFFECTS.get(name, read if name.endswith("?") else unknown)
    return known(target, args, block)


def unknown(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """Anything may have become anything."""
    both = [] if block is None else [block.given, *block.takes]
    return melt(target, *args, *both, Flow(text=True))


def yields(block: Flow | None, given: Flow) -> None:
    """A block gets elements; with several parameters, or for the pairs of a hash, what those hold."""
    if block is not None:
        for taken in block.takes:
            taken.join(given, given.content)


def read(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """Something new."""
    yields(block, target.content)
    return Flow(text=True)


def same(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The receiver."""
    yields(block, target.content)
    return target


def copy(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """A new container of what the receiver holds, or a new String."""
    yields(block, target.content)
    result = Flow(text=True)
    result.content.join(target.content)
    return result


def element(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """What the receiver holds; several of them where a count is given."""
    yields(block, target.content)
    result = Flow().join(target.content, *args)
    if args:
        result.content.join(target.content)
    return result if block is None else result.join(block.given)


def add(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The receiver holds the arguments."""
    target.content.join(*args)
    return target


def mapped(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """A container of what the block gives."""
    yields(block, target.content)
    if block is None:
        return target
    result = Flow()
    result.content.join(block.given)
    return result


def mapped_in_place(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The receiver holds what the block gives."""
    return target.join(mapped(target, args, block))


def mapped_flat(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """Where the block gives arrays, their elements are taken."""
    result = mapped(target, args, block)
    if block is not None:
        result.content.join(block.given.content)
    return result


def with_object(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The last parameter and the result are the object given."""
    if block is None or len(args) != 1:
        return unknown(target, args, block)
    last = max(1, len(block.takes) - 1)
    block.parameter(last).join(args[0])
    for taken in block.takes[:last]:
        taken.join(target.content, target.content.content)
    return args[0]


def inject(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The first parameter is what was given at the start, the first element or what the block gave."""
    if block is None:
        return unknown(target, args, block)
    block.parameter(1).join(target.content)
    return block.parameter(0).join(target.content, block.given, *args)


def grouped(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """Arrays of the elements."""
    yields(block, target.content)
    result = Flow()
    result.content.content.join(target.content)
    return result


def then(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """What the block gives for the receiver."""
    if block is None:
        return unknown(target, args, block)
    block.parameter(0).join(target)
    return block.given


def tap(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The receiver, after the block got it."""
    then(target, args, block)
    return target


def merge(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The receiver holds what the arguments hold."""
    if block is not None:
        return unknown(target, args, block)
    target.content.join(*(arg.content for arg in args))
    return target


def pairs(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The receiver, or the pairs of a hash."""
    target.content.join(target.content.content)
    return target


def combine(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """A new container of what all of them hold, or a new String."""
    if block is not None:
        return unknown(target, args, block)
    result = copy(target, args, block)
    result.content.join(*(arg.content for arg in args))
    return result


def dig(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """One level deeper for each key."""
    for _ in args:
        target = target.content
    return target


def plucked(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """What the elements hold, at any depth, and new arrays of it."""
    result = Flow()
    result.content.join(melt(target.content.content))
    return result


def call(target: Flow, args: list[Flow], block: Flow | None) -> Flow:
    """The Proc gets the arguments; a single array may be spread over several parameters."""
    for i, arg in enumerate(args):
        target.parameter(i).join(arg)
    if len(args) == 1:
        for taken in target.takes[1:]:
            taken.join(args[0].content)
        if len(target.takes) > 1:
            target.parameter(0).join(args[0].content)
    return target.given


EFFECTS: dict[str, Effect] = {
    **dict.fromkeys(READ, read),
    **dict.fromkeys(SAME, same),
    **dict.fromkeys(COPY, copy),
    **dict.fromkeys(ELEMENT, element),
    **dict.fromkeys(_names("push append unshift store add insert prepend <<"), add),
    **dict.fromkeys(_names("map collect filter_map transform_values"), mapped),
    **dict.fromkeys(_names("map! collect! transform_values!"), mapped_in_place),
    **dict.fromkeys(_names("flat_map collect_concat"), mapped_flat),
    **dict.fromkeys(_names("inject reduce"), inject),
    **dict.fromkeys(_names("group_by partition each_slice each_cons"), grouped),
    **dict.fromkeys(_names("then yield_self"), then),
    **dict.fromkeys(_names("merge deep_merge + |"), combine),
    **dict.fromkeys(_names("merge! update deep_merge! concat replace"), merge),
    "each_with_object": with_object,
    "tap": tap,
    "dig": dig,
    "pluck": plucked,
    "to_a": pairs,
    "entries": pairs,
    "call": call,
}


def way(name: str) -> str:
    """The helper that makes mutable what a method gives, as that may be new; empty where it never is."""
    if name in ("to_s", "message"):
        return "mutable_" + name
    if name in COPY or name in ELEMENT or name in ("dig", "pluck"):
        return "mutable_picked"
    if name in READ or name in ("+", "+@", "sum"):
        return "mutable"
    return "" if name in EFFECTS or name.endswith("?") else "mutable_made"
