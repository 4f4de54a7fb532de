"""ActiveSupport::Duration: `1.day`, its arithmetic and text."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, TypeError_
from ...registry import FLOAT, INTEGER, NUMERIC, OBJECT, define_class, method, own, send, singleton
from ...values import MISSING, Hash, Proc, RClass, Symbol
from ..numeric import RATIONAL, Scalar, class_name, is_number
from ..object import class_argument
from .moments import Duration, Moment, RDate

DURATION = define_class("ActiveSupport::Duration", OBJECT, Duration)
SECONDS = {
    "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800, "months": 2629746,
    "years": 31556952,
}  # fmt: skip
PARTS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
DURATION.constants.update(
    {f"SECONDS_PER_{unit[:-1].upper()}": size for unit, size in SECONDS.items() if unit != "seconds"}
)


def calc(a: Any, op: str, b: Any) -> Any:
    """A Ruby operator on two numbers."""
    if type(a) is int and type(b) is int and op in "+-*":
        return a + b if op == "+" else a - b if op == "-" else a * b
    return send(a, op, b)


def each(duration: Duration, op: str, number: Any) -> dict[str, Any]:
    """An operator on every part."""
    return {unit: calc(value, op, number) for unit, value in duration.parts.items()}


def made(unit: str, value: Any) -> Duration:
    """`2.weeks`"""
    return Duration(calc(value, "*", SECONDS[unit]), {unit: value})


def refused(other: Any, self: Any) -> TypeError_:  # type: ignore[valid-type]
    """The TypeError of arithmetic with what is no number."""
    return TypeError_(f"no implicit conversion of {class_name(other)} into {class_name(self)}")


def plain(value: Any) -> Any:
    """The number inside a Duration or Scalar."""
    return value.value if isinstance(value, (Duration, Scalar)) else value


@method(DURATION, "+")
def add(self: Duration, block: Proc | None, other: Any) -> Duration:
    """Part by part; a number counts as seconds."""
    if isinstance(other, Duration):
        parts = dict(self.parts)
        for unit, value in other.parts.items():
            parts[unit] = calc(parts[unit], "+", value) if unit in parts else value
        return Duration(calc(self.value, "+", other.value), parts)
    seconds = calc(self.parts.get("seconds", 0), "+", other)
    return Duration(calc(self.value, "+", other), {**self.parts, "seconds": seconds})


@method(DURATION, "-")
def subtract(self: Duration, block: Proc | None, other: Any) -> Duration:
    """Part by part."""
    return add(self, None, negate(other, None) if isinstance(other, Duration) else send(other, "-@"))


@method(DURATION, "*")
def multiply(self: Duration, block: Proc | None, other: Any) -> Duration:
    """Every part times a number."""
    number = plain(other)
    if not is_number(number):
        raise refused(other, self)
    return Duration(calc(self.value, "*", number), each(self, "*", number))


@method(DURATION, "/")
def divide(self: Duration, block: Proc | None, other: Any) -> Any:
    """Every part divided; by a Duration it is a number."""
    if isinstance(other, Duration):
        return calc(self.value, "/", other.value)
    number = plain(other)
    if not is_number(number):
        raise refused(other, self)
    return Duration(calc(self.value, "/", number), each(self, "/", number))


@method(DURATION, "%")
def modulo(self: Duration, block: Proc | None, other: Any) -> Duration:
    """The remainder in new parts."""
    number = plain(other)
    if not is_number(number):
        raise refused(other, self)
    return build(calc(self.value, "%", number))


@method(DURATION, "-@")
def negate(self: Duration, block: Proc | None) -> Duration:
    """Every part negated."""
    return Duration(send(self.value, "-@"), {unit: send(value, "-@") for unit, value in self.parts.items()})


@method(DURATION, "+@")
def plus(self: Duration, block: Proc | None) -> Duration:
    """Itself."""
    return self


@method(DURATION, "coerce")
def coerce(self: Duration, block: Proc | None, other: Any) -> list[Any]:
    """A number on the left becomes a Scalar."""
    return [other if isinstance(other, Scalar) else Scalar(plain(other)), self]


@method(DURATION, "<=>")
def spaceship(self: Duration, block: Proc | None, other: Any) -> Any:
    """By seconds."""
    number = plain(other)
    return send(self.value, "<=>", number) if is_number(number) else None


@method(DURATION, "==", "===")
def equals(self: Duration, block: Proc | None, other: Any) -> bool:
    """By seconds; a plain number may be equal."""
    if isinstance(other, Duration):
        return bool(self.value == other.value)
    return send(other, "==", self.value) is True


@method(DURATION, "!=")
def differs(self: Duration, block: Proc | None, other: Any) -> bool:
    """Not equal in seconds."""
    return not equals(self, None, other)


@method(DURATION, "eql?")
def eql(self: Duration, block: Proc | None, other: Any) -> bool:
    """A Duration of the same value."""
    return isinstance(other, Duration) and self == other


@method(DURATION, "hash")
def hash_(self: Duration, block: Proc | None) -> Any:
    """That of its value."""
    return send(self.value, "hash")


@method(DURATION, "value")
def value(self: Duration, block: Proc | None) -> Any:
    """The seconds."""
    return self.value


@method(DURATION, "parts")
def parts_(self: Duration, block: Proc | None) -> Hash:
    """`{days: 1}`"""
    return Hash({Symbol(unit): number for unit, number in self.parts.items()})


@method(DURATION, "to_s")
def to_s(self: Duration, block: Proc | None, *args: Any) -> Any:
    """The seconds."""
    return send(self.value, "to_s", *args)


@method(DURATION, "to_i", "in_seconds")
def to_i(self: Duration, block: Proc | None) -> Any:
    """Whole seconds."""
    return send(self.value, "to_i")


def per(unit: str) -> Any:
    """Make `in_minutes` and its kin."""

    def run(self: Duration, block: Proc | None) -> float:
        return float(to_i(self, None) / float(SECONDS[unit]))

    run.__doc__ = f"As {unit}."
    return run


for _unit in SECONDS:
    if _unit != "seconds":
        method(DURATION, "in_" + _unit)(per(_unit))


@method(DURATION, "is_a?", "kind_of?")
def is_a(self: Duration, block: Proc | None, rclass: RClass) -> bool:
    """A Duration is also what its value is."""
    from ..object import is_a as generally

    return class_argument(rclass) is DURATION or generally(self.value, rclass)


@method(DURATION, "instance_of?")
def instance_of(self: Duration, block: Proc | None, rclass: RClass) -> bool:
    """A Duration, or of its value's class."""
    return class_argument(rclass) is DURATION or type(self.value) in rclass.pytypes


