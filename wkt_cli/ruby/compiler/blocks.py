"""Blocks, procs, lambdas, methods: one Python function each, and the ways to leave it."""

from __future__ import annotations

import ast
from typing import Any

from ..syntax import Fault
from .base import Base, Node
from .code import RETURN
from .params import Params
from .scope import Scope


class Blocks(Base):
    """Functions, blocks and lambdas, and the ways to leave them."""

    # --- functions ----------------------------------------------------------------------------------------

    def open_scope(self, kind: str, names: set[str]) -> Scope:
        """Enter a function."""
        self.scope = Scope(kind, self.scope, names)
        return self.scope

    def function(  # type: ignore[override]
        self, label: str, kind: str, params: Params, body: Node | None, *,
        numbered: int = 0, signal: str | None = None, method: str | None = None, wrap: bool = False,
    ) -> str:  # fmt: skip
        """Emit one Python function; gives the name of the variable that holds it."""
        outer, outer_body = self.scope, self.body
        scope = self.open_scope(kind, self.names_of(params) | set(params.locals))
        scope.break_name, scope.method_name, scope.method_params = signal, method, params
        if numbered:
            scope.numbered = numbered
            scope.params |= {f"_{i + 1}" for i in range(numbered)}
            scope.names |= scope.params
        arguments, prelude = self.arguments(params, kind)
        prelude += [] if body is None else self.incoming(body.parent)
        if numbered:
            arguments = self.numbered_arguments(numbered)
        statements, _ = self.block_of(lambda: self.function_body(body))
        self.scope, self.body = outer, outer_body
        statements = self.finish(scope, prelude, statements, params.locals)
        strict = "!" if kind in ("lambda", "method") else ""
        lead = 2 if kind == "method" else 0
        least = numbered or len(params.required)
        most = "" if params.rest is not None else least + len(params.optional)
        expected = f"{least}..{most}"
        name = f"{label} [{strict}{expected} {lead}]"
        self.body.append(ast.FunctionDef(name, arguments, statements, [], None, None, **self.at))
        return self.wrapped(name) if wrap else name

    def incoming(self, node: Node) -> list[ast.stmt]:
        """Make mutable what comes in from outside and may change."""
        found = {} if self.aliases is None else self.aliases.incoming(node)
        receiver, self.receiver = self.receiver, None
        helper, more = ("mutable", []) if receiver is None else ("mutable_picked", [receiver])
        return [
            self.assign("v_" + name, self.call(helper, self.name("v_" + name), *more, self.const(tuple(entry))))
            for name, entry in found.items()
        ]

    def wrapped(self, variable: str) -> str:
        """Put a function into one that takes `me`, so that it can be made again for another self."""
        inner = self.body.pop()
        maker = self.scope.temp()
        arguments = ast.arguments([], [self.arg("me")], None, [], [], None, [])
        body: list[ast.stmt] = [inner, ast.Return(self.name(variable), **self.at)]
        self.body.append(ast.FunctionDef(maker, arguments, body, [], None, None, **self.at))
        return maker

    def numbered_arguments(self, count: int) -> ast.arguments:
        """The parameters of a block that uses `_1`, `_2`."""
        args = [self.arg(f"v__{i + 1}") for i in range(count)]
        if count < 3:
            return ast.arguments([], args, None, [], [], None, [])
        return ast.arguments([], args, self.arg("_"), [], [], None, [self.nil() for _ in args])

    def function_body(self, body: Node | None) -> None:
        """The statements of a body, its last value returned."""
        if body is None:
            return
        if body.type in ("body_statement", "block_body", "then", "do", "program"):
            self.run_body(body, RETURN)
        else:
            self.run(body, RETURN)

    def finish(
        self, scope: Scope, prelude: list[ast.stmt], body: list[ast.stmt], fresh: list[str]
    ) -> list[ast.stmt]:
        """The whole body of a function: declarations, parameters, statements, the catch of `return`."""
        head: list[ast.stmt] = []
        if scope.nonlocals:
            head.append(ast.Nonlocal(sorted("v_" + n for n in scope.nonlocals), **self.at))
        if scope.globals:
            head.append(ast.Global(sorted(scope.globals), **self.at))
        unset = sorted(scope.names - scope.params) + sorted(fresh)
        if unset:
            targets: list[ast.expr] = [self.target("v_" + n) for n in unset]
            head.append(ast.Assign(targets, self.nil(), **self.at))
        body = prelude + body
        if scope.leave_name is not None:
            body = self.caught_return(scope, body)
        return head + body or [ast.Pass(**self.at)]

    def caught_return(self, scope: Scope, body: list[ast.stmt]) -> list[ast.stmt]:
        """The body of a function that blocks inside it return from."""
        signal, caught = scope.leave_name or "", scope.temp()
        handler: list[ast.stmt] = [
            ast.If(self.is_not(self.name(caught), self.name(signal)), [self.raise_()], [], **self.at),
            ast.Return(ast.Attribute(self.name(signal), "value", ast.Load(), **self.at), **self.at),
        ]
        catch = ast.ExceptHandler(self.name("Return"), caught, handler, **self.at)
        done = self.call("finished", self.name(signal))
        return [
            self.assign(signal, self.call("Return")),
            ast.Try(body, [catch], [], [ast.Expr(done, **self.at)], **self.at),
        ]

    # --- blocks and lambdas -------------------------------------------------------------------------------

    def block_value(self, node: Node, kind: str) -> ast.expr:
        """A block as a Proc: `block(function, facts, me)`."""
        params = self.read_params(node.child_by_field_name("parameters"))
        numbered = 0 if node.child_by_field_name("parameters") else self.facts.numbered(node)
        signal = None if kind == "proc" else self.pending_break
        self.pending_break = None
        line, column = node.start_point
        label = f"block {line + 1}:{column}"
        fn = self.function(
            label, "block", params, node.child_by_field_name("body"), numbered=numbered, signal=signal
        )
        info = self.block_info(params, numbered, line + 1)
        return self.call("block", self.name(fn), self.const(info), self.name("me"))

    def block_info(self, params: Params, numbered: int, line: int) -> tuple[Any, ...]:
        """What a Proc knows of its block: shape, arity, parameters, whether it takes a block, line."""
        if numbered:
            names = tuple(("opt", f"_{i + 1}") for i in range(numbered))
            return (("single", "double", "spread")[min(numbered, 3) - 1], numbered, names, False, line)
        if params.exact:
            shape = ("single", "double")[params.exact - 1]
            return (shape, params.exact, self.described(params, False), False, line)
        positional = len(params.required) + len(params.optional) + len(params.post)
        several = positional > 1 or (positional == 1 and (params.rest is not None or params.trailing_comma))
        several = several or (positional == 1 and (bool(params.keys) or params.keyrest is not None))
        shape = "spread" if several else "any"
        takes = params.block is not None
        return (shape, self.arity(params, False), self.described(params, False), takes, line)

    def visit_lambda(self, node: Node) -> ast.expr:
        """`->(x) { }`."""
        body = node.child_by_field_name("body")
        return self.lambda_value(body, node.child_by_field_name("parameters"), node)

    def lambda_value(self, node: Node, params_node: Node | None, whole: Node | None = None) -> ast.expr:
        """A lambda as a Proc: `lambda_(function, facts, me)`."""
        deferred = self.facts.defer(self, node, params_node)
        if deferred is not None:
            return deferred  # type: ignore[no-any-return]
        params = self.read_params(params_node)
        line, column = (whole or node).start_point
        numbered = 0 if params_node else self.facts.numbered(node)
        label = f"lambda {line + 1}:{column}"
        fn = self.function(label, "lambda", params, node.child_by_field_name("body"), numbered=numbered)
        return self.call(
            "lambda_",
            self.name(fn),
            self.const(self.lambda_info(params, numbered, line + 1)),
            self.name("me"),
        )

    def file_block(self, node: Node, params_node: Node | None, kind: str) -> ast.expr:
        """A lambda or proc of the file's top level: made again for another self; its faults are told when it runs."""
        params = self.read_params(params_node)
        line, column = node.start_point
        numbered = 0 if params_node else self.facts.numbered(node)
        make_info = self.lambda_info if kind == "lambda" else self.block_info
        info = self.const(make_info(params, numbered, line + 1))
        state, length = (self.scope, self.body, self.at, self.depth), len(self.body)
        try:
            body = node.child_by_field_name("body")
            label = f"{kind if kind == 'lambda' else 'block'} {line + 1}:{column}"
            maker = self.function(label, kind, params, body, numbered=numbered, wrap=True)
        except Fault as fault:
            self.scope, self.body, self.at, self.depth = state
            del self.body[length:]
            told = self.source.error(fault)
            place = map(self.const, (told.message, told.line, told.column))
            return self.call("faulty_block", *place, info, self.name("me"))
        return self.call("file_block", self.name(maker), info, self.name("me"))

    def lambda_info(self, params: Params, numbered: int, line: int) -> tuple[Any, ...]:
        """What a Proc knows of its lambda."""
        if numbered:
            names = tuple(("req", f"_{i + 1}") for i in range(numbered))
            return ("lambda", numbered, names, False, line)
        return (
            "lambda",
            self.arity(params, True),
            self.described(params, True),
            params.block is not None,
            line,
        )

    # --- leaving ------------------------------------------------------------------------------------------

    def visit_return(self, node: Node) -> ast.expr:
        """`return`, `return a`, `return a, b`."""
        value = self.value_of_jump(node)
        home = self.scope.home()
        if home is self.scope:
            self.body.append(ast.Return(value, **self.at))
            return self.nil()
        if home.leave_name is None:
            home.leave_name = self.scope.temp()
        return self.call("leave", self.name(home.leave_name), value)

    def visit_next(self, node: Node) -> ast.expr:
        """`next`, `next a`."""
        if self.scope.loops:
            return self.leave_loop(node, "next")
        self.body.append(ast.Return(self.value_of_jump(node), **self.at))
        return self.nil()

    def visit_break(self, node: Node) -> ast.expr:
        """`break`, `break a`."""
        if self.scope.loops:
            return self.leave_loop(node, "break")
        value = self.value_of_jump(node)
        if self.scope.break_name is not None:
            return self.call("leave", self.name(self.scope.break_name), value)
        if self.scope.kind == "lambda":
            self.body.append(ast.Return(value, **self.at))
            return self.nil()
        return self.call("orphan_break", value)

    def leave_loop(self, node: Node, word: str) -> ast.expr:
        """`break` and `next` inside a `while`."""
        loops = self.scope.loops
        target = next((loop for loop in reversed(loops) if loop.kind == "while"), None)
        if target is None:
            saved, self.scope.loops = loops, []
            value = self.visit_break(node) if word == "break" else self.visit_next(node)
            self.scope.loops = saved
            return value
        value = self.value_of_jump(node)
        if word == "break" and target.dest is not None:
            self.set(target.dest, value)
        elif not isinstance(value, ast.Constant):
            self.do(value)
        inner = loops[loops.index(target) + 1 :]
        for loop in inner:
            loop.flag = loop.flag or self.scope.temp()
            self.set(loop.flag, self.const(word))
        jump = ast.Break if word == "break" or inner else ast.Continue
        self.body.append(jump(**self.at))
        return self.nil()

    def value_of_jump(self, node: Node) -> ast.expr:
        """The value that a jump carries: none is nil, several make an array."""
        args = self.children(node)
        if not args:
            return self.nil()
        nodes = self.children(args[0]) if args[0].type == "argument_list" else args
        if len(nodes) == 1 and nodes[0].type not in ("splat_argument", "pair", "hash_splat_argument"):
            return self.visit(nodes[0])
        values = self.elements(nodes)
        if len(values) == 1 and nodes[0].type in ("pair", "hash_splat_argument"):
            return values[0]
        return self.list_(values)

    def visit_redo(self, node: Node) -> ast.expr:
        """`redo`: refused."""
        raise self.fail(node, "redo", "`redo` is not supported: use a `while` loop")

    def visit_yield(self, node: Node) -> ast.expr:
        """`yield a, b`."""
        if self.scope.method() is None:
            raise self.fail(node, "yield", "syntax error, `yield` outside of a method")
        lists = self.children(node)
        values = self.in_order(self.argument_makers(lists[0])) if lists else []
        blk = self.call("block_or_fail", self.name("blk"))
        return self.call(ast.Attribute(blk, "call", ast.Load(), **self.at), *values)
