"""Where a String can get to: sets of places and values that may be the same Ruby object.

A Flow stands for everything that one expression, variable or element may be. Two that may be the same object are
joined into one set for good (union-find), so that the order of statements and the branches taken don't matter: the
answer is on the safe side. What a container holds is one Flow for all its elements and values.
"""

from __future__ import annotations

FOREVER = -1
"""A depth without end: containers that may hold themselves."""


class Flow:
    """One set of values that may be the same object.

    Attributes:
        changed: a mutator (or a question about identity) may get these values.
        indexed: `[]=` may get them: a change if they are text, none if they are containers.
        text: a String is among them.
        streams: they may be enumerators or ranges, which make new Strings as they run.
        loose: they are Procs whose arguments can't be told apart by position.
        parameters, result: what a Proc takes and gives, where these values are Procs.
    """

    __slots__ = ("changed", "held", "indexed", "joined", "loose", "parameters", "result", "streams", "text")

    def __init__(self, text: bool = False) -> None:
        self.joined: Flow | None = None
        self.held: Flow | None = None
        self.parameters: list[Flow] = []
        self.result: Flow | None = None
        self.changed = self.indexed = self.streams = self.loose = False
        self.text = text

    def root(self) -> Flow:
        """The set that this one is part of."""
        found = self
        while found.joined is not None:
            if found.joined.joined is not None:
                found.joined = found.joined.joined
            found = found.joined
        return found

    def join(self, *others: Flow) -> Flow:
        """Make one set of several; what they hold and take is joined too."""
        mine = self.root()
        for other in others:
            mine = _join(mine, other.root())
        return mine

    @property
    def content(self) -> Flow:
        """What these values hold."""
        mine = self.root()
        if mine.held is None:
            mine.held = Flow()
        return mine.held.root()

    def parameter(self, position: int) -> Flow:
        """What these Procs take at a position."""
        if self.root().loose:
            position = 0
        taken = self.root().parameters
        while len(taken) <= position:
            taken.append(Flow())
        return taken[position].root()

    @property
    def takes(self) -> list[Flow]:
        """What these Procs take; at least one parameter."""
        return [self.parameter(i) for i in range(max(1, len(self.root().parameters)))]

    def loosen(self) -> None:
        """All that these Procs take may be the same."""
        melt(*self.takes)
        self.root().loose = True

    @property
    def given(self) -> Flow:
        """What these Procs give."""
        mine = self.root()
        if mine.result is None:
            mine.result = Flow()
        return mine.result.root()

    def is_changed(self) -> bool:
        """Whether a change may reach a String of this set."""
        mine = self.root()
        return mine.changed or (mine.indexed and mine.text)

    def depth(self) -> int:
        """How many levels of containers must be looked through to find all Strings that may change."""
        deepest, level, step, seen = 0, 0, self.root(), set()
        while step.held is not None:
            seen.add(step)
            step, level = step.held.root(), level + 1
            if step.is_changed():
                deepest = level
            if step in seen:
                return FOREVER if any(s.is_changed() for s in seen if loops_to(s, step)) else deepest
        return deepest


def loops_to(flow: Flow, start: Flow) -> bool:
    """Whether a set is on the circle of containers that begins at another."""
    step = start
    while True:
        if step is flow:
            return True
        assert step.held is not None
        step = step.held.root()
        if step is start:
            return False


def _join(mine: Flow, other: Flow) -> Flow:
    """Join two sets and, level by level, what belongs to them."""
    if mine is other:
        return mine
    other.joined = mine
    mine.changed |= other.changed
    mine.indexed |= other.indexed
    mine.text |= other.text
    mine.streams |= other.streams
    loosened = mine.loose or other.loose
    pairs = list(zip(mine.parameters, other.parameters, strict=False))
    mine.parameters += other.parameters[len(mine.parameters) :]
    for a, b in ((mine.held, other.held), (mine.result, other.result)):
        if a is not None and b is not None:
            pairs.append((a, b))
    mine.held = mine.held or other.held
    mine.result = mine.result or other.result
    for a, b in pairs:
        a.join(b)
    if loosened:
        mine.loosen()
    return mine.root()


def melt(*flows: Flow) -> Flow:
    """Join flows and all that they hold into one."""
    made = flows[0].join(*flows[1:])
    return made.join(made.content)
