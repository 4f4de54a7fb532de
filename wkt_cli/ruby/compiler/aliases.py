"""Which Strings may change in their place, so that all who hold one see the change.

Ruby's Strings are objects that can change; Python's `str` can't, but is what everything here is fast with. So a
String is a plain `str` unless a mutator may get it: then it is an RString from the moment it is made, and whoever holds
it holds the same object. Which Strings these are is found before a lambda or program is compiled, by following every
value from where it is made to where a mutator is called (see `flows` and `effects`): through variables, containers,
blocks, methods and lambdas of the same source. An answer is on the safe side: a String that is not found plain for sure
is an RString.

What comes from outside (arguments of a connector's lambda, results of the core) is made mutable where it comes in, in
its container. So a mutator never changes a plain `str`: one that gets there is a String that Ruby has frozen, such as
the key of a Hash, or has come on a way that is not followed; both raise FrozenError rather than go wrong silently.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .effects import MUTATORS, SENDERS, effect, unknown, way
from .flows import Flow, melt

Node = Any

TRIGGERS = re.compile(
    rb"""<<(?![~-]?["'`A-Z])|[\w\])]\s*<<|\]\s*=(?![=~])|\b(?:\w+!(?!=)|concat|prepend|insert|replace|clear|force_encoding
    |setbyte|append_as_bytes|frozen\?|equal\?|object_id|__id__|initialize_copy|FrozenError|compare_by_identity)""",
    re.X,
)
"""Text without which nothing is changed in its place."""


GROUPS = re.compile(r"\(\?<([a-z_]\w*)>")
"""The named groups of a regex."""


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


class Entry(NamedTuple):
    """A String or container that is made mutable where it comes in."""

    own: bool
    depth: int
class Aliases:
    """The flows of one unit (a program, or a lambda of a connector) and what the compiler asks about them."""

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
        self.entries: dict[int, tuple[Flow | None, dict[str, Flow]]] = {}
        self.frame = Frame(Flow(), Flow(), Flow(), Flow())

    # --- answers ------------------------------------------------------------------------------------------

    def literal(self, node: Node) -> bool:
        """Whether a String literal may change."""
        found = self.literals.get(node.id)
        return found is not None and (found.is_changed() or self.facts.by_identity)

    def result(self, node: Node, *ways: str) -> tuple[str, Entry] | None:
        """What must be made mutable of the value of a call, and by which helper, where it is one of these."""
        flow, way = self.results.get(node.id, (None, ""))
        entry = None if flow is None or way not in ways else needed(flow)
        if entry is not None and way == "held":
            entry = Entry(False, entry.depth) if entry.depth else None
        return None if entry is None else (way, entry)

    def incoming(self, node: Node) -> dict[str, Entry]:
        """The locals that a block, a lambda or a regex binds and that must be made mutable there."""
        stream, flows = self.entries.get(node.id, (None, {}))
        if stream is not None and not stream.root().streams:
            return {}
        found = {name: needed(flow) for name, flow in flows.items()}
        return {name: entry for name, entry in found.items() if entry is not None}

    # --- units --------------------------------------------------------------------------------------------

    def program(self, root: Node) -> None:
        """Follow a whole source."""
        self.flow(root)

    def unit(self, node: Node, params: Node | None) -> None:
        """Follow a lambda that is called from outside."""
        made = Flow()
        self.entries[node.id] = (None, self.function(node, params, made))

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

    # --- nodes --------------------------------------------------------------------------------------------

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

    def flow_heredoc_body(self, node: Node) -> Flow:
        """Followed at its opener."""
        return Flow()

    # --- literals -----------------------------------------------------------------------------------------

    def flow_string(self, node: Node) -> Flow:
        """A String that is made here."""
        self.nothing(node)
        made = self.literals[node.id] = Flow(text=True)
        return made

    flow_chained_string = flow_character = flow_bare_string = flow_string

    def flow_heredoc_beginning(self, node: Node) -> Flow:
        """A heredoc."""
        body = self.facts.heredoc(node)
        if body is not None:
            self.nothing(body)
        return self.flow_string(node)

    def flow_string_array(self, node: Node) -> Flow:
        """`%w[]`."""
        self.nothing(node)
        made = Flow()
        self.literals[node.id] = made.content.join(Flow(text=True))
        return made

    def flow_array(self, node: Node) -> Flow:
        """`[a, *b, c: d]`."""
        made = Flow()
        args, _ = self.arguments(node)
        made.content.join(*args)
        return made

    flow_right_assignment_list = flow_array

    def flow_hash(self, node: Node) -> Flow:
        """`{ a => b, **c }`; a String key is copied and frozen."""
        made = Flow()
        for child in node.named_children:
            if child.type == "hash_splat_argument":
                made.content.join(self.any_of(child).content)
            elif child.type == "pair":
                self.flow(child.child_by_field_name("key"))
                made.content.join(self.pair_value(child))
        return made

    def pair_value(self, node: Node) -> Flow:
        """The value of a pair; `x:` reads x."""
        value = node.child_by_field_name("value")
        if value is not None:
            return self.flow(value)
        name = self.text(node.child_by_field_name("key"))
        return self.names.find(name) or self.invoke(name, self.me, [], None)

    def flow_range(self, node: Node) -> Flow:
        """A range makes what lies between its ends."""
        made = Flow()
        made.content.join(self.any_of(node))
        made.streams = True
        return made

    # --- variables ----------------------------------------------------------------------------------------

    def flow_identifier(self, node: Node) -> Flow:
        """A local, or a call."""
        name = self.text(node)
        local = self.names.find(name)
        return self.called_result(node, name, Flow(), [], None, bare=True) if local is None else local

    def flow_self(self, node: Node) -> Flow:
        """`self`."""
        return self.me

    def variable(self, node: Node) -> Flow:
        """`@a` (and the attribute a), `@@a`, `$a`, `A`: one of its name."""
        found = self.variables.setdefault(self.text(node).lstrip("@"), Flow())
        self.results[node.id] = (found, "held")
        return found

    flow_instance_variable = flow_class_variable = flow_constant = variable

    def flow_global_variable(self, node: Node) -> Flow:
        """`$1` is made anew each time."""
        if self.text(node)[1:2].isalpha():
            return self.variable(node)
        made = Flow(text=True)
        self.results[node.id] = (made, "mutable")
        return made

    def flow_scope_resolution(self, node: Node) -> Flow:
        """`A::B`."""
        self.flow(node.child_by_field_name("scope"))
        return self.variables.setdefault(self.text(node.child_by_field_name("name")), Flow())

    # --- assignment ---------------------------------------------------------------------------------------

    def flow_assignment(self, node: Node) -> Flow:
        """`a = b`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left.type == "identifier":
            flow = self.names.declare(self.text(left))
            if self.is_text(right):
                self.texts.add(self.text(left))
            return flow.join(self.flow(right))
        value = self.flow(right)
        self.assign(left, value)
        return value

    def is_text(self, node: Node) -> bool:
        """Whether an expression is a String for sure."""
        if node.type in ("call", "binary", "unary"):
            inner = node.child_by_field_name({"call": "receiver", "binary": "left"}.get(node.type, "operand"))
            return inner is not None and (self.text(inner) == "String" or self.is_text(inner))
        return node.type in ("string", "chained_string", "character", "heredoc_beginning")

    def assign(self, left: Node, value: Flow) -> None:
        """Assign a value to a target."""
        method = getattr(self, "assign_" + left.type, None)
        if method is not None:
            method(left, value)
        else:
            self.flow(left).join(value)

    def assign_identifier(self, left: Node, value: Flow) -> None:
        """A local."""
        self.names.declare(self.text(left)).join(value)

    def assign_left_assignment_list(self, left: Node, value: Flow) -> None:
        """`a, (b, *c) = …`; also the parameters of a block."""
        for child in left.named_children:
            if child.type in ("rest_assignment", "splat_argument", "splat_parameter"):
                rest = Flow()
                rest.content.join(value.content)
                for inner in child.named_children:
                    self.assign(inner, rest)
            else:
                self.assign(child, value.content)

    assign_destructured_left_assignment = assign_destructured_parameter = assign_left_assignment_list

    def assign_element_reference(self, left: Node, value: Flow) -> None:
        """`a[b] = …`: of a container, or of a String that changes."""
        target, keys, nodes = self.indexed(left)
        target.content.join(value)
        place = left.child_by_field_name("object")
        inner = place.type != "identifier" and nodes[-1].type == "string" and value.root().text
        if inner or len(nodes) != 1 or nodes[0].type in ("integer", "range", "unary"):
            target.root().indexed = True
        elif nodes[0].type == "regex" or self.text(place) in self.texts:
            target.root().changed = True
        self.own_call("[]=", [*keys, value], None)

    def indexed(self, node: Node) -> tuple[Flow, list[Flow], list[Node]]:
        """Receiver and keys of an index."""
        target, *keys = [c for c in node.named_children if c.type != "comment"]
        return self.flow(target), [self.flow(key) for key in keys], keys

    def assign_call(self, left: Node, value: Flow) -> None:
        """`a.b = …`."""
        self.flow(left.child_by_field_name("receiver")).content.join(value)
        name = self.text(left.child_by_field_name("method"))
        self.variables.setdefault(name, Flow()).join(value)
        self.own_call(name + "=", [value], None)

    def flow_operator_assignment(self, node: Node) -> Flow:
        """`a += b`, `a ||= b`, `a <<= b`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = self.text(node.child_by_field_name("operator"))[:-1]
        if left.type == "identifier":
            self.names.declare(self.text(left))
        before, value = self.flow(left), self.flow(right)
        if operator in ("||", "&&"):
            made = Flow().join(before, value)
        else:
            made = self.invoke(operator, before, [value], None)
            self.results[node.id] = (made, "updated")
        self.assign(left, made)
        return made

    # --- control ------------------------------------------------------------------------------------------

    def branches(self, node: Node) -> Flow:
        """The value of any branch, not that of the condition."""
        tested = [node.child_by_field_name(name) for name in ("condition", "value", "pattern")]
        ids = {child.id for child in tested if child is not None}
        values = []
        for child in node.named_children:
            found = self.flow(child)
            if child.id not in ids and child.type not in ("pattern", "exceptions", "exception_variable"):
                values.append(found)
        return Flow().join(*values)

    flow_if = flow_unless = flow_elsif = flow_conditional = flow_case = flow_when = flow_while = branches
    flow_until = flow_if_modifier = flow_unless_modifier = flow_while_modifier = branches
    flow_until_modifier = flow_rescue = branches

    def flow_exception_variable(self, node: Node) -> Flow:
        """`=> e`."""
        for child in node.named_children:
            self.assign(child, self.raised)
        return Flow()

    def flow_case_match(self, node: Node) -> Flow:
        """`case a in b`: the names of a pattern may be any part of the value."""
        value = self.flow(node.child_by_field_name("value"))
        results = []
        for child in node.named_children:
            if child.type == "in_clause":
                self.bind_pattern(child.child_by_field_name("pattern"), value)
                self.flow(child.child_by_field_name("guard"))
                results.append(self.flow(child.child_by_field_name("body")))
            elif child.type == "else":
                results.append(self.flow(child))
        return Flow().join(*results)

    def flow_match_pattern(self, node: Node) -> Flow:
        """`a => b`, `a in b`."""
        self.bind_pattern(node.child_by_field_name("pattern"), self.flow(node.child_by_field_name("value")))
        return Flow()

    flow_test_pattern = flow_match_pattern

    def bind_pattern(self, pattern: Node, value: Flow) -> None:
        """Every name that a pattern binds."""
        if pattern.type == "identifier":
            melt(self.names.declare(self.text(pattern)), value)
        elif pattern.type == "keyword_pattern" and pattern.child_by_field_name("value") is None:
            melt(self.names.declare(self.text(pattern.child_by_field_name("key"))), value)
        for child in pattern.named_children:
            self.bind_pattern(child, value)

    def flow_for(self, node: Node) -> Flow:
        """`for a in b`."""
        items = self.flow(node.child_by_field_name("value").named_children[0])
        self.assign(node.child_by_field_name("pattern"), items.content)
        self.flow(node.child_by_field_name("body"))
        return items

    def jump(self, node: Node, to: Flow) -> Flow:
        """`return`, `next` and `break` with a value."""
        lists = [c for c in node.named_children if c.type == "argument_list"]
        if lists:
            several = len(lists[0].named_children) > 1
            to.join(self.flow_array(lists[0]) if several else self.any_of(lists[0]))
        return Flow()

    def flow_return(self, node: Node) -> Flow:
        """`return`."""
        return self.jump(node, self.frame.result)

    def flow_next(self, node: Node) -> Flow:
        """`next`."""
        return self.jump(node, self.frame.next)

    def flow_break(self, node: Node) -> Flow:
        """`break`."""
        return self.jump(node, self.frame.leave)

    # --- functions ----------------------------------------------------------------------------------------

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
        position = 0
        for child in params.named_children:
            kind = child.type
            name = self.text(child.child_by_field_name("name")) or self.text(child)
            if kind == "identifier":
                own[name] = Flow() if self.is_block_local(params, child) else made.parameter(position)
            elif kind == "destructured_parameter":
                for inner in self.bound(child):
                    own[inner] = Flow()
                self.assign(child, made.parameter(position))
            elif kind in ("optional_parameter", "keyword_parameter"):
                own[name] = Flow().join(made.parameter(position))
                own[name].join(self.flow(child.child_by_field_name("value")))
            elif kind in ("splat_parameter", "hash_splat_parameter"):
                own[name] = Flow()
                own[name].content.join(made.parameter(position))
            elif kind == "block_parameter":
                own[name] = self.frame.block
                continue
            if kind in ("keyword_parameter", "splat_parameter", "hash_splat_parameter"):
                made.loosen()
            position += 1

    def is_block_local(self, params: Node, child: Node) -> bool:
        """Whether a name of a parameter list stands after its `;`."""
        return b";" in self.data[params.start_byte : child.start_byte]

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

    def method(self, name: str) -> Flow:
        """The method of a name as a Proc; all classes of the source share it."""
        return self.methods.setdefault(name, Flow())

    def flow_yield(self, node: Node) -> Flow:
        """`yield a`."""
        args, loose = self.arguments(node.named_children[0]) if node.named_children else ([], False)
        return self.proc_call(self.frame.block, args, loose)

    def proc_call(self, proc: Flow, args: list[Flow], loose: bool = False) -> Flow:
        """Call a Proc."""
        if loose:
            proc.loosen()
        return effect("call", proc, args, None)

    # --- calls --------------------------------------------------------------------------------------------

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
                return self.symbol_block(inner[0]) if inner[0].type == "simple_symbol" else self.flow(inner[0])
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
        target = Flow() if bare else self.flow(receiver)
        args, loose = self.arguments(node.child_by_field_name("arguments"))
        leave = Flow()
        own = bare and name in ("lambda", "proc") and node.child_by_field_name("block") is not None
        if own:
            body = node.child_by_field_name("block")
            return leave if self.deferred(body) else self.block(body, leave, own=name == "lambda")
        block = self.block_given(node, leave)
        if method is not None and method.type == "super":
            return self.proc_call(self.method(self.frame.name), args, loose)
        if receiver is not None and receiver.type in ("constant", "scope_resolution"):
            found = self.constant_call(node, self.text(receiver), name, args, block)
        else:
            symbol = self.first_symbol(node)
            found = self.called_result(node, name, target, args, block, bare, loose, symbol)
        block_node = node.child_by_field_name("block")
        if block_node is not None:
            stream = None if way(name) == "mutable" or bare or name in MUTATORS else target
            self.entries[block_node.id] = (stream, self.entries[block_node.id][1])
        return found.join(leave)

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
        if name in SENDERS and not (bare and name == "call"):
            found = self.sent(name, target, args, block, symbol)
        elif bare and name == "call":
            found = self.unit_call(args, loose, symbol)
        else:
            found = self.invoke(name, target, args, block, bare, loose)
        through = block is not None and node.child_by_field_name("block") is None
        if not (bare and name in self.facts.own_names):
            self.results[node.id] = (found, "mutable" if through else way(name))
        return found

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

    def sent(
        self, name: str, target: Flow, args: list[Flow], block: Flow | None, symbol: Node | None
    ) -> Flow:
        """`send(:name, …)`, `method(:name)`."""
        if symbol is None:
            target.root().changed = True
            return unknown(target, args, block)
        if name == "method":
            wanted = self.text(symbol)[1:]
            return self.method(wanted) if wanted in self.facts.own_names else self.symbol_block(symbol, target)
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

    def constant_call(
        self, node: Node, receiver: str, name: str, args: list[Flow], block: Flow | None
    ) -> Flow:
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
            known = self.variables.get(receiver)
            if known is not None:
                made = melt(made, known)
        self.results[node.id] = (made, "mutable")
        return made

    def flow_super(self, node: Node) -> Flow:
        """`super`: the methods of one name share their flows."""
        return Flow().join(self.method(self.frame.name).given)

    # --- operators ----------------------------------------------------------------------------------------

    def flow_binary(self, node: Node) -> Flow:
        """`a + b`, `a || b`, `a << b`."""
        operator = self.text(node.child_by_field_name("operator"))
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
        operator = self.text(node.child_by_field_name("operator"))
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


def needed(flow: Flow) -> Entry | None:
    """What must be made mutable of a value that comes in, or None."""
    own, depth = flow.is_changed(), flow.depth()
    return Entry(own, depth) if own or depth else None
