"""Blocks, procs, lambdas: one Python function each, and the parameters of those and of methods."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from .base import Base, Node
from .code import RETURN
from .scope import Loop, Scope


class Params(NamedTuple):
    """The parameters of a block, lambda or method, sorted."""

    required: list[Node]
    optional: list[Node]
    rest: str | None
    post: list[Node]
    keys: list[Node]
    keyrest: str | None
    no_keys: bool
    block: str | None
    locals: list[str]
    trailing_comma: bool

    @property
    def simple(self) -> bool:
        """Whether Python's own binding of arguments does."""
        return not self.post and not self.keys and self.keyrest is None


class Blocks(Base):
    """Functions and their parameters."""

    # --- parameters ---------------------------------------------------------------------------------------

    def read_params(self, node: Node | None) -> Params:
        """Sort the parameters of a list."""
        required: list[Node] = []
        optional: list[Node] = []
        post: list[Node] = []
        keys: list[Node] = []
        rest = keyrest = block = None
        names: list[str] = []
        children = [] if node is None else [c for c in node.children if c.type != "comment"]
        local = False
        for child in children:
            kind = child.type
            if kind == ";":
                local = True
            elif kind == "ERROR":
                before, _, after = self.text(child).partition(";")
                required += [
                    c for c in child.named_children if c.start_byte < child.start_byte + len(before.encode())
                ]
                names += after.replace(",", " ").split()
                local = True
            elif kind == "identifier" and local:
                names.append(self.text(child))
            elif kind in ("identifier", "destructured_parameter"):
                (post if optional or rest is not None else required).append(child)
            elif kind == "optional_parameter":
                optional.append(child)
            elif kind == "splat_parameter":
                rest = self.param_name(child, "*")
            elif kind == "keyword_parameter":
                keys.append(child)
            elif kind == "hash_splat_parameter":
                keyrest = self.param_name(child, "**")
            elif kind == "block_parameter":
                block = self.param_name(child, "&")
            elif kind == "forward_parameter":
                raise self.fail(
                    child,
                    "forward_parameter",
                    "argument forwarding (`...`) is not supported: name the parameters",
                )
        no_keys = any(c.type == "hash_splat_nil" for c in children)
        texts = [c.type for c in children if c.type not in ("|", "(", ")")]
        trailing = bool(texts) and texts[-1] == ","
        return Params(required, optional, rest, post, keys, keyrest, no_keys, block, names, trailing)

    def param_name(self, node: Node, default: str) -> str:
        """The name of a splat or block parameter; its sign where it has none."""
        name = node.child_by_field_name("name")
        return default if name is None else self.text(name)

    def field(self, node: Node, name: str) -> str:
        """The text of a field."""
        return self.text(node.child_by_field_name(name))

    def arity(self, params: Params, strict: bool) -> int:
        """Ruby's `arity`."""
        needed = len(params.required) + len(params.post)
        needs_key = any(k.child_by_field_name("value") is None for k in params.keys)
        open_end = params.rest is not None
        if strict:
            has_keys = (bool(params.keys) or params.keyrest is not None) and not needs_key
            open_end = open_end or bool(params.optional) or has_keys
            needed += needs_key
        else:
            needed += needs_key
            if params.rest is None and params.optional and not (params.required or params.post):
                return 0 if not params.keys else -1
        return -needed - 1 if open_end else needed

    def described(self, params: Params, strict: bool) -> tuple[tuple[str, str], ...]:
        """Ruby's `parameters`, as pairs of kind and name."""
        req = "req" if strict else "opt"
        found = [(req, self.text(n) if n.type == "identifier" else "") for n in params.required]
        found += [("opt", self.field(n, "name")) for n in params.optional]
        if params.rest is not None:
            found.append(("rest", params.rest))
        found += [(req, self.text(n) if n.type == "identifier" else "") for n in params.post]
        for key in params.keys:
            found.append(
                ("keyreq" if key.child_by_field_name("value") is None else "key", self.field(key, "name"))
            )
        if params.keyrest is not None:
            found.append(("keyrest", params.keyrest))
        if params.block is not None:
            found.append(("block", params.block))
        return tuple(found)

    def names_of(self, params: Params) -> set[str]:
        """All names that the parameters bind."""
        found = {n for n in (params.rest, params.keyrest, params.block) if n is not None}
        for node in params.required + params.post:
            found |= self.bound_names(node)
        for node in params.optional + params.keys:
            found.add(self.field(node, "name"))
        return found

    def bound_names(self, node: Node) -> set[str]:
        """The names of a parameter, also of a destructured one."""
        if node.type == "identifier":
            return {self.text(node)}
        if node.type in ("splat_parameter",):
            return {self.param_name(node, "*")}
        found: set[str] = set()
        for child in self.children(node):
            found |= self.bound_names(child)
        return found

    def arguments(self, params: Params, kind: str) -> tuple[ast.arguments, list[ast.stmt]]:
        """Python's parameters of a function, and the statements that bind the rest."""
        lead = ["me", "blk"] if kind == "method" else []
        if not params.simple:
            return self.bound_arguments(params, kind, lead)
        saved, self.body = self.body, []
        strict = kind in ("lambda", "method")
        args = [self.arg(name) for name in lead]
        defaults: list[ast.expr] = []
        nested: list[tuple[str, Node]] = []
        for node in params.required:
            name = self.param_target(node, nested, {a.arg for a in args})
            args.append(self.arg(name))
            if not strict:
                defaults.append(self.nil())
        for node in params.optional:
            args.append(self.arg("v_" + self.field(node, "name")))
            defaults.append(self.name("MISSING"))
        vararg = None
        if params.rest is not None:
            vararg = self.arg("v_" + params.rest)
            self.set(vararg.arg, self.call("list", self.name(vararg.arg)))
        elif not strict:
            vararg = self.arg("_")
        for name, node in nested:
            self.destructure(node, self.name(name))
        self.set_defaults(params.optional)
        keyword = self.block_keyword(params, kind)
        if kind == "method" and params.block is not None:
            self.set("v_" + params.block, self.name("blk"))
        prelude, self.body = self.body, saved
        kwonly = [self.arg(keyword)] if keyword else []
        kwdefaults: list[ast.expr | None] = [self.nil()] if keyword else []
        return ast.arguments([], args, vararg, kwonly, kwdefaults, None, defaults), prelude

    def block_keyword(self, params: Params, kind: str) -> str | None:
        """The Python keyword by which a lambda gets the block it is called with."""
        if params.block is None or kind == "method":
            return None
        self.set("v_" + params.block, self.name("blk"))
        return "blk"

    def arg(self, name: str) -> ast.arg:
        """A Python parameter."""
        return ast.arg(name, None, **self.at)

    def param_target(self, node: Node, nested: list[tuple[str, Node]], taken: set[str]) -> str:
        """The Python name of a required parameter; a destructured one is taken apart in the body."""
        if node.type == "identifier":
            name = "v_" + self.text(node)
            return name if name not in taken else self.scope.temp()
        temp = self.scope.temp()
        nested.append((temp, node))
        return temp

    def set_defaults(self, nodes: list[Node]) -> None:
        """`x = default` for parameters that were not given."""
        for node in nodes:
            name = "v_" + self.field(node, "name")
            body, _ = self.block_of(lambda n=node, v=name: self.run(n.child_by_field_name("value"), v))  # type: ignore[misc]
            self.if_(self.is_(self.name(name), self.name("MISSING")), body)

    def bound_arguments(
        self, params: Params, kind: str, lead: list[str]
    ) -> tuple[ast.arguments, list[ast.stmt]]:
        """`*args` and a call of the binder, for parameters that Python's own rules don't fit."""
        saved, self.body = self.body, []
        keys = tuple((self.field(k, "name"), k.child_by_field_name("value") is None) for k in params.keys)
        spec = (
            len(params.required), len(params.optional), params.rest is not None, len(params.post),
            keys, params.keyrest is not None, kind in ("lambda", "method"),
        )  # fmt: skip
        args = self.scope.temp()
        nested: list[tuple[str, Node]] = []
        taken: set[str] = set()
        names = [self.param_target(n, nested, taken) for n in params.required]
        names += ["v_" + self.field(n, "name") for n in params.optional]
        names += ["v_" + params.rest] if params.rest is not None else []
        names += [self.param_target(n, nested, taken) for n in params.post]
        names += ["v_" + name for name, _ in keys]
        names += ["v_" + params.keyrest] if params.keyrest is not None else []
        target = ast.Tuple([self.target(name) for name in names], ast.Store(), **self.at)
        made = self.call("bind", self.const(spec), self.name(args))
        self.body.append(ast.Assign([target], made, **self.at))
        for name, node in nested:
            self.destructure(node, self.name(name))
        self.set_defaults(
            params.optional + [k for k in params.keys if k.child_by_field_name("value") is not None]
        )
        keyword = self.block_keyword(params, kind)
        if kind == "method" and params.block is not None:
            self.set("v_" + params.block, self.name("blk"))
        prelude, self.body = self.body, saved
        kwonly = [self.arg(keyword)] if keyword else []
        kwdefaults: list[ast.expr | None] = [self.nil()] if keyword else []
        lead_args = [self.arg(name) for name in lead]
        return ast.arguments([], lead_args, self.arg(args), kwonly, kwdefaults, None, []), prelude

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
        if numbered:
            arguments = self.numbered_arguments(numbered)
        statements, _ = self.block_of(lambda: self.function_body(body))
        self.scope, self.body = outer, outer_body
        statements = self.finish(scope, prelude, statements, params.locals)
        strict = "!" if kind in ("lambda", "method") else ""
        lead = 2 if kind == "method" else 0
        most = "" if params.rest is not None else len(params.required) + len(params.optional)
        expected = f"{len(params.required)}..{most}"
        name = f"{label} [{strict}{expected} {lead}]"
        self.body.append(ast.FunctionDef(name, arguments, statements, [], None, None, **self.at))
        return self.wrapped(name) if wrap else name

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
        if scope.leave_name is not None:
            body = self.caught_return(scope, body)
        return head + prelude + body or [ast.Pass(**self.at)]

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
            return ("spread" if numbered > 1 else "any", numbered, names, False, line)
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


__all__ = ["Blocks", "Loop", "Params"]
