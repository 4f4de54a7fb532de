"""Following the values of a source: what all kinds of nodes use."""

from __future__ import annotations

from typing import Any, NamedTuple

from .effects import effect
from .flows import Flow

Node = Any


class Names:
    """The locals of a scope."""

    def __init__(self, outer: Names | None = None) -> None:
        self.own: dict[str, Flow] = {}
        self.outer = outer

    def find(self, name: str) -> Flow | None:
        """The flow of a local, or None."""
        scope: Names | None = self
        while scope is not None:
            if name in scope.own:
                return scope.own[name]
            scope = scope.outer
        return None

    def declare(self, name: str) -> Flow:
        """The flow of a local that is assigned."""
        found = self.find(name)
        if found is None:
            found = self.own[name] = Flow()
        return found


class Frame(NamedTuple):
    """A function while it is followed: what its jumps give, block and name of the method around."""

    result: Flow
    next: Flow
    leave: Flow
    block: Flow
    name: str = ""


class Follower:
    """The flows of one unit (a program, or a lambda of a connector)."""

    def __init__(self, facts: Any) -> None:
        self.facts, self.data = facts, facts.data
        self.names = Names()
        self.me, self.raised, self.thrown = Flow(), Flow(), Flow()
        self.methods: dict[str, Flow] = {}
        self.blocks: dict[str, Flow] = {}
        self.variables: dict[str, Flow] = {}
        self.texts: set[str] = set()
        self.literals: dict[int, Flow] = {}
        self.results: dict[int, tuple[Flow, str]] = {}
        self.by_receiver: set[int] = set()
        """The blocks that get new Strings unless the receiver is a container."""
        self.handed: dict[int, Flow] = {}
        self.entries: dict[int, tuple[Flow | None, dict[str, Flow]]] = {}
        self.frame = Frame(Flow(), Flow(), Flow(), Flow())

    def text(self, node: Node | None) -> str:
        """The source text of a node."""
        return "" if node is None else self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def flow(self, node: Node | None) -> Flow:
        """Follow an expression; gives what its value may be."""
        if node is None:
            return Flow()
        method = getattr(self, "flow_" + node.type, None)
        return self.any_of(node) if method is None else method(node)

    def any_of(self, node: Node) -> Flow:
        """The value may be that of any child."""
        return Flow().join(*(self.flow(child) for child in node.named_children))

    def last_of(self, node: Node) -> Flow:
        """The value of the last statement, or of a rescue clause."""
        last, others = Flow(), []
        for child in node.named_children:
            found = self.flow(child)
            if child.type in ("rescue", "else"):
                others.append(found)
            elif child.type not in ("ensure", "comment", "heredoc_body"):
                last = found
        return Flow().join(last, *others)

    flow_program = flow_body_statement = flow_block_body = flow_then = flow_else = flow_begin = last_of
    flow_parenthesized_statements = flow_begin_block = flow_do = flow_ensure = last_of

    def nothing(self, node: Node) -> Flow:
        """The value is no String and holds none."""
        for child in node.named_children:
            self.flow(child)
        return Flow()

    flow_regex = flow_delimited_symbol = flow_interpolation = flow_comment = flow_pair = nothing
    flow_subshell = flow_symbol_array = flow_exceptions = flow_string_content = nothing

    def assign(self, left: Node, value: Flow) -> None:
        """Assign a value to a target."""
        method = getattr(self, "assign_" + left.type, None)
        if method is not None:
            method(left, value)
        else:
            self.flow(left).join(value)

    def arguments(self, node: Node | None) -> tuple[list[Flow], bool]:
        """The arguments of a call, keywords as one hash; whether their positions are unknown."""
        found, keywords, loose = [], None, False
        for child in [] if node is None else node.named_children:
            if child.type in ("pair", "hash_splat_argument"):
                keywords = keywords or Flow()
                value = self.pair_value(child) if child.type == "pair" else self.any_of(child).content
                if child.type == "pair":
                    self.flow(child.child_by_field_name("key"))
                keywords.content.join(value)
            elif child.type == "splat_argument":
                found.append(self.any_of(child).content)
                loose = True
            elif child.type not in ("block_argument", "comment", "heredoc_body"):
                found.append(self.flow(child))
        return found + ([keywords] if keywords else []), loose

    def hand_over(self, node: Node | None, args: list[Flow]) -> None:
        """Remember what the arguments of a call of another lambda are."""
        kinds = ("block_argument", "comment", "heredoc_body", "pair", "hash_splat_argument")
        nodes = [] if node is None else [child for child in node.named_children if child.type not in kinds]
        self.handed.update((child.id, flow) for child, flow in zip(nodes[1:], args[1:], strict=False))
        for pair in [] if node is None else node.named_children:
            if pair.type == "pair" and pair.child_by_field_name("value") is not None:
                self.handed[pair.child_by_field_name("value").id] = args[-1].content

    def pair_value(self, node: Node) -> Flow:
        """The value of a pair; `x:` reads x."""
        value = node.child_by_field_name("value")
        if value is not None:
            return self.flow(value)
        name = self.text(node.child_by_field_name("key"))
        return self.names.find(name) or self.invoke(name, self.me, [], None)

    def indexed(self, node: Node) -> tuple[Flow, list[Flow], list[Node]]:
        """Receiver and keys of an index."""
        target, *keys = [c for c in node.named_children if c.type != "comment"]
        return self.flow(target), [self.flow(key) for key in keys], keys

    def method(self, name: str) -> Flow:
        """The method of a name as a Proc; all classes of the source share it."""
        return self.methods.setdefault(name, Flow())

    def own_call(self, name: str, args: list[Flow], block: Flow | None, loose: bool = False) -> Flow | None:
        """A call of a method of the source, or of the reader of an attribute."""
        if name not in self.facts.own_names:
            return None
        record = self.method(name)
        if block is not None:
            self.blocks.setdefault(name, Flow()).join(block)
        result = Flow()
        if loose:
            record.loosen()
        for i, arg in enumerate(args):
            record.parameter(i).join(arg)
        result.join(record.given)
        return result if args else result.join(self.variables.setdefault(name, Flow()))

    def invoke(
        self, name: str, target: Flow, args: list[Flow], block: Flow | None,
        bare: bool = False, loose: bool = False,
    ) -> Flow:  # fmt: skip
        """A call of a method of the source, of the core, or of both where only the receiver could tell."""
        own = self.own_call(name, args, block, loose)
        if bare and own is not None:
            return own
        if name in ("catch", "throw"):
            return self.thrown.join(*args, *([] if block is None else [block.given]))
        if name in ("raise", "message"):
            self.raised.content.join(*args)
        found = self.raised.content if name == "message" else effect(name, target, args, block)
        return found if own is None else found.join(own)

    def proc_call(self, proc: Flow, args: list[Flow], loose: bool = False) -> Flow:
        """Call a Proc."""
        if loose:
            proc.loosen()
        return effect("call", proc, args, None)
