"""Assignment: variables, constants, indexes, attributes; `+=`, `||=`; several at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from .. import sandbox
from ..syntax import only_list
from .base import Base, Node
from .code import is_direct, is_literal

MATCHES = ("test_pattern", "match_pattern")
SPLATS = ("splat_argument", "rest_assignment", "splat_parameter")


class Assignment(Base):
    """What changes a variable or a place."""

    # --- reading variables --------------------------------------------------------------------------------

    def visit_instance_variable(self, node: Node) -> ast.expr:
        """`@a`."""
        return self.call("get_ivar", self.name("me"), self.const(self.text(node)))

    def visit_class_variable(self, node: Node) -> ast.expr:
        """`@@a`."""
        return self.call("get_cvar", self.name("cref"), self.const(self.text(node)))

    def visit_global_variable(self, node: Node) -> ast.expr:
        """`$1`, `$~`, `$!`, `$own`."""
        name = self.text(node)
        refusal = sandbox.refused_global(name)
        if refusal:
            raise self.fail(node, name, refusal)
        if name[1:].isdigit():
            return self.call("match_group", self.const(int(name[1:])))
        return self.call("get_global", self.name("namespace"), self.const(name))

    # --- one target ---------------------------------------------------------------------------------------

    def run_assignment(self, node: Node, dest: Any) -> None:
        """`a = b`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if right.type in MATCHES:
            self.deliver(self.assign_and_match(left, right), dest)
        elif left.type == "left_assignment_list":
            self.assign_several(left, right, dest)
        elif left.type == "identifier" and right.type != "right_assignment_list" and not self.splat(right):
            self.assign_local(self.text(left), right, dest)
        else:
            self.deliver(self.visit_assignment(node), dest)

    def splat(self, node: Node) -> bool:
        """Whether the right side is a splat."""
        return bool(node.type == "splat_argument")

    def assign_local(self, name: str, right: Node, dest: Any) -> None:
        """`a = b`, of a local."""
        self.scope.declare(name)
        if hasattr(self, "run_" + right.type) and self.scope.find(name) is self.scope:
            self.run(right, "v_" + name)
        else:
            self.set("v_" + name, self.visit(right))
        if dest is not None:
            self.deliver(self.name("v_" + name), dest)

    def visit_assignment(self, node: Node) -> ast.expr:
        """`a = b` as an expression: its value is the right side."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if right.type in MATCHES:
            return self.assign_and_match(left, right)
        if left.type == "left_assignment_list":
            result = self.scope.temp()
            self.assign_several(left, right, result)
            return self.name(result)
        return self.store(left, lambda: self.right_side(right))

    def assign_and_match(self, left: Node, right: Node) -> ast.expr:
        """`a = b in c`: Ruby reads `(a = b) in c`, the grammar `a = (b in c)`."""
        subject = self.kept(self.store(left, lambda: self.visit(right.child_by_field_name("value"))))
        test = self.pattern(right.child_by_field_name("pattern"), subject)
        if right.type == "test_pattern":
            return test
        self.if_(self.not_(test), [ast.Expr(self.no_match(right, subject), **self.at)])
        return self.nil()

    def right_side(self, node: Node) -> ast.expr:
        """The right side; several values make an array."""
        if node.type == "right_assignment_list":
            return self.list_(self.elements(self.children(node)))
        if self.splat(node):
            return self.list_([self.visit(node)])
        return self.visit(node)

    def store(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """An assignment as an expression, by the kind of its target."""
        method = getattr(self, "store_" + left.type, None)
        if method is None:
            raise self.fail(left, left.type, f"syntax error, can't assign to `{self.text(left)[:40]}`")
        return method(left, value)  # type: ignore[no-any-return]

    def store_identifier(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """A local."""
        name = self.text(left)
        self.scope.declare(name)
        return self.walrus("v_" + name, value())

    def store_instance_variable(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`@a`."""
        return self.call("set_ivar", self.name("me"), self.const(self.text(left)), value())

    def store_class_variable(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`@@a`."""
        return self.call("set_cvar", self.name("cref"), self.const(self.text(left)), value())

    def store_global_variable(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`$a`."""
        name = self.text(left)
        refusal = sandbox.refused_global(name)
        if refusal:
            raise self.fail(left, name, refusal)
        return self.call("set_global", self.name("namespace"), self.const(name), value())

    def store_constant(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`A`."""
        return self.call(
            "set_constant", self.name("cref"), self.name("namespace"), self.const(self.text(left)), value()
        )

    def store_scope_resolution(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`A::B`: refused."""
        raise self.fail(left, "A::B =", "refused: a constant can be set only where its class is written")

    def store_element_reference(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`a[b]`."""
        nodes = self.children(left)
        made = self.in_order([lambda: self.visit(nodes[0]), *self.index_makers(nodes[1:]), value])
        if len(made) != 3 or any(isinstance(m, ast.Starred) for m in made):
            return self.call("set_items", *made)
        return self.stored_item(*made) if self.scope.kind == "block" else self.call("set_item", *made)

    def stored_item(self, target: ast.expr, key: ast.expr, value: ast.expr) -> ast.expr:
        """`a[b] = c` at once where a is a Hash that may change and b a String or Symbol."""
        target, key, value = (self.in_variable(part) for part in (target, key, value))
        tests = [self.is_(self.type_of(target), self.name("Hash"))]
        if not is_direct(key):
            tests.append(self.is_(self.type_of(key), self.name("str")))
        tests.append(self.not_(ast.Attribute(target, "iterating", ast.Load(), **self.at)))
        place = ast.Subscript(target, key, ast.Store(), **self.at)
        general = ast.Expr(self.call("set_item", target, key, value), **self.at)
        self.if_(self.both(*tests), [ast.Assign([place], value, **self.at)], [general])
        return value

    def store_call(self, left: Node, value: Callable[[], ast.expr]) -> ast.expr:
        """`a.b`, `a&.b`."""
        receiver, method = left.child_by_field_name("receiver"), self.text(left.child_by_field_name("method"))
        operator = left.child_by_field_name("operator")
        if receiver is None:
            raise self.fail(left, "call", f"syntax error, can't assign to `{self.text(left)[:40]}`")
        if operator is not None and self.text(operator) == "&.":
            first, again = self.atom(self.visit(receiver))
            return self.conditional(
                self.is_(first, self.nil()),
                self.nil,
                lambda: self.set_attribute(receiver, again, method, value()),
            )
        made = self.in_order([lambda: self.visit(receiver), value])
        return self.set_attribute(receiver, made[0], method, made[1])

    def set_attribute(self, receiver: Node, target: ast.expr, name: str, value: ast.expr) -> ast.expr:
        """`target.name = value`, where `receiver` is how the target is written."""
        if receiver.type == "self":
            return self.call("set_own_attribute", target, self.const(name + "="), value)
        who = [self.name("me")] if name in self.facts.protected_names else []
        return self.call("set_attribute", target, self.const(name + "="), value, *who)

    def assign_to(self, node: Node, value: ast.expr) -> None:
        """Assign a ready value to any target."""
        if node.type in ("destructured_left_assignment", "destructured_parameter", "left_assignment_list"):
            self.destructure(only_list(node), value)
        else:
            self.deliver(self.store(node, lambda: value), None)

    # --- several targets ----------------------------------------------------------------------------------

    def assign_several(self, left: Node, right: Node, dest: Any) -> None:
        """`a, b = c, d`."""
        left = only_list(left)
        targets = self.children(left)
        self.declare_targets(left)
        values = self.children(right) if right.type == "right_assignment_list" else []
        plain = all(t.type == "identifier" for t in targets) and len(targets) == len(values)
        if plain and dest is None and not any(v.type in ("splat_argument", "pair") for v in values):
            made = self.visit_in_order(values)
            names: list[ast.expr] = [self.target("v_" + self.text(t)) for t in targets]
            tuple_target = ast.Tuple(names, ast.Store(), **self.at)
            self.body.append(ast.Assign([tuple_target], self.tuple_(made), **self.at))
            return
        value = self.kept(self.right_side(right))
        self.destructure(left, value)
        if dest is not None:
            self.deliver(value, dest)

    def destructure(self, node: Node, value: ast.expr) -> None:
        """Spread a value over the targets of a list, nested ones too."""
        targets = self.children(node)
        splat = next((i for i, t in enumerate(targets) if t.type in SPLATS), -1)
        after = 0 if splat < 0 else len(targets) - splat - 1
        before = len(targets) if splat < 0 else splat
        later: list[tuple[Node, str]] = []
        names = []
        for target in targets:
            inner = target
            if target.type in SPLATS:
                named = self.children(target)
                if not named:
                    names.append(self.scope.temp())
                    continue
                inner = named[0]
            if inner.type == "identifier":
                self.scope.declare(self.text(inner))
                names.append("v_" + self.text(inner))
            else:
                names.append(self.scope.temp())
                later.append((inner, names[-1]))
        made: ast.expr = self.call(
            "spread", value, self.const(before), self.const(splat >= 0), self.const(after)
        )
        if splat < 0 and isinstance(value, ast.Name):
            made = self.choose(self.has_items(value, before), value, made)
        targets_out: list[ast.expr] = [self.target(n) for n in names]
        self.body.append(ast.Assign([ast.Tuple(targets_out, ast.Store(), **self.at)], made, **self.at))
        for target, name in later:
            self.assign_to(target, self.name(name))

    def has_items(self, value: ast.expr, count: int) -> ast.expr:
        """Whether a value is an array of so many elements."""
        length = self.compare(self.call("len", value), ast.Eq(), self.const(count))
        return self.both(self.is_(self.type_of(value), self.name("list")), length)

    def declare_targets(self, node: Node) -> None:
        """Make the names of a pattern locals."""
        if node.type == "identifier":
            self.scope.declare(self.text(node))
        elif node.type in ("left_assignment_list", "destructured_left_assignment", *SPLATS):
            for child in self.children(node):
                self.declare_targets(child)

    def assign_pattern(self, node: Node, value: ast.expr) -> None:
        """Assign an element to the pattern of a `for`."""
        self.assign_to(node, value)

    # --- operators ----------------------------------------------------------------------------------------

    def visit_operator_assignment(self, node: Node) -> ast.expr:
        """`a += b`, `a ||= b`, `a &&= b`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = self.text(node.child_by_field_name("operator"))[:-1]
        method = getattr(self, "update_" + left.type, None)
        if method is None:
            raise self.fail(left, left.type, f"syntax error, can't assign to `{self.text(left)[:40]}`")
        return method(left, operator, right)  # type: ignore[no-any-return]

    def updated(
        self, operator: str, read: ast.expr, right: Node, write: Callable[[ast.expr], ast.expr]
    ) -> ast.expr:
        """The value of an operator assignment, given how the place is read and written."""
        if operator in ("||", "&&"):
            first, again = self.atom(read)
            test = self.both(self.is_not(first, self.nil()), self.is_not(again, self.const(False)))

            def change() -> ast.expr:
                return write(self.right_side(right))

            if operator == "||":
                return self.conditional(test, lambda: again, change)
            return self.conditional(test, change, lambda: again)
        values = self.in_order([lambda: read, lambda: self.right_side(right)])
        return write(self.made_mutable(right.parent, self.operate(operator, *values), "updated"))

    def update_identifier(self, left: Node, operator: str, right: Node) -> ast.expr:
        """A local."""
        name = self.text(left)
        self.scope.declare(name)
        return self.updated(operator, self.name("v_" + name), right, lambda v: self.walrus("v_" + name, v))

    def update_instance_variable(self, left: Node, operator: str, right: Node) -> ast.expr:
        """`@a`, `$a`, `@@a`."""
        read = self.visit(left)
        return self.updated(operator, read, right, lambda v: self.store(left, lambda: v))

    update_global_variable = update_class_variable = update_instance_variable

    def update_constant(self, left: Node, operator: str, right: Node) -> ast.expr:
        """`A ||= b`."""
        defined = self.call("defined_constant", self.name("namespace"), self.const(self.text(left)))
        read = self.conditional(self.is_(defined, self.nil()), self.nil, lambda: self.visit(left))
        return self.updated(operator, read, right, lambda v: self.store(left, lambda: v))

    def update_element_reference(self, left: Node, operator: str, right: Node) -> ast.expr:
        """`a[b]`: receiver and keys are evaluated once."""
        nodes = self.children(left)
        makers: list[Any] = [lambda: self.visit(nodes[0]), *self.index_makers(nodes[1:])]
        target, *keys = [self.kept_value(v) for v in self.in_order(makers)]
        read = self.get_item(target, keys)
        return self.updated(
            operator,
            read,
            right,
            lambda v: self.call("set_item" if len(keys) == 1 else "set_items", target, *keys, v),
        )

    def in_variable(self, value: ast.expr) -> ast.expr:
        """A value that nothing computed later changes."""
        if is_literal(value) or (isinstance(value, ast.Name) and value.id[0] == "t"):
            return value
        temp = self.scope.temp()
        self.set(temp, value)
        return self.name(temp)

    def kept_value(self, value: ast.expr) -> ast.expr:
        """A value in a variable of its own, unless it is a constant or symbol."""
        if isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id[:2] in ("s:", "v_")):
            return value
        temp = self.scope.temp()
        self.set(temp, value)
        return self.name(temp)

    def update_call(self, left: Node, operator: str, right: Node) -> ast.expr:
        """`a.b += c`, `a&.b ||= c`."""
        receiver, name = left.child_by_field_name("receiver"), self.text(left.child_by_field_name("method"))
        if receiver is None:
            raise self.fail(left, "call", f"syntax error, can't assign to `{self.text(left)[:40]}`")
        target = self.kept_value(self.visit(receiver))

        def change() -> ast.expr:
            read = self.send(target, name, [], self.nil())
            return self.updated(operator, read, right, lambda v: self.set_attribute(receiver, target, name, v))

        if self.text(left.child_by_field_name("operator")) == "&.":
            return self.conditional(self.is_(target, self.nil()), self.nil, change)
        return change()

    def match_with_names(self, left: Node, right: Node) -> ast.expr:
        """`/(?<a>…)/ =~ b`: the named groups become locals."""
        values = self.visit_in_order([left, right])
        matched = self.send(values[0], "=~", [values[1]], self.nil())
        names = re.findall(r"\(\?<([a-z_]\w*)>", self.text(left))
        if not names or any(c.type == "interpolation" for c in left.children):
            return matched
        result = self.scope.temp()
        self.set(result, matched)
        for name in names:
            self.scope.declare(name)
            self.set("v_" + name, self.call("matched_group", self.const(name)))
        self.body += self.incoming(left)
        return self.name(result)


__all__ = ["Assignment"]
