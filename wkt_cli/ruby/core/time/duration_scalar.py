"""A plain number on the left of a Duration (`2 * 1.day`): ActiveSupport's Scalar."""

from __future__ import annotations

from typing import Any

from ...registry import NUMERIC, define_class, method, send
from ...values import Proc
from ..numeric import Scalar, is_number
from .duration import build, calc, plain, refused
from .moments import Duration

SCALAR = define_class("ActiveSupport::Duration::Scalar", NUMERIC, Scalar)


def scalar_operator(op: str) -> Any:
    """Make an operator of a plain number with a Duration on the right."""

    def run(self: Scalar, block: Proc | None, other: Any) -> Any:
        if not isinstance(other, Duration):
            number = plain(other)
            if not is_number(number):
                raise refused(other, self)
            return Scalar(calc(self.value, op, number))
        return scalar_duration(self.value, op, other)

    run.__doc__ = f"`{op}`"
    return run


def scalar_duration(number: Any, op: str, other: Duration) -> Any:
    """A number, an operator and a Duration."""
    if op == "/":
        return calc(number, "/", other.value)
    if op == "%":
        return build(calc(number, "%", other.value))
    if op == "*":
        return Duration(
            calc(number, "*", other.value), {u: calc(number, "*", v) for u, v in other.parts.items()}
        )
    parts = dict(other.parts) if op == "+" else {u: send(v, "-@") for u, v in other.parts.items()}
    parts["seconds"] = calc(number, op, other.parts.get("seconds", 0))
    return Duration(calc(number, op, other.value), parts)


for _op in ("+", "-", "*", "/", "%"):
    method(SCALAR, _op)(scalar_operator(_op))


@method(SCALAR, "divmod")
def scalar_divmod(self: Scalar, block: Proc | None, other: Any) -> list[Any]:
    """Floored quotient, and what it leaves."""
    quotient = send(self, "div", other)
    return [quotient, send(self, "-", send(other, "*", quotient))]


@method(SCALAR, "<=>")
def scalar_order(self: Scalar, block: Proc | None, other: Any) -> Any:
    """By value."""
    number = plain(other)
    return send(self.value, "<=>", number) if is_number(number) else None
