"""Following functions: what parameters get, what a body gives, what a block may leave with."""

from __future__ import annotations

from .base import Follower, Frame, Names, Node
from .flows import Flow


class Functions(Follower):
    """Lambdas, blocks, methods and classes."""

    def function(
        self, node: Node, params: Node | None, made: Flow, frame: Frame | None = None
    ) -> dict[str, Flow]:
        """Follow a body with its parameters; gives the locals that these are."""
        saved, self.frame = self.frame, frame or Frame(made.given, made.given, made.given, Flow())
        self.names = Names(self.names)
        self.parameters(node, params, made)
        locals_ = dict(self.names.own)
        body = node.child_by_field_name("body")
        made.given.join(self.flow(body))
        self.names = self.names.outer or Names()
        self.frame = saved
        return locals_

    def parameters(self, node: Node, params: Node | None, made: Flow) -> None:
        """Bind what a function takes to its locals."""
        own = self.names.own
        if params is None:
            for i in range(self.facts.numbered(node)):
                own[f"_{i + 1}"] = made.parameter(i)
            return
        taken = [c for c in params.named_children if c.type not in ("block_parameter", "comment")]
        for position, child in enumerate(taken):
            if self.is_block_local(params, child):
                own[self.text(child)] = Flow()
            else:
                self.parameter(child, made.parameter(position))
            if child.type in ("keyword_parameter", "splat_parameter", "hash_splat_parameter"):
                made.loosen()
        for child in params.named_children:
            if child.type == "block_parameter":
                own[self.text(child.child_by_field_name("name"))] = self.frame.block

    def parameter(self, node: Node, given: Flow) -> None:
        """Bind one parameter."""
        own, name = self.names.own, self.text(node.child_by_field_name("name")) or self.text(node)
        if node.type == "destructured_parameter":
            for inner in self.bound(node):
                own[inner] = Flow()
            self.assign(node, given)
        elif node.type in ("splat_parameter", "hash_splat_parameter"):
            own[name] = Flow()
            own[name].content.join(given)
        else:
            own[name] = Flow().join(given)
            own[name].join(self.flow(node.child_by_field_name("value")))

    def is_block_local(self, params: Node, child: Node) -> bool:
        """Whether a name of a parameter list stands after its `;`."""
        return child.type == "identifier" and b";" in self.data[params.start_byte : child.start_byte]

    def bound(self, node: Node) -> list[str]:
        """The names of a destructured parameter."""
        if node.type == "identifier":
            return [self.text(node)]
        return [name for child in node.named_children for name in self.bound(child)]

    def deferred(self, node: Node) -> bool:
        """Whether a lambda of a connector is a unit of its own."""
        top = self.facts.lazy is not None and self.names.outer is None and not self.frame.name
        return top and not self.facts.uses(node, set(self.names.own))

    def flow_lambda(self, node: Node) -> Flow:
        """`->(x) { }`."""
        made = Flow()
        if self.deferred(node):
            return made
        self.function(node.child_by_field_name("body"), node.child_by_field_name("parameters"), made)
        return made

    def block(self, node: Node, leave: Flow, own: bool = False) -> Flow:
        """A block; one that is a lambda is left by its own `return`."""
        made = Flow()
        home = self.frame
        frame = Frame(made.given if own else home.result, made.given, leave, home.block, home.name)
        found = self.function(node, node.child_by_field_name("parameters"), made, frame)
        self.entries[node.id] = (Flow(), found)
        return made

    def flow_method(self, node: Node) -> Flow:
        """`def`."""
        name = self.text(node.child_by_field_name("name"))
        record, block = self.method(name), self.blocks.setdefault(name, Flow())
        saved, self.names = self.names, Names()
        frame = Frame(record.given, record.given, Flow(), block, name)
        self.function(node, node.child_by_field_name("parameters"), record, frame)
        self.names = saved
        return Flow()

    flow_singleton_method = flow_method

    def flow_class(self, node: Node) -> Flow:
        """The body of a class or module: a scope of its own."""
        saved, self.names = self.names, Names()
        self.flow(node.child_by_field_name("body"))
        self.names = saved
        return Flow()

    flow_module = flow_singleton_class = flow_class

    def flow_yield(self, node: Node) -> Flow:
        """`yield a`."""
        args, loose = self.arguments(node.named_children[0]) if node.named_children else ([], False)
        return self.proc_call(self.frame.block, args, loose)

    def flow_super(self, node: Node) -> Flow:
        """`super`: the methods of one name share their flows."""
        return Flow().join(self.method(self.frame.name).given)
