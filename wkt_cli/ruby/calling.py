"""What compiled code calls: making procs, binding arguments, splats, hashes, texts, variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from . import registry
from .core.digits import in_base
from .dispatch import no_method, wrong_number
from .errors import (
    ArgumentError,
    LocalJumpError,
    SandboxError,
    TypeError_,
)
from .registry import class_of, lookup, table
from .values import MISSING, Binary, Hash, Proc, Range, RClass, RString, Symbol

_new = object.__new__

# --- procs ------------------------------------------------------------------------------------------------


def block(fn: Callable[..., Any], info: tuple[Any, ...], me: Any) -> Proc:
    """The Proc of a block."""
    proc: Proc = _new(Proc)
    proc.function = fn
    proc.shape, proc.arity, proc.parameters, proc.takes_block, proc.line = info
    proc.is_lambda = False
    proc.binding_self = me
    proc.make, proc.name = None, ""
    if proc.shape == "single":
        proc.one = fn
    elif proc.shape == "any":
        proc.one = proc.two = proc.call = fn
    else:
        proc.two = proc.pair = fn
    return proc


def lambda_(fn: Callable[..., Any], info: tuple[Any, ...], me: Any, make: Any = None) -> Proc:
    """The Proc of a lambda."""
    proc: Proc = _new(Proc)
    proc.function = proc.call = proc.one = proc.two = fn
    proc.shape, proc.arity, proc.parameters, proc.takes_block, proc.line = info
    proc.is_lambda = True
    proc.binding_self = me
    proc.make, proc.name = make, ""
    return proc


def file_block(make: Callable[[Any], Callable[..., Any]], info: tuple[Any, ...], me: Any) -> Proc:
    """The Proc of a lambda or block that can be made again for another self."""
    made = (lambda_ if info[0] == "lambda" else block)(make(me), info, me)
    made.make = make
    return made


def faulty_block(message: str, line: int, column: int, info: tuple[Any, ...], me: Any) -> Proc:
    """The Proc of a lambda or block that can't be compiled: calling it tells why."""

    def tell(*args: Any, **kwargs: Any) -> Any:
        raise SandboxError(message, line=line, column=column)

    return file_block(lambda me: tell, info, me)


def class_block(body: Callable[..., Any], cref: tuple[RClass, ...]) -> Proc:
    """The block of `Struct.new`: `block.make(rclass)` runs it as the body of the class."""

    def make(rclass: RClass) -> Any:
        return body(rclass, (rclass, *cref))

    proc = Proc(lambda *args: None, arity=0)
    proc.make = make
    return proc


_symbol_procs: dict[str, Proc] = {}


def symbol_proc(name: str) -> Proc:
    """`&:name`: sends the name to its first argument."""
    found = _symbol_procs.get(name)
    if found is None:
        methods = table(name)

        def call(*args: Any) -> Any:
            if not args:
                raise ArgumentError("no receiver given")
            return methods[type(args[0])](args[0], None, *args[1:])

        found = _symbol_procs[name] = Proc(
            call,
            one=lambda x: methods[type(x)](x, None),
            two=lambda a, b: methods[type(a)](a, None, b),
            pair=lambda k, v: methods[list]([k, v], None),
            arity=-2,
            parameters=(("req", ""), ("rest", "")),
            is_lambda=True,
            name=name,
        )
    return found


def block_from(value: Any) -> Proc | None:
    """`&value`."""
    if value is None or isinstance(value, Proc):
        return value
    if type(value) is Symbol:
        return symbol_proc(value.name)
    method = lookup(type(value), "to_proc")
    made = None if method is None else method(value, None)
    if not isinstance(made, Proc):
        from .core.object import class_name

        raise TypeError_(f"wrong argument type {class_name(value)} (expected Proc)")
    return made


def block_or_fail(proc: Proc | None) -> Proc:
    """The block that `yield` calls."""
    if proc is None:
        raise LocalJumpError("no block given (yield)")
    return proc


# --- arguments --------------------------------------------------------------------------------------------


