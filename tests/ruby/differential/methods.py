"""The methods that both sides have, asked from both."""

from __future__ import annotations

from wkt_cli import ruby
from wkt_cli.ruby import registry

from .child import Child
from .deliberate import LEFT_OUT, LEFT_OUT_OF

SAMPLES = {
    "String": '""', "Symbol": ":a", "Integer": "1", "Float": "1.5", "Rational": "1r", "BigDecimal": "BigDecimal('1')", "Complex": "1i",
    "NilClass": "nil", "Boolean": "true", "Regexp": "/a/", "MatchData": "'a'.match(/a/)", "Range": "(1..2)", "Array": "[]", "Hash": "{}",
    "ActiveSupport::HashWithIndifferentAccess": "{}.with_indifferent_access", "Set": "Set.new", "Enumerator": "[].each",
    "Enumerator::Lazy": "[].lazy", "Proc": "proc {}", "Time": "Time.at(0)", "ActiveSupport::TimeWithZone": "Time.zone.at(0)",
    "Date": "Date.new", "DateTime": "DateTime.new", "ActiveSupport::Duration": "1.day", "ActiveSupport::TimeZone": "Time.zone",
}  # fmt: skip
"""One value of each kind, to ask it what it answers."""

Arities = dict[str, int]
"""How many arguments each method takes, as Ruby's `arity` tells it."""

COMMON = "[Object, Kernel, BasicObject, Module, Class, Comparable].include?(x.method(name).owner)"


def of(kind: str, child: Child) -> Arities:
    """The public methods of a kind of value that both sides have, without those that every object has."""
    return _shared(SAMPLES[kind], f"!{COMMON}", LEFT_OUT_OF.get(kind, frozenset()), child)


def of_class(name: str, child: Child) -> Arities:
    """The methods of a class or module itself."""
    left_out = LEFT_OUT_OF["Class"] | LEFT_OUT_OF.get(f"{name}.", frozenset())
    return _shared(name, f"!{COMMON} || name == :new", left_out, child)


def of_every_object(child: Child) -> Arities:
    """The public methods that every object has."""
    return _shared("1", COMMON, frozenset(), child)


def functions(child: Child) -> Arities:
    """The functions of Kernel that both sides have."""
    ruby.evaluate("nil")
    names = child.names("Kernel.private_instance_methods")
    known = [name for name in names if name in registry.functions and name not in LEFT_OUT_OF["Kernel"]]
    return child.pairs(f"{known!r}.to_h {{ |name| [name, method(name).arity] }}")


def _shared(receiver: str, condition: str, left_out: frozenset[str], child: Child) -> Arities:
    named = f"x = {receiver}\nx.public_methods.select {{ |name| {condition} }}.to_h {{ |name| [name, x.method(name).arity] }}"
    arities = {name: arity for name, arity in child.pairs(named).items() if name not in LEFT_OUT | left_out}
    answered = ruby.evaluate(f"x = {receiver}\n{list(arities)!r}.select {{ |name| x.respond_to?(name) }}")
    return {name: arities[name] for name in answered}
