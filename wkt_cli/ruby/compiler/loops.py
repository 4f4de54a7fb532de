"""Blocks of the usual iterations as Python loops, where the receiver is an Array or a Hash and nothing else.

The block's function is compiled as always and serves every other receiver. Its statements are copied into a loop: the
block's own variables get names that no other code has, `return value` becomes what the iteration does with a value.
Which blocks may become loops is decided in `turns`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from .base import Base, Node
from .code import LOAD, STORE
from .turns import Turn, complete, destructured, is_leaf, stored

Consume = Callable[[ast.expr], list[ast.stmt]]

LOOPS = {
    ("each", 0, 1): "loop_each",
    ("map", 0, 1): "loop_map",
    ("collect", 0, 1): "loop_map",
    ("select", 0, 1): "loop_select",
    ("filter", 0, 1): "loop_select",
    ("reject", 0, 1): "loop_select",
    ("find", 0, 1): "loop_find",
    ("detect", 0, 1): "loop_find",
    ("any?", 0, 1): "loop_any",
    ("all?", 0, 1): "loop_any",
    ("filter_map", 0, 1): "loop_filter_map",
    ("group_by", 0, 1): "loop_group_by",
    ("sum", 0, 1): "loop_sum",
    ("sort_by", 0, 1): "loop_sort_by",
    ("each_with_index", 0, 2): "loop_with_index",
    ("each_with_object", 1, 2): "loop_with_object",
    ("inject", 1, 2): "loop_inject",
    ("reduce", 1, 2): "loop_inject",
    ("each", 0, 2): "loop_each_pairs",
    ("each_pair", 0, 2): "loop_each_pairs",
    ("map", 0, 2): "loop_map_pairs",
    ("select", 0, 2): "loop_select_pairs",
    ("reject", 0, 2): "loop_select_pairs",
    ("transform_values", 0, 1): "loop_values_pairs",
}
"""By method, number of arguments and number of the block's parameters: what makes the loop."""


