"""Following calls: of methods of the source, of the core, of lambdas of the connector; operators."""

from __future__ import annotations

import re

from .base import Names, Node
from .effects import GIVE_BACK, MUTATORS, SENDERS, unknown, way
from .flows import Flow
from .functions import Functions

GROUPS = re.compile(r"\(\?<([a-z_]\w*)>")
"""The named groups of a regex."""


OF_ARRAYS = {"<<": "push", "concat": "update"}
"""What a method of Strings and arrays is, where the receiver is an array."""

CONTAINERS = ("array", "hash", "string_array", "symbol_array", "pair")
GIVE_ARRAYS = frozenset(
    ["map", "flat_map", "filter_map", "select", "keys", "values", "sort_by", "compact", "split"]
)


class Calls(Functions):
    """Everything that reaches a method."""

    def flow_identifier(self, node: Node) -> Flow:
        """A local, or a call."""
        name = self.text(node)
        local = self.names.find(name)
        return self.called_result(node, name, Flow(), [], None, bare=True) if local is None else local

    def block_given(self, node: Node, leave: Flow) -> Flow | None:
        """The block of a call, written or passed with `&`."""
        block = node.child_by_field_name("block")
        if block is not None:
            return self.block(block, leave)
        args = node.child_by_field_name("arguments")
        given = [] if args is None else args.named_children
        method = node.child_by_field_name("method")
        if given and given[-1].type == "simple_symbol" and self.text(method) in ("inject", "reduce"):
            return self.symbol_block(given[-1])
        for child in given:
            if child.type == "block_argument":
                inner = child.named_children
                if not inner:
                    return self.frame.block
                symbol = inner[0].type == "simple_symbol"
                return self.symbol_block(inner[0]) if symbol else self.flow(inner[0])
        return None

    def symbol_block(self, node: Node, target: Flow | None = None) -> Flow:
        """`&:name`, or `target.method(:name)`."""
        made = Flow()
        of = target or made.parameter(0)
        rest = [made.parameter(0 if target else 1)]
        made.given.join(self.invoke(self.text(node)[1:], of, rest, None))
        return made

    def flow_call(self, node: Node) -> Flow:
        """`a.b(c) { }`."""
        receiver, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        name = "call" if method is None else self.text(method)
        bare = receiver is None or receiver.type == "self"
        body = node.child_by_field_name("block")
        if bare and name in ("lambda", "proc") and body is not None:
            return Flow() if self.deferred(body) else self.block(body, Flow(), own=name == "lambda")
        target = Flow() if bare else self.flow(receiver)
        args, loose = self.arguments(node.child_by_field_name("arguments"))
        leave = Flow()
        block = self.block_given(node, leave)
        if method is not None and method.type == "super":
            return self.proc_call(self.method(self.frame.name), args, loose)
        if receiver is not None and self.is_class(receiver, name):
            found = self.class_call(node, self.text(receiver), name, args, block)
        else:
            symbol = self.first_symbol(node)
            found = self.called_result(node, name, target, args, block, bare, loose, symbol)
        if body is not None:
            made = way(name)
            stream = None if made in ("mutable", "mutable_made") or bare or name in MUTATORS else target
            if made != "mutable" and not bare and name not in MUTATORS:
                self.by_receiver.add(body.id)
            self.entries[body.id] = (stream, self.entries[body.id][1])
        return found.join(leave)

    def is_class(self, receiver: Node, name: str) -> bool:
        """Whether a receiver is a class: one of the core, or one that makes an instance."""
        known = receiver.type in ("constant", "scope_resolution")
        return known and (name == "new" or self.text(receiver) not in self.facts.own_constants)

    def first_symbol(self, node: Node) -> Node | None:
        """The first argument of a call, where it is a symbol or String literal."""
        args = node.child_by_field_name("arguments")
        first = args.named_children[0] if args is not None and args.named_children else None
        return first if first is not None and first.type in ("simple_symbol", "string") else None

    def called_result(
        self, node: Node, name: str, target: Flow, args: list[Flow], block: Flow | None,
        bare: bool = False, loose: bool = False, symbol: Node | None = None,
    ) -> Flow:  # fmt: skip
        """The result of a call, remembered where it may have to be made mutable."""
        name = OF_ARRAYS[name] if name in OF_ARRAYS and self.gives_container(node) else name
        if name in SENDERS and not (bare and name == "call"):
            found = self.sent(name, target, args, block, symbol)
        elif bare and name == "call" and name not in self.facts.own_names:
            found = self.unit_call(args, loose, symbol)
            self.hand_over(node.child_by_field_name("arguments"), args)
        else:
            found = self.invoke(name, target, args, block, bare, loose)
        through = block is not None and node.child_by_field_name("block") is None and name in GIVE_BACK
        if not (bare and name in self.facts.own_names):
            self.results[node.id] = (found, "mutable" if through else way(name))
        return found

    def gives_container(self, node: Node) -> bool:
        """Whether the argument of a call is a container for sure, so that the receiver is an array."""
        args = node.child_by_field_name("arguments")
        arg = node.child_by_field_name("right") if args is None else next(iter(args.named_children), None)
        method = (
            self.text(arg.child_by_field_name("method")) if arg is not None and arg.type == "call" else ""
        )
        return arg is not None and (arg.type in CONTAINERS or (method in GIVE_ARRAYS))

    def sent(
        self, name: str, target: Flow, args: list[Flow], block: Flow | None, symbol: Node | None
    ) -> Flow:
        """`send(:name, …)`, `method(:name)`."""
        if symbol is None:
            target.root().changed = True
            return unknown(target, args, block)
        if name == "method":
            wanted = self.text(symbol)[1:]
            return (
                self.method(wanted) if wanted in self.facts.own_names else self.symbol_block(symbol, target)
            )
        return self.invoke(self.text(symbol).strip(":\"'"), target, args[1:], block)

    def unit_call(self, args: list[Flow], loose: bool, symbol: Node | None) -> Flow:
        """The SDK's `call('name', …)`: the lambdas of `methods`."""
        name = "" if symbol is None else self.text(symbol).strip(":\"'")
        result = Flow(text=True)
        for record in self.called(name):
            if loose:
                record.loosen()
            for i, arg in enumerate(args[1:]):
                record.parameter(i).join(arg)
            result.join(record.given)
        return result

    def called(self, name: str) -> list[Flow]:
        """The lambdas that `call(name)` may reach."""
        units = self.facts.methods
        wanted = [name] if name in units else [] if name else list(units)
        for each in wanted:
            if "call:" + each not in self.methods:
                body, params = units[each]
                saved, self.names = self.names, Names()
                self.function(body, params, self.method("call:" + each))
                self.names = saved
        return [self.method("call:" + each) for each in wanted]

    def class_call(self, node: Node, receiver: str, name: str, args: list[Flow], block: Flow | None) -> Flow:
        """A method of a class: only `new` of containers is known."""
        made = Flow()
        if name == "new" and receiver in ("Proc", "Hash", "Array", "String"):
            if receiver == "Proc":
                return block or made
            if receiver == "String":
                made.text = True
            elif receiver == "Hash" and block is not None:
                block.parameter(0).join(made)
            made.content.join(*args, *([] if block is None else [block.given]))
        else:
            self.own_call("initialize" if name == "new" else name, args, block)
            made = self.invoke(name, made, args, block)
        self.results[node.id] = (made, "mutable")
        return made

    def flow_binary(self, node: Node) -> Flow:
        """`a + b`, `a || b`, `a << b`."""
        operator = self.facts.source.operator(node)
        left, right = (self.flow(node.child_by_field_name(side)) for side in ("left", "right"))
        if operator == "=~":
            self.bind_groups(node.child_by_field_name("left"))
        if operator in ("||", "or"):
            return Flow().join(left, right)
        if operator in ("&&", "and"):
            return right
        return self.called_result(node, operator, left, [right], None)

    def bind_groups(self, regex: Node) -> None:
        """`/(?<a>…)/ =~ b`: the groups become locals."""
        names = GROUPS.findall(self.text(regex)) if regex.type == "regex" else []
        self.entries[regex.id] = (None, {name: self.names.declare(name) for name in names})

    def flow_unary(self, node: Node) -> Flow:
        """`!a`, `-a`, `+a`."""
        operand = self.flow(node.child_by_field_name("operand"))
        operator = self.facts.source.operator(node)
        if operator in ("!", "not", "defined?", "~"):
            return Flow()
        return self.called_result(node, operator + "@", operand, [], None)

    def flow_element_reference(self, node: Node) -> Flow:
        """`a[b]`."""
        target, keys, nodes = self.indexed(node)
        found = Flow().join(target.content)
        if len(nodes) != 1 or nodes[0].type not in ("string", "simple_symbol", "integer"):
            found.content.join(target.content)
            found.join(self.proc_call(target, keys))
        own = self.own_call("[]", keys, None)
        if own is not None:
            found.join(own)
        self.results[node.id] = (found, "mutable_picked")
        return found