@method(DURATION, "inspect")
def inspect(self: Duration, block: Proc | None) -> str:
    """`1 day and 2 hours`"""
    if not self.parts:
        return f"{send(self.value, 'to_s')} seconds"
    shown = [
        f"{send(self.parts[unit], 'to_s')} {unit[:-1] if self.parts[unit] == 1 else unit}"
        for unit in PARTS
        if unit in self.parts
    ]
    if len(shown) < 3:
        return " and ".join(shown)
    return ", ".join(shown[:-1]) + ", and " + shown[-1]


@method(DURATION, "as_json")
def as_json(self: Duration, block: Proc | None, options: Any = None) -> Any:
    """Whole seconds."""
    return to_i(self, None)


def moved(self: Duration, sign: int, moment: Any) -> Any:
    """A time this long after (or before) another: part by part, so that months keep the day."""
    if not isinstance(moment, (Moment, RDate)):
        raise ArgumentError(f"expected a time or date, got {send(moment, 'inspect')}")
    if not self.parts:
        return send(moment, "since", calc(self.value, "*", sign))
    for unit, number in self.parts.items():
        signed = calc(number, "*", sign)
        if unit in ("seconds", "minutes", "hours"):
            moment = send(moment, "since", calc(signed, "*", SECONDS[unit]))
        else:
            moment = send(moment, "advance", Hash({Symbol(unit): signed}))
    return moment