def bind(spec: tuple[Any, ...], args: tuple[Any, ...]) -> list[Any]:
    """The values of all parameters, for lists that Python's own rules don't fit."""
    required, optional, has_rest, post, keys, has_keyrest, strict = spec
    given = None
    takes_keys = bool(keys) or has_keyrest
    if takes_keys and args and isinstance(args[-1], Hash) and args[-1].keywords:
        given, args = args[-1], args[:-1]
    least = required + post
    if strict:
        _check_count(len(args), least, optional, has_rest, keys, given)
    else:
        args = _fit_block(args, least + optional, has_rest, takes_keys)
    values: list[Any] = [*args[:required], *[None] * (required - len(args))]
    free = max(0, len(args) - least)
    taken = min(free, optional)
    values += [*args[required : required + taken], *[MISSING] * (optional - taken)]
    end = len(args) - post if len(args) >= least else required + taken
    if has_rest:
        values.append(list(args[required + taken : max(end, required + taken)]))
    last = list(args[max(end, required + taken) : max(end, required + taken) + post]) if post else []
    values += [*last, *[None] * (post - len(last))]
    return values + _bind_keys(keys, has_keyrest, given) if takes_keys else values


def _fit_block(args: tuple[Any, ...], positional: int, has_rest: bool, takes_keys: bool) -> tuple[Any, ...]:
    """The arguments of a block: a single array is spread, too many are dropped."""
    if (
        len(args) == 1
        and type(args[0]) is list
        and (positional > 1 or (positional == 1 and (has_rest or takes_keys)))
    ):
        args = tuple(args[0])
    return args if has_rest else args[:positional]


def _check_count(given: int, least: int, optional: int, has_rest: bool, keys: Any, hash_: Any) -> None:
    if given >= least and (has_rest or given <= least + optional):
        return
    error = wrong_number(given, least, None if has_rest else least + optional)
    needed = [name for name, required in keys if required]
    if needed and hash_ is None:
        words = "required keyword" + ("s" if len(needed) > 1 else "")
        raise ArgumentError(f"{str(error)[:-1]}; {words}: {', '.join(needed)})")
    raise error


def _bind_keys(keys: Any, has_keyrest: bool, given: Hash | None) -> list[Any]:
    """The values of keyword parameters."""
    rest = Hash() if given is None else Hash(given)
    values = [rest.pop(Symbol(name), MISSING) for name, _ in keys]
    absent = [name for (name, needed), value in zip(keys, values, strict=True) if needed and value is MISSING]
    if absent:
        raise ArgumentError(
            f"missing keyword{'s' if len(absent) > 1 else ''}: {', '.join(':' + n for n in absent)}"
        )
    if has_keyrest:
        return [*values, rest]
    if rest:
        from .core.object import inspect

        names = ", ".join(inspect(key) for key in rest)
        raise ArgumentError(f"unknown keyword{'s' if len(rest) > 1 else ''}: {names}")
    return values


def splat(value: Any) -> Any:
    """`*value` as an iterable."""
    if type(value) is list:
        return value
    if value is None:
        return ()
    method = None if isinstance(value, (str, RString, int, float, Symbol)) else lookup(type(value), "to_a")
    return (value,) if method is None else method(value, None)


def spread(value: Any, before: int, has_rest: bool, after: int) -> list[Any]:
    """The values of a multiple assignment: exactly as many as it has targets."""
    items = value if type(value) is list else _to_ary(value)
    if not has_rest:
        return [*items[:before], *[None] * (before - len(items))]
    head = [*items[:before], *[None] * (before - len(items))]
    end = max(before, len(items) - after)
    tail = items[end : end + after]
    return [*head, list(items[before:end]), *tail, *[None] * (after - len(tail))]


def _to_ary(value: Any) -> list[Any]:
    from .core.object import as_ary

    found = as_ary(value)
    return [value] if found is None else found


def each_item(value: Any) -> Iterator[Any]:
    """The elements that a `for` runs over."""
    if type(value) is list:
        i = 0
        while i < len(value):
            yield value[i]
            i += 1
        return
    if lookup(type(value), "each") is None:
        raise no_method(value, "each")
    yield from splat(value)


# --- hashes -----------------------------------------------------------------------------------------------


