"""The parameters of blocks, lambdas and methods: read, described, and bound to Python's."""

from __future__ import annotations

import ast
from typing import NamedTuple

from .base import Base, Node


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
    def exact(self) -> int:
        """1 or 2 where a block has just so many required parameters and nothing else, else 0."""
        others = self.optional or self.post or self.keys or self.no_keys or self.trailing_comma
        if others or self.rest is not None or self.keyrest is not None or self.block is not None:
            return 0
        return len(self.required) if len(self.required) < 3 else 0

    @property
    def simple(self) -> bool:
        """Whether Python's own binding of arguments does."""
        return not self.post and not self.keys and self.keyrest is None


class Parameters(Base):
    """Parameter lists."""

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
        strict = kind in ("lambda", "method") or params.exact > 0
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