def current() -> Any:
    """`Time.current`"""
    from ...registry import constants

    return constants["Time"].singleton["current"](constants["Time"], None)


@method(DURATION, "since", "from_now", "after")
def since(self: Duration, block: Proc | None, moment: Any = MISSING) -> Any:
    """After a time, or from now."""
    return moved(self, 1, current() if moment is MISSING else moment)


@method(DURATION, "ago", "until", "before")
def ago(self: Duration, block: Proc | None, moment: Any = MISSING) -> Any:
    """Before a time, or before now."""
    return moved(self, -1, current() if moment is MISSING else moment)


def build(value: Any) -> Duration:
    """A number of seconds in all units."""
    parts: dict[str, Any] = {}
    sign = (value > 0) - (value < 0)
    rest = abs(send(value, "round", 9)) if not isinstance(value, int) else abs(value)
    if value != 0:
        for unit in PARTS[:-1]:
            count = send(rest, "div", SECONDS[unit])
            rest = send(rest, "%", SECONDS[unit])
            parts[unit] = count * sign
    parts["seconds"] = rest * sign
    return Duration(value, parts)


@singleton(DURATION, "build")
def build_(self: Any, block: Proc | None, value: Any) -> Duration:
    """`ActiveSupport::Duration.build(3661)`"""
    number = plain(value)
    if not is_number(number):
        raise TypeError_(f"can't build an ActiveSupport::Duration from a {class_name(value)}")
    return build(number)


def unit_methods(unit: str, times: int = 1) -> Any:
    """Make `seconds`, `days` … of numbers and of the class."""

    def run(self: Any, block: Proc | None) -> Duration:
        return made(unit, calc(self, "*", times) if times != 1 else self)

    run.__doc__ = f"That many {unit}."
    return run


def class_unit(unit: str) -> Any:
    """Make `ActiveSupport::Duration.days(3)` and its kin."""

    def run(self: Any, block: Proc | None, value: Any) -> Duration:
        number = plain(value)
        if not is_number(number):
            raise TypeError_(f"can't build an ActiveSupport::Duration from a {class_name(value)}")
        return made(unit, number)

    run.__doc__ = f"That many {unit}."
    return run


for _unit in ("seconds", "minutes", "hours", "days", "weeks"):
    method(NUMERIC, _unit, _unit[:-1])(unit_methods(_unit))
for _unit in ("months", "years"):
    method(INTEGER, _unit, _unit[:-1])(unit_methods(_unit))
method(NUMERIC, "fortnights", "fortnight")(unit_methods("weeks", 2))
for _unit in SECONDS:
    DURATION.singleton[_unit] = class_unit(_unit)


def forward(name: str) -> Any:
    """A method that a Duration leaves to its value."""

    def run(self: Duration, block: Proc | None, *args: Any) -> Any:
        return send(self.value, name, *args, block=block)

    run.__doc__ = f"`{name}` of its value."
    return run


@method(DURATION, "frozen?")
def is_frozen(self: Duration, block: Proc | None) -> bool:
    """Not by itself."""
    return False


@method(DURATION, "method_missing")
def method_missing(self: Duration, block: Proc | None, name: Symbol, *args: Any) -> Any:
    """What Duration has not is its value's."""
    return send(self.value, name.name, *args, block=block)


def forward_rest() -> None:
    """Give Duration every method of numbers that it has not itself, as its method_missing does."""
    for rclass in (INTEGER, FLOAT, RATIONAL, NUMERIC):
        for name in own.get(rclass, {}):
            if name not in own[DURATION]:
                method(DURATION, name)(forward(name))
