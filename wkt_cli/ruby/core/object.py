"""What every module of the core library asks of a value: equality, order, keys, text, conversions.

Nothing here imports another core module; what a type does itself is reached by `registry.send`.
"""

from __future__ import annotations

from typing import Any, TypeVar

from ..errors import ArgumentError, FloatDomainError, FrozenError, RangeError, RubyError, TypeError_
from ..registry import class_of_type, send
from ..values import Binary, Hash, RClass, RString, Symbol, frozen_lists
from .digits import in_base
from .equality import class_name as class_name
from .equality import compare as compare
from .equality import describe as describe
from .equality import eql as eql
from .equality import equal as equal
from .equality import is_a as is_a
from .equality import responds as responds
from .equality import ruby_class as ruby_class
from .keys import IdentityHash as IdentityHash
from .keys import Key as Key
from .keys import hash_from as hash_from
from .keys import hash_get as hash_get
from .keys import hash_has as hash_has
from .keys import hash_key as hash_key
from .keys import hash_keys as hash_keys
from .keys import hash_of as hash_of
from .keys import hash_pairs as hash_pairs
from .keys import hash_set as hash_set
from .keys import identical as identical
from .keys import key_of as key_of
from .keys import live_pairs as live_pairs
from .keys import place as place
from .keys import unkey as unkey

T = TypeVar("T")


def compare_or_fail(a: Any, b: Any) -> int:
    """`<=>` where an order is needed: ArgumentError if there is none."""
    found = compare(a, b)
    if found is None:
        raise incomparable(a, b)
    return found if type(found) is int else order_sign(found, a, b)


def order_sign(found: Any, a: Any, b: Any) -> int:
    """The sign of what a `<=>` or a sort block gave, which need not be an Integer."""
    if found is None:
        raise incomparable(a, b)
    if type(found) is int or type(found) is float:
        return (found > 0) - (found < 0)
    if truthy(send(found, ">", 0)):
        return 1
    return -1 if truthy(send(found, "<", 0)) else 0


def incomparable(a: Any, b: Any) -> RubyError:
    """The error of two values without an order; immediate values are shown, others named by class."""
    small = isinstance(b, int) and -(2**62) <= b < 2**62
    shown = inspect(b) if small or b is None or isinstance(b, float | Symbol) else class_name(b)
    return ArgumentError(f"comparison of {class_name(a)} with {shown} failed")


_sweep_at = [1000]


def freeze(value: Any) -> Any:
    """Ruby's `freeze`; gives the value."""
    if type(value) is list:
        frozen_lists[id(value)] = value
        if len(frozen_lists) > _sweep_at[0]:
            _forget_lost_lists()
    elif not getattr(value, "frozen", True):
        value.frozen = True
    return value


def _forget_lost_lists() -> None:
    """Drop frozen arrays that nobody else holds (3: table, loop name, argument of getrefcount)."""
    from sys import getrefcount

    for ident in list(frozen_lists):
        found = frozen_lists[ident]
        if getrefcount(found) <= 3:
            del frozen_lists[ident]
    _sweep_at[0] = max(1000, 2 * len(frozen_lists))


def is_frozen(value: Any) -> bool:
    """Ruby's `frozen?`."""
    if type(value) is list:
        return id(value) in frozen_lists
    if isinstance(value, RClass):
        return False
    return bool(getattr(value, "frozen", True))


def clone_is_frozen(value: Any, freeze: Any) -> bool:
    """Whether a clone is frozen: as the original is, unless `freeze:` says otherwise."""
    if freeze is not None and type(freeze) is not bool:
        raise ArgumentError(f"unexpected value for freeze: {class_name(freeze)}")
    return is_frozen(value) if freeze is None else freeze


def check_list(array: list[Any]) -> None:
    """FrozenError for a frozen Array; every mutator of Array asks first."""
    if frozen_lists and id(array) in frozen_lists:
        raise frozen_error(array)


def frozen_error(value: Any) -> RubyError:
    """The error of a change to a frozen value."""
    return FrozenError(f"can't modify frozen {class_name(value)}: {inspect(value)}")


def inspect(value: Any) -> str:
    """Ruby's `inspect` as Python text."""
    kind = type(value)
    if kind is int:
        return in_base(value)
    if value is None:
        return "nil"
    if kind is bool:
        return "true" if value else "false"
    return plain_text(value, send(value, "inspect"))


