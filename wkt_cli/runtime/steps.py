"""Actions of several steps: `reinvoke_after` and `checkpoint!` (reference/blocks.md section 5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn, TypeVar

from ..errors import InvalidDefinitionError, SdkError
from ..ruby import limits
from .frame import Frame, running

T = TypeVar("T")

EXECUTE = re.compile(r"actions\.[^.]+\.execute")
AGAIN = re.compile(rf"{EXECUTE.pattern}|methods\..*")
"""Blocks that may ask to be run again; a method may, because `execute` calls it in its own place."""
ALIVE = re.compile(rf"{AGAIN.pattern}|(pick_lists|streams)\..*|test")
"""Blocks that may say that they are alive."""


class Steps(NamedTuple):
    """How steps are run on this machine.

    Attributes:
        most: how often a block may ask to be run again.
        wait: seconds before each further step; None for what the block says.
    """

    most: int = 5
    wait: float | None = None


class Reinvoked(BaseException):
    """Ends a step; no `rescue` or `except Exception` of a connector catches it.

    Attributes:
        seconds: how long to wait before the next step.
        continued: what the next step is given.
    """

    def __init__(self, seconds: float, continued: Any) -> None:
        super().__init__("the next step")
        self.seconds, self.continued = seconds, continued


def check_steps(name: str, blocks: re.Pattern[str]) -> Frame:
    """Give the running frame if it is of one of the blocks that may use a word.

    Raises:
        InvalidDefinitionError: it may not.
    """
    frame = running()
    if not blocks.fullmatch(frame.block):
        raise InvalidDefinitionError(
            f"`{name}` can't be used in `{frame.block}`", hint="only the `execute` of an action has several steps"
        )
    return frame


def reinvoke_after(*, seconds: float, continue_: Any, temp_output: Any = None) -> NoReturn:
    """Stop here, and run `execute` again later.

    >>> from wkt_cli.dsl import get, post, reinvoke_after
    >>> def execute(connection, input, input_schema, output_schema, continued):
    ...     if not continued:
    ...         reinvoke_after(seconds=60, continue_={"job": post("/jobs", input)["id"]})
    ...     return get(f"/jobs/{continued['job']}")

    Args:
        seconds: how long to wait.
        continue_: what `execute` is given as its fifth argument then.
        temp_output: what the platform shows meanwhile; nothing here.

    Raises:
        InvalidDefinitionError: the running block has no further step.
    """
    check_steps("reinvoke_after", AGAIN)
    raise Reinvoked(float(seconds), continue_)


def checkpoint(*, continue_: Any, temp_output: Any = None) -> None:
    """Tell the platform that a long action is alive; here an action may take as long as it likes.

    Raises:
        InvalidDefinitionError: the running block is no action.

    >>> from wkt_cli.dsl import checkpoint, post
    >>> def execute(connection, input, input_schema, output_schema, continued):
    ...     for number, page in enumerate(input["pages"]):
    ...         post("/pages", page).response()
    ...         checkpoint(continue_={"done": number})
    """
    check_steps("checkpoint!", ALIVE)


def in_steps(steps: Steps, run: Callable[[Any], T], continued: Any) -> T:
    """Run a block until it doesn't ask to be run again.

    Args:
        steps: how often it may, and how long to wait.
        run: runs it with what the step before handed on.
        continued: what the first step is given.

    Raises:
        SdkError: it asked too often, or to wait for too long.
    """
    for left in range(steps.most, -1, -1):
        try:
            return run(continued)
        except Reinvoked as step:
            if left:
                _wait(step.seconds if steps.wait is None else steps.wait)
            continued = step.continued
    raise SdkError(
        f"Max number of reinvokes on SDK Gem reached. Current limit is {steps.most}",
        hint=f"`MAX_REINVOKES={steps.most * 4 or 5}` allows more; the platform allows 100",
    )


def _wait(seconds: float) -> None:
    if seconds > limits.MAX_WAIT:
        raise SdkError(
            f"The next step is to wait for {seconds:g} s, which is more than an hour",
            hint="`WAIT_REINVOKE_AFTER=1` makes each step wait for a second",
        )
    limits.wait(max(0.0, seconds))