def hash_literal(*flat: Any) -> Hash:
    """`{ a => b }` of any keys."""
    from .core.object import hash_from

    return hash_from(zip(map(key_copy, flat[0::2]), flat[1::2], strict=True))


def key_copy(key: Any) -> Any:
    """A String key is copied, so that no later change of the string moves it."""
    return key.text if isinstance(key, RString) else key


def hash_with_splats(*flat: Any) -> Hash:
    """`{ a: b, **c }`; MISSING in place of a key marks a splat."""
    made = Hash()
    from .core.object import hash_pairs, hash_set

    for key, value in zip(flat[0::2], flat[1::2], strict=True):
        if key is MISSING:
            for k, v in hash_pairs(value):
                hash_set(made, k, v)
        else:
            hash_set(made, key_copy(key), value)
    return made


def hash_splat(value: Any) -> Hash:
    """`**value`."""
    if isinstance(value, Hash):
        return value
    from .core.object import to_hash

    return to_hash(value)


def keywords(hash_: Hash) -> Hash:
    """Mark the hash of a call's keyword arguments."""
    hash_.keywords = True
    return hash_


def keywords_or_none(hash_: Hash) -> tuple[Hash, ...]:
    """`f(**hash)`: an empty hash passes nothing."""
    return (keywords(hash_),) if hash_ else ()


# --- texts ------------------------------------------------------------------------------------------------


def summed(items: list[Any], found: list[Any]) -> Any:
    """What `sum` of an Array gives whose block gave these values."""
    from .core.array.order import summed

    return summed(items, found)


def dig_on(value: Any, *keys: Any) -> Any:
    """The rest of a `dig` through something that is no Hash."""
    from .core.array.access import dig_on

    return dig_on(value, keys)


def text_of(value: Any) -> str:
    """The text of an interpolated value."""
    if value is None:
        return ""
    kind = type(value)
    if isinstance(value, RString):
        return value.text
    if kind is int:
        return in_base(value)
    if kind is Symbol:
        return value.name  # type: ignore[no-any-return]
    made = table("to_s")[kind](value, None)
    if type(made) is str:
        return made
    if isinstance(made, RString):
        return made.text
    if isinstance(made, Binary):
        return made.data.decode("utf-8", "surrogateescape")
    return f"#<{class_of(value).name}>"


def binary(data: bytes) -> Binary:
    """A string literal whose escapes make no UTF-8."""
    return Binary(data, "UTF-8")


def join_bytes(*parts: Any) -> Any:
    """A literal with interpolations and bytes."""
    data = b"".join(
        p
        if isinstance(p, bytes)
        else p.data
        if isinstance(p, Binary)
        else text_of(p).encode("utf-8", "surrogateescape")
        for p in parts
    )
    try:
        return data.decode()
    except UnicodeDecodeError:
        return Binary(data, "UTF-8")


def frozen_text(text: str) -> RString:
    """A string literal under `frozen_string_literal: true`."""
    return RString(text, frozen=True)


def range_of(first: Any, last: Any, exclusive: bool) -> Range:
    """`first..last`."""
    kind = type(first)
    if not (kind is int and (type(last) is int or last is None)) and first is not None and last is not None:
        from .core.object import compare

        texts = isinstance(first, (str, RString)) and isinstance(last, (str, RString))
        if not texts and compare(first, last) is None:
            raise ArgumentError("bad value for range")
    return Range(first, last, exclusive)


def number_of(kind: str, text: str) -> Any:
    """`3r`, `2i`."""
    fn = registry.functions[kind]
    if kind == "Complex":
        return fn(None, None, 0, float(text) if "." in text else int(text))
    return fn(None, None, text)


def regexp_of(options: str, source: str) -> Any:
    """A regex literal."""
    from .core.regexp import interpolated

    return interpolated(source, options)


def regexp_part(value: Any) -> str:
    """What `#{…}` puts into a regex: a Regexp its group with its own options, else text."""
    return text_of(value)


def matched_group(name: str) -> Any:
    """The named group of the last match, or nil."""
    from .core.regexp import last_match

    found = last_match()
    return None if found is None else table("[]")[type(found)](found, None, name)