class Loops(Base):
    """One loop a method, by the table above."""

    def looped(self, node: Node, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr | None:
        """A call with its block as a loop; None where it stays a call."""
        block = node.child_by_field_name("block")
        symbol = self.symbol_block(node) if block is None else None
        maker = self.maker(name, args, block, symbol)
        if maker is None or isinstance(target, ast.Constant):
            return None
        subject, *kept = (self.held(value) for value in (target, *args))
        proc, function = self.block_function(block) if symbol is None else self.symbol_function(symbol)
        if not is_leaf(function):
            self.body.append(function)
            return self.send(subject, name, kept, proc)
        result = self.scope.temp()
        general, value = self.block_of(lambda: self.send(subject, name, kept, proc))
        if symbol is None:
            general.insert(0, function)
        turn = Turn(function, self.new_names(function))
        pairs = maker.endswith("_pairs")
        test = self.is_(self.type_of(subject), self.name("Hash" if pairs else "list"))
        if pairs:
            test = self.both(test, self.not_(self.attribute(subject, "odd")))
        before = {} if pairs else turn.fix()
        loop, _ = self.block_of(lambda: getattr(self, maker)(turn, name, subject, result, *kept))
        loop[:0] = [self.assign(new, self.name(fixed)) for fixed, new in before.items()]
        self.if_(test, loop, [*general, self.assign(result, value)])
        return self.name(result)

    def maker(self, name: str, args: list[ast.expr], block: Node | None, symbol: ast.Name | None) -> str | None:
        """What makes the loop of a call, if it can be one."""
        if any(isinstance(a, ast.Starred) for a in args):
            return None
        if block is None:
            return None if symbol is None else LOOPS.get((name, len(args), 1))
        params = self.read_params(block.child_by_field_name("parameters"))
        found = LOOPS.get((name, len(args), params.exact))
        if found == "loop_with_object" and params.required[0].type == "destructured_parameter":
            return "loop_with_object_pairs"
        return None if params.locals or self.facts.has_break(block) else found

    def block_function(self, block: Node) -> tuple[ast.expr, ast.FunctionDef]:
        """A block as a Proc, and its function, which is still to be put before that."""
        proc = self.block_value(block, "block")
        function = self.body.pop()
        assert isinstance(function, ast.FunctionDef)
        return proc, function

    def symbol_block(self, node: Node) -> ast.Name | None:
        """The `&:name` of a call."""
        for arg in self.children(node.child_by_field_name("arguments")):
            found = self.block_argument(arg) if is_symbol_block(arg) else None
            if isinstance(found, ast.Name) and found.id[2:] not in self.facts.protected_names:
                return found
        return None

    def symbol_function(self, symbol: ast.Name) -> tuple[ast.expr, ast.FunctionDef]:
        """`&:name` as a Proc, and as the function of a block that calls it."""
        body, value = self.block_of(lambda: self.send(self.name("v_x"), symbol.id[2:], [], self.nil()))
        arguments = ast.arguments([], [self.arg("v_x")], None, [], [], None, [])
        body.append(ast.Return(value, **self.at))
        return symbol, ast.FunctionDef("block", arguments, body, [], None, None, **self.at)

    def new_names(self, function: ast.FunctionDef) -> dict[str, str]:
        """The names of a block's own variables in the function around it; others are shared with that."""
        shared = {name for s in function.body if isinstance(s, ast.Nonlocal) for name in s.names}
        for name in shared:
            self.scope.declare(name.removeprefix("v_"))
        mark = self.scope.temp()
        variables = {name for name in stored(function.body) if name[:2] == "v_"}
        own = {a.arg for a in function.args.args} | variables - shared
        return {name: f"{name} {mark}" for name in own}

    def attribute(self, value: ast.expr, name: str) -> ast.Attribute:
        """`value.name`, of the runtime's own classes."""
        return ast.Attribute(value, name, LOAD, **self.at)

    # --- what the iterations do with the block's value ----------------------------------------------------

    def loop_each(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`each`: nothing."""
        self.for_(turn, subject, self.dropped)
        self.set(result, subject)

    def loop_map(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`map`: kept in a list."""
        add = self.new_list(result)
        self.for_(turn, subject, lambda value: [self.statement(self.call(add, value))])

    def loop_select(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`select`, `reject`: the element is kept or not."""
        add, item = self.new_list(result), self.scope.temp()
        keep = [self.statement(self.call(add, self.name(item)))]
        test = self.false if name == "reject" else self.truth
        self.for_(turn, subject, lambda value: [ast.If(test(value), keep, [], **self.at)], item)

    def loop_sum(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`sum`: of all values, when all are there."""
        found = self.scope.temp()
        self.loop_map(turn, name, subject, found)
        self.set(result, self.call("summed", subject, self.name(found)))

    def loop_sort_by(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`sort_by`: the keys first, beside the elements."""
        items, keys, item = (self.scope.temp() for _ in range(3))
        add_item, add_key = self.new_list(items), self.new_list(keys)
        keep: Consume = lambda key: [self.statement(self.call(add_key, key))]  # noqa: E731
        turn.body.insert(0, self.statement(self.call(add_item, self.name(item))))
        self.for_(turn, subject, keep, item)
        self.set(result, self.call("sort_by_keys", self.name(items), self.name(keys)))

    def loop_find(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`find`: the first true one ends the loop."""
        item = self.scope.temp()
        self.set(result, self.nil())
        found: list[ast.stmt] = [self.assign(result, self.name(item)), ast.Break(**self.at)]
        self.for_(turn, subject, lambda value: [ast.If(self.truth(value), found, [], **self.at)], item)

    def loop_any(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`any?`, `all?`: the first that decides ends the loop."""
        some = name == "any?"
        self.set(result, self.const(not some))
        found: list[ast.stmt] = [self.assign(result, self.const(some)), ast.Break(**self.at)]
        test = self.truth if some else self.false
        self.for_(turn, subject, lambda value: [ast.If(test(value), found, [], **self.at)])

    def loop_with_object(self, turn: Turn, name: str, subject: ast.expr, result: str, memo: ast.expr) -> None:
        """`each_with_object`: the object is the second parameter of each turn."""
        self.memo(turn, turn.params.pop(), result, memo)
        self.for_(turn, subject, self.dropped)

    def loop_filter_map(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`filter_map`: kept where it is true."""
        add, made = self.new_list(result), self.scope.temp()
        keep = [self.statement(self.call(add, self.name(made)))]
        test = self.truth(self.name(made))
        self.for_(turn, subject, lambda value: [self.assign(made, value), ast.If(test, keep, [], **self.at)])

    def loop_with_index(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`each_with_index`."""
        target = ast.Tuple([self.target(p) for p in reversed(turn.params)], STORE, **self.at)
        body = self.consumed(turn.body, self.dropped) or [ast.Pass(**self.at)]
        self.body.append(ast.For(target, self.call("enumerate", subject), body, [], None, **self.at))
        self.set(result, subject)

    def loop_inject(self, turn: Turn, name: str, subject: ast.expr, result: str, start: ast.expr) -> None:
        """`inject`: the value is the first parameter of the next turn."""
        memo = turn.params.pop(0)
        self.set(memo, start)
        self.for_(turn, subject, lambda value: [self.assign(memo, value)])
        self.set(result, self.name(memo))

    def loop_each_pairs(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`each` of a Hash: a pair that a turn deletes has no turn of its own."""
        key, value = turn.params
        place = self.scope.temp()
        gone = ast.Compare(self.name(place), [ast.NotIn()], [subject], **self.at)
        start: list[ast.stmt] = [
            ast.If(gone, [ast.Continue(**self.at)], [], **self.at),
            self.assign(key, self.name(place)),
            self.assign(value, self.index(subject, self.name(place))),
        ]
        body = [*start, *self.consumed(turn.body, self.dropped)]
        loop = ast.For(self.target(place), self.call("list", subject), body, [], None, **self.at)
        self.iterating(subject, lambda: self.body.append(loop))
        self.set(result, subject)

    def loop_with_object_pairs(
        self, turn: Turn, name: str, subject: ast.expr, result: str, memo: ast.expr
    ) -> None:
        """`each_with_object` of a Hash: each pair is an array."""
        pair, memo_param = turn.params
        names = destructured(turn.body[0], pair)
        turn.params = names or [self.scope.temp(), self.scope.temp()]
        turn.body[:1] = [] if names else [self.assign(pair, self.list_([*map(self.name, turn.params)])), turn.body[0]]
        self.memo(turn, memo_param, result, memo)
        self.iterating(subject, lambda: self.for_pairs(turn, subject, self.dropped))

    def loop_map_pairs(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`map` of a Hash."""
        add = self.new_list(result)
        keep: Consume = lambda value: [self.statement(self.call(add, value))]  # noqa: E731
        self.iterating(subject, lambda: self.for_pairs(turn, subject, keep))

    def loop_select_pairs(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`select`, `reject` of a Hash."""
        key, item = self.scope.temp(), self.scope.temp()
        self.set(result, self.call("Hash"))
        place = ast.Subscript(self.name(result), self.name(key), STORE, **self.at)
        keep: list[ast.stmt] = [ast.Assign([place], self.name(item), **self.at)]
        test = self.false if name == "reject" else self.truth
        for param, value in zip(turn.params, (key, item), strict=True):
            turn.body.insert(0, self.assign(param, self.name(value)))
        turn.params = [key, item]
        self.for_pairs(turn, subject, lambda value: [ast.If(test(value), keep, [], **self.at)])

    def loop_group_by(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`group_by`: the group of a text that was met before is at hand."""
        key, item = self.scope.temp(), self.scope.temp()
        self.set(result, self.call("Hash"))
        groups = self.name(result)
        known = ast.Compare(self.name(key), [ast.In()], [groups], **self.at)
        test = self.both(self.is_(self.type_of(self.name(key)), self.name("str")), known)
        add = self.call(self.attribute(self.index(groups, self.name(key)), "append"), self.name(item))
        new = self.call("add_to_group", groups, self.name(key), self.name(item))
        keep = ast.If(test, [self.statement(add)], [self.statement(new)], **self.at)
        self.for_(turn, subject, lambda value: [self.assign(key, value), keep], item)

    def loop_values_pairs(self, turn: Turn, name: str, subject: ast.expr, result: str) -> None:
        """`transform_values`: under the same keys."""
        key = self.scope.temp()
        self.set(result, self.call("Hash"))
        place = ast.Subscript(self.name(result), self.name(key), STORE, **self.at)
        turn.params.insert(0, key)
        self.for_pairs(turn, subject, lambda value: [ast.Assign([place], value, **self.at)])

    # --- parts --------------------------------------------------------------------------------------------

    def memo(self, turn: Turn, param: str, result: str, memo: ast.expr) -> None:
        """The object that every turn gets as a parameter, which it may set to another."""
        self.set(result, memo)
        given = self.assign(param, self.name(result))
        if turn.sets(param):
            turn.body.insert(0, given)
        else:
            self.body.append(given)

    def held(self, value: ast.expr) -> ast.expr:
        """A value in a variable that the block can't change."""
        if isinstance(value, ast.Name) and value.id[:2] == "v_":
            value = self.walrus(self.scope.temp(), value)
        first, again = self.kept_if_needed(value)
        if first is not again:
            self.deliver(first, None)
        return again

    def iterating(self, subject: ast.expr, make: Callable[[], None]) -> None:
        """A loop over a Hash that the block may not add keys to."""
        body, _ = self.block_of(make)
        count = ast.Attribute(subject, "iterating", STORE, **self.at)
        begin, end = (ast.AugAssign(count, op, self.const(1), **self.at) for op in (ast.Add(), ast.Sub()))
        self.body += [begin, ast.Try(body, [], [], [end], **self.at)]

    def new_list(self, result: str) -> str:
        """A new list as the result; gives the variable that holds its `append`."""
        add = self.scope.temp()
        self.set(result, self.list_([]))
        self.set(add, self.attribute(self.name(result), "append"))
        return add

    def for_(self, turn: Turn, subject: ast.expr, consume: Consume, item: str | None = None) -> None:
        """A loop over the elements; where it must know the element, `item` holds it."""
        param = turn.params[0]
        start = [] if item is None else [self.assign(param, self.name(item))]
        body = [*start, *self.consumed(turn.body, consume)] or [ast.Pass(**self.at)]
        self.body.append(ast.For(self.target(item or param), subject, body, [], None, **self.at))

    def for_pairs(self, turn: Turn, subject: ast.expr, consume: Consume) -> None:
        """A loop over the pairs that a Hash has when it begins."""
        target = ast.Tuple([self.target(p) for p in turn.params], STORE, **self.at)
        pairs = self.call("list", self.call(self.attribute(subject, "items")))
        body = self.consumed(turn.body, consume) or [ast.Pass(**self.at)]
        self.body.append(ast.For(target, pairs, body, [], None, **self.at))

    def statement(self, value: ast.expr) -> ast.stmt:
        """An expression for its effect."""
        return ast.Expr(value, **self.at)

    def dropped(self, value: ast.expr) -> list[ast.stmt]:
        """A value that nobody wants is computed all the same."""
        return [] if isinstance(value, ast.Constant | ast.Name) else [self.statement(value)]

    def consumed(self, body: list[ast.stmt], consume: Consume) -> list[ast.stmt]:
        """Statements with what happens to a value in place of each `return`."""
        if complete(body):
            return self.at_end(body, consume)
        return [*self.inside(body, consume), *consume(self.nil())]

    def at_end(self, body: list[ast.stmt], consume: Consume) -> list[ast.stmt]:
        """Statements whose last one returns on every way: nothing comes after it in this turn."""
        *before, last = body
        if isinstance(last, ast.Return):
            return [*self.inside(before, consume), *(consume(last.value or self.nil()) or [ast.Pass(**self.at)])]
        assert isinstance(last, ast.If)
        last.body, last.orelse = self.at_end(last.body, consume), self.at_end(last.orelse, consume)
        return [*self.inside(before, consume), last]

    def inside(self, body: list[ast.stmt], consume: Consume) -> list[ast.stmt]:
        """Statements that more may follow: a `return` goes on with the next turn."""
        made: list[ast.stmt] = []
        for statement in body:
            if isinstance(statement, ast.FunctionDef):
                made.append(statement)
                continue
            if isinstance(statement, ast.Return):
                return [*made, *consume(statement.value or self.nil()), ast.Continue(**self.at)]
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if inner:
                    setattr(statement, field, self.inside(inner, consume))
            for handler in getattr(statement, "handlers", ()):
                handler.body = self.inside(handler.body, consume)
            made.append(statement)
        return made


def is_symbol_block(arg: Node) -> bool:
    """Whether an argument is `&:name`."""
    return arg.type == "block_argument" and [c.type for c in arg.named_children] == ["simple_symbol"]