def to_s(value: Any) -> str:
    """Ruby's `to_s` as Python text, as interpolation calls it."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if isinstance(value, RString):
        return value.text
    if kind is Symbol:
        return value.name  # type: ignore[no-any-return]
    if value is None:
        return ""
    return plain_text(value, send(value, "to_s"))


def plain_text(value: Any, found: Any) -> str:
    """The text that `to_s` or `inspect` gave; what is no String counts as the bare object."""
    if type(found) is str:
        return found
    if isinstance(found, RString):
        return found.text
    if type(found) is Binary:
        return found.data.decode("utf-8", "surrogateescape")
    return any_to_s(value)


def any_to_s(value: Any) -> str:
    """The text of an object that has none of its own."""
    return f"#<{class_name(value)}>"


def no_conversion(value: Any, target: str) -> RubyError:
    """The TypeError of a missing implicit conversion."""
    return TypeError_(f"no implicit conversion of {describe(value)} into {target}")


def to_int(value: Any) -> int:
    """An Integer argument: floats are cut, text is refused."""
    kind = type(value)
    if kind is int:
        return value  # type: ignore[no-any-return]
    if kind is float:
        return float_to_int(value)
    if value is None:
        raise TypeError_("no implicit conversion from nil to integer")
    if kind is not bool and responds(value, "to_int"):
        return int(send(value, "to_int"))
    raise no_conversion(value, "Integer")


def float_to_int(value: float) -> int:
    """A Float cut to an Integer; FloatDomainError for what has none."""
    if value != value:
        raise FloatDomainError("NaN")
    if value in (float("inf"), float("-inf")):
        raise FloatDomainError("Infinity" if value > 0 else "-Infinity")
    return int(value)


def to_index(value: Any) -> int:
    """An Integer that must fit a machine word, as indexes and counts do."""
    if type(value) is float and not -(2.0**63) <= value < 2.0**63:
        raise RangeError(f"float {c_float(value)} out of range of integer")
    found = to_int(value)
    if not -(2**63) <= found < 2**63:
        raise RangeError("bignum too big to convert into `long'")
    return found


def c_float(value: float) -> str:
    """A Float as C's `%.10g` shows it in messages."""
    return f"{value:.10g}".replace("inf", "Inf").replace("nan", "NaN")


def check_array_size(count: int) -> None:
    """The error of an Array that no memory holds."""
    if count >= 2**60:
        raise ArgumentError("array size too big")


def to_short_index(value: Any) -> int:
    """An Integer that must fit C's `int`, as numbers of digits do."""
    found = to_index(value)
    if not -(2**31) <= found < 2**31:
        raise RangeError(f"integer {found} too {'big' if found > 0 else 'small'} to convert to `int'")
    return found


def to_ary(value: Any) -> list[Any]:
    """An Array argument: arrays and what has `to_ary`."""
    if type(value) is list:
        return value
    if responds(value, "to_ary"):
        return converted(value, "to_ary", list)
    raise no_conversion(value, "Array")


def to_hash(value: Any) -> Hash:
    """A Hash argument: hashes and what has `to_hash`."""
    if isinstance(value, Hash):
        return value
    if responds(value, "to_hash"):
        return converted(value, "to_hash", Hash)
    raise no_conversion(value, "Hash")


def as_ary(value: Any) -> list[Any] | None:
    """An Array if the value converts to one implicitly, else None."""
    if type(value) is list:
        return value
    return converted(value, "to_ary", list) if responds(value, "to_ary") else None


def converted(value: Any, method: str, kind: type[T]) -> T:
    """What a conversion method gives; the TypeError where that is of another kind."""
    found = send(value, method)
    if isinstance(found, kind):
        return found
    name, wanted = class_name(value), class_of_type(kind).name
    raise TypeError_(f"can't convert {name} to {wanted} ({name}#{method} gives {class_name(found)})")


def name_of(value: Any) -> str:
    """A name of a method, variable or constant, given as Symbol or String."""
    if isinstance(value, Symbol):
        return value.name
    if isinstance(value, str | RString):
        return str(value)
    if isinstance(value, Binary):
        return value.data.decode("utf-8", "surrogateescape")
    raise TypeError_(f"{inspect(value)} is not a symbol nor a string")


def class_argument(value: Any) -> RClass:
    """An argument that must be a class or module."""
    if not isinstance(value, RClass):
        raise TypeError_("class or module required")
    return value


def truthy(value: Any) -> bool:
    """Ruby's truth: only nil and false are not."""
    return value is not None and value is not False


def pop_options(args: tuple[Any, ...]) -> tuple[list[Any], Hash]:
    """Positional arguments, and the trailing keywords (an empty Hash where there are none)."""
    if args and isinstance(args[-1], Hash):
        return list(args[:-1]), args[-1]
    return list(args), Hash()
