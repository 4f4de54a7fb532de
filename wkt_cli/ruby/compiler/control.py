"""Control flow: if, case, loops, begin with rescue, else, ensure and retry."""

from __future__ import annotations

import ast
from typing import Any

from .base import Base, Node
from .code import RETURN
from .scope import Loop

CLAUSES = ("rescue", "else", "ensure")


class Control(Base):
    """Branches, loops and what catches errors."""

    # --- sequences ----------------------------------------------------------------------------------------

    def run_program(self, node: Node, dest: Any) -> None:
        """A whole source."""
        self.run_body(node, dest)

    def run_parenthesized_statements(self, node: Node, dest: Any) -> None:
        """`(a; b)`."""
        self.run_all(self.children(node), dest)

    def visit_parenthesized_statements(self, node: Node) -> ast.expr:
        """`(a)`."""
        return self.visit_all(self.children(node))

    def run_then(self, node: Node, dest: Any) -> None:
        """The body of a branch."""
        self.run_all(self.children(node), dest)

    run_else = run_do = run_then

    def branch(self, node: Node | None, dest: Any) -> list[ast.stmt]:
        """A branch as a list of statements."""
        body, _ = self.block_of(lambda: self.run_branch(node, dest))
        return body

    def run_branch(self, node: Node | None, dest: Any) -> None:
        """A branch; a missing one gives nil."""
        if node is None:
            self.run_all([], dest)
        else:
            self.run(node, dest)

    def visit_branch(self, node: Node | None) -> ast.expr:
        """A branch as an expression."""
        if node is None:
            return self.nil()
        if node.type in ("then", "else", "do"):
            return self.visit_all(self.children(node))
        return self.visit(node)

    # --- if -----------------------------------------------------------------------------------------------

    def branches(self, node: Node) -> tuple[Node, Node | None, Node | None]:
        """Condition, body and the other body of `if`, `unless`, `elsif`, `?:` and the modifiers."""
        field = node.child_by_field_name
        body = field("consequence") or field("body")
        yes, no = body, field("alternative")
        return field("condition"), yes, no

    def run_if(self, node: Node, dest: Any) -> None:
        """`if … elsif … else … end`."""
        condition, yes, no = self.branches(node)
        negative = node.type in ("unless", "unless_modifier")
        value = self.visit(condition)
        test = self.false(value) if negative else self.truth(value)
        yes_body = self.branch(yes, dest)
        no_body = self.branch(no, dest) if no is not None or dest is not None else []
        self.if_(test, yes_body, no_body)

    def visit_if(self, node: Node) -> ast.expr:
        """The same as an expression."""
        condition, yes, no = self.branches(node)
        negative = node.type in ("unless", "unless_modifier")
        value = self.visit(condition)
        test = self.false(value) if negative else self.truth(value)
        return self.conditional(test, lambda: self.visit_branch(yes), lambda: self.visit_branch(no))

    run_unless = run_elsif = run_conditional = run_if_modifier = run_unless_modifier = run_if
    visit_unless = visit_elsif = visit_conditional = visit_if_modifier = visit_unless_modifier = visit_if

    # --- loops --------------------------------------------------------------------------------------------

    def run_while(self, node: Node, dest: Any) -> None:
        """`while a do b end`, `until`."""
        condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
        until = node.type.startswith("until")
        result = self.loop_result(dest)
        self.enter_loop(Loop("while", result))
        statements, test = self.block_of(lambda: self.loop_test(condition, until))
        inner, _ = self.block_of(lambda: self.run(body, None) if body is not None else None)
        self.scope.loops.pop()
        self.finish_while(statements, test, inner)
        if result is not None:
            self.deliver(self.name(result), dest)

    def loop_result(self, dest: Any) -> str | None:
        """The variable that `break value` sets."""
        if dest is None:
            return None
        result = self.scope.temp()
        self.set(result, self.nil())
        return result

    def enter_loop(self, loop: Loop) -> None:
        """Begin a Python loop."""
        self.scope.loops.append(loop)

    def loop_test(self, condition: Node, until: bool) -> ast.expr:
        """The condition under which the loop goes on."""
        value = self.visit(condition)
        return self.false(value) if until else self.truth(value)

    def finish_while(self, statements: list[ast.stmt], test: ast.expr, inner: list[ast.stmt]) -> None:
        """The Python loop of a while."""
        inner = inner or [ast.Pass(**self.at)]
        if not statements:
            self.body.append(ast.While(test, inner, [], **self.at))
            return
        leave = ast.If(self.not_(test), [ast.Break(**self.at)], [], **self.at)
        self.loop_([*statements, leave, *inner])

    run_until = run_while

    def run_while_modifier(self, node: Node, dest: Any) -> None:
        """`a while b`; `begin … end while b` runs once before the first test."""
        body = node.child_by_field_name("body")
        if body.type != "begin":
            self.run_while(node, dest)
            return
        condition = node.child_by_field_name("condition")
        result = self.loop_result(dest)
        again = self.scope.temp()
        self.set(again, self.const(False))
        self.enter_loop(Loop("while", result))
        statements, test = self.block_of(lambda: self.loop_test(condition, node.type.startswith("until")))
        inner, _ = self.block_of(lambda: self.run(body, None))
        self.scope.loops.pop()
        leave = ast.If(self.not_(test), [ast.Break(**self.at)], [], **self.at)
        check = ast.If(self.name(again), [*statements, leave], [], **self.at)
        self.loop_([check, self.assign(again, self.const(True)), *inner])
        if result is not None:
            self.deliver(self.name(result), dest)

    run_until_modifier = run_while_modifier

    def run_for(self, node: Node, dest: Any) -> None:
        """`for a, b in c do d end`: a Python loop over the elements, in the scope around."""
        pattern, body = node.child_by_field_name("pattern"), node.child_by_field_name("body")
        values = self.kept(self.visit(self.children(node.child_by_field_name("value"))[0]))
        result = self.loop_result(dest)
        if result is not None:
            self.set(result, values)
        item = self.scope.temp()
        self.declare_targets(pattern)
        self.enter_loop(Loop("while", result))
        inner, _ = self.block_of(lambda: self.for_body(pattern, item, body))
        self.scope.loops.pop()
        each = self.call("each_item", values)
        self.body.append(ast.For(self.target(item), each, inner, [], None, **self.at))
        if result is not None:
            self.deliver(self.name(result), dest)

    def for_body(self, pattern: Node, item: str, body: Node) -> None:
        """One turn of a `for`."""
        self.assign_pattern(pattern, self.name(item))
        self.run(body, None)

    # --- begin, rescue, ensure ----------------------------------------------------------------------------

    def run_begin(self, node: Node, dest: Any) -> None:
        """`begin … rescue … else … ensure … end`."""
        self.run_body(node, dest)

    def run_body(self, node: Node, dest: Any) -> None:
        """Statements with their rescue, else and ensure."""
        children = self.children(node)
        plain = [c for c in children if c.type not in CLAUSES]
        rescues = [c for c in children if c.type == "rescue"]
        otherwise = next((c for c in children if c.type == "else"), None)
        ensure = next((c for c in children if c.type == "ensure"), None)
        if ensure is not None:
            body, _ = self.block_of(lambda: self.run_rescued(plain, rescues, otherwise, dest))
            final = self.branch_all(self.children(ensure))
            if self.facts.has_jump(ensure):
                noted = self.scope.temp()
                self.set(noted, self.nil())
                body = [self.noting(body, noted)]
                final.insert(0, ast.Expr(self.call("go_on", self.name(noted)), **self.at))
            self.body.append(ast.Try(body or [ast.Pass(**self.at)], [], [], final, **self.at))
            return
        self.run_rescued(plain, rescues, otherwise, dest)

    def noting(self, body: list[ast.stmt], noted: str) -> ast.stmt:
        """The body of an `ensure` that jumps: what is raised is kept, as a jump must not swallow a limit."""
        error = self.scope.temp()
        keep: list[ast.stmt] = [self.assign(noted, self.name(error)), self.raise_()]
        catch = ast.ExceptHandler(self.name("BaseException"), error, keep, **self.at)
        return ast.Try(body or [ast.Pass(**self.at)], [catch], [], [], **self.at)

    def branch_all(self, nodes: list[Node]) -> list[ast.stmt]:
        """Statements whose value is dropped."""
        body, _ = self.block_of(lambda: self.run_all(nodes, None))
        return body or [ast.Pass(**self.at)]

    def run_rescued(self, plain: list[Node], rescues: list[Node], otherwise: Node | None, dest: Any) -> None:
        """Statements and their rescue clauses."""
        if not rescues:
            self.run_all(plain + (self.children(otherwise) if otherwise else []), dest)
            return
        if any(self.facts.has_retry(clause) for clause in rescues):
            self.run_with_retry(plain, rescues, otherwise, dest)
        else:
            self.emit_try(plain, rescues, otherwise, dest)

    def run_with_retry(
        self, plain: list[Node], rescues: list[Node], otherwise: Node | None, dest: Any
    ) -> None:
        """The same in a loop that `retry` runs again."""
        loop = Loop("retry")
        self.enter_loop(loop)
        body, _ = self.block_of(lambda: self.emit_try(plain, rescues, otherwise, dest))
        self.scope.loops.pop()
        body.append(ast.Break(**self.at))
        if loop.flag is not None:
            self.set(loop.flag, self.nil())
        self.loop_(body)
        if loop.flag is not None:
            outer = [o for o in self.scope.loops if o.kind == "while"]
            direct = bool(self.scope.loops) and self.scope.loops[-1].kind == "while" and bool(outer)
            is_next = self.compare(self.name(loop.flag), ast.Eq(), self.const("next"))
            if direct:
                self.if_(is_next, [ast.Continue(**self.at)])
            self.if_(self.is_not(self.name(loop.flag), self.nil()), [ast.Break(**self.at)])

    def visit_retry(self, node: Node) -> ast.expr:
        """`retry`."""
        if not self.scope.loops or self.scope.loops[-1].kind != "retry":
            raise self.fail(node, "retry", "`retry` is supported directly inside `rescue` only")
        self.body.append(ast.Continue(**self.at))
        return self.nil()

    def emit_try(self, plain: list[Node], rescues: list[Node], otherwise: Node | None, dest: Any) -> None:
        """Python's try for a Ruby begin."""
        body, _ = self.block_of(lambda: self.run_all(plain, None if otherwise else dest))
        python_error, error = self.scope.temp(), self.scope.temp()
        handler, _ = self.block_of(lambda: self.emit_rescues(rescues, python_error, error, dest))
        other, _ = self.block_of(lambda: self.run(otherwise, dest) if otherwise is not None else None)
        catch = ast.ExceptHandler(self.name("Exception"), python_error, handler, **self.at)
        self.body.append(ast.Try(body or [ast.Pass(**self.at)], [catch], other, [], **self.at))

    def emit_rescues(self, rescues: list[Node], python_error: str, error: str, dest: Any) -> None:
        """The handlers, the first that fits; else the error goes on."""
        self.set(error, self.call("caught", self.name(python_error)))
        self.emit_rescue(rescues, error, dest)

    def emit_rescue(self, rescues: list[Node], error: str, dest: Any) -> None:
        """One rescue clause, the others in its else."""
        if not rescues:
            self.body.append(self.raise_())
            return
        clause = rescues[0]
        saved = self.at
        self.place(clause)
        test = self.rescue_test(clause.child_by_field_name("exceptions"), error)
        yes, _ = self.block_of(lambda: self.rescue_handler(clause, error, dest))
        no, _ = self.block_of(lambda: self.emit_rescue(rescues[1:], error, dest))
        self.if_(test, yes, no)
        self.at = saved

    def rescue_test(self, exceptions: Node | None, error: str) -> ast.expr:
        """Whether an error is of the classes of a rescue clause."""
        if exceptions is None:
            return self.bool_call("is_standard", self.name(error))
        classes = self.visit_in_order(self.children(exceptions))
        return self.bool_call("rescues", self.name(error), *classes)

    def rescue_handler(self, clause: Node, error: str, dest: Any) -> None:
        """The body of a rescue clause, `$!` set while it runs."""
        before = self.scope.temp()
        self.set(before, self.call("enter_rescue", self.name(error)))
        variable = clause.child_by_field_name("variable")
        if variable is not None:
            self.assign_to(self.children(variable)[0], self.name(error))
        body = self.branch(clause.child_by_field_name("body"), dest)
        leave = ast.Expr(self.call("leave_rescue", self.name(before)), **self.at)
        self.body.append(ast.Try(body or [ast.Pass(**self.at)], [], [], [leave], **self.at))

    def run_rescue_modifier(self, node: Node, dest: Any) -> None:
        """`a rescue b`."""
        body = self.branch(node.child_by_field_name("body"), dest)
        python_error, error, before = self.scope.temp(), self.scope.temp(), self.scope.temp()
        handler = self.branch(node.child_by_field_name("handler"), dest) or [ast.Pass(**self.at)]
        leave = ast.Expr(self.call("leave_rescue", self.name(before)), **self.at)
        go_on = ast.If(
            self.not_(self.bool_call("is_standard", self.name(error))), [self.raise_()], [], **self.at
        )
        catch = ast.ExceptHandler(
            self.name("Exception"),
            python_error,
            [
                self.assign(error, self.call("caught", self.name(python_error))),
                go_on,
                self.assign(before, self.call("enter_rescue", self.name(error))),
                ast.Try(handler, [], [], [leave], **self.at),
            ],
            **self.at,
        )
        self.body.append(ast.Try(body or [ast.Pass(**self.at)], [catch], [], [], **self.at))


__all__ = ["RETURN", "Control"]
