"""`workato.stream`, `reinvoke_after`, `suspend` and `checkpoint!` as Ruby sees them."""

from __future__ import annotations

from typing import Any

from ..connector import ruby as form
from ..ruby.convert import to_ruby
from ..ruby.core.enumerable.fold import needs_block
from ..ruby.errors import TypeError_
from ..ruby.limits import counted
from ..ruby.registry import method
from ..ruby.values import Hash, Proc
from . import steps, streams, suspending
from .packages.ruby import part
from .ruby_arguments import keywords
from .ruby_words import guarded, word

STREAM = part("stream")


@method(STREAM, "out")
@guarded
def stream_out(self: Any, block: Proc | None, name: Any, input: Any = None) -> Any:
    """What stands for a stream in an output."""
    return form.indifferent(to_ruby(streams.out(form.plain(name), Hash() if input is None else input)))


@method(STREAM, "in")
@guarded
def stream_in(self: Any, block: Proc | None, source: Any, given: Any = None) -> Hash:
    """Call the block with each chunk: data, start, end, whether it is the last, and the start of the next."""
    options = keywords(given, (), ("from", "frame_size"))
    each = needs_block(block)
    if source is None:
        raise TypeError_("no implicit conversion of nil into String")
    for chunk in streams.in_chunks(_source(source), options.get("from"), options.get("frame_size")):
        with counted():
            each.call(to_ruby(chunk.data), *chunk[1:])
    return Hash()


def _source(source: Any) -> Any:
    """Give a hash of the connector with text keys, and its chunks by numbers; anything else as it is."""
    if not isinstance(source, Hash):
        return source
    found = {str(form.plain(key)): value for key, value in source.items()}
    if isinstance(found.get("chunks"), Hash):
        found["chunks"] = {int(form.plain(key)): value for key, value in found["chunks"].items()}
    return found


@word("reinvoke_after")
def reinvoke_after(me: Any, block: Proc | None, given: Any = None) -> None:
    """Stop here, and run `execute` again later; what is handed on answers to symbols and texts."""
    options = keywords(given, ("seconds", "continue"), ("temp_output",))
    steps.reinvoke_after(seconds=form.plain(options["seconds"]), continue_=form.indifferent(options["continue"]))


@word("suspend")
def suspend(me: Any, block: Proc | None, given: Any = None) -> None:
    """Stop here until the action is resumed."""
    options = keywords(given, ("continue", "expires_at"), ())
    suspending.suspend(continue_=form.indifferent(options["continue"]), expires_at=options["expires_at"])


@word("checkpoint!")
def checkpoint(me: Any, block: Proc | None, given: Any = None) -> None:
    """Tell the platform that a long action is alive."""
    keywords(given, ("continue",), ("temp_output",))
    steps.checkpoint(continue_=None)
