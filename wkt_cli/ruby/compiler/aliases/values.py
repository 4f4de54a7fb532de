"""Following values: literals, variables, assignment, branches and jumps."""

from __future__ import annotations

from ...syntax import only_list
from .base import Follower, Node
from .flows import Flow, melt


class Values(Follower):
    """Nodes that make, hold or choose a value."""

    def flow_heredoc_body(self, node: Node) -> Flow:
        """Followed at its opener."""
        return Flow()

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

    def flow_range(self, node: Node) -> Flow:
        """A range makes what lies between its ends."""
        made = Flow()
        made.content.join(self.any_of(node))
        made.streams = True
        return made

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

    def assign_identifier(self, left: Node, value: Flow) -> None:
        """A local."""
        self.names.declare(self.text(left)).join(value)

    def assign_left_assignment_list(self, left: Node, value: Flow) -> None:
        """`a, (b, *c) = …`; also the parameters of a block."""
        for child in only_list(left).named_children:
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
