"""Ruby at the prompt, in the sandbox, with the session's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...connector import ruby as form
from ...errors import Place
from ...ruby import LimitError, RubyError, SandboxError, registry
from ...ruby.dispatch import names_of
from ...ruby.shell import Shell, is_open
from ...ruby.values import Proc, RClass, Symbol
from ..ruby_words import REQUEST, guarded
from ..session import Session
from . import blocks as tree
from .blocks import Blocks

BLOCKS = registry.define_class("Workato::Connector::Sdk::Blocks", registry.BASIC_OBJECT, Blocks)


class RubyLanguage:
    """Ruby, text by text.

    Args:
        session: the connector at work.
    """

    name = "Ruby"

    def __init__(self, session: Session) -> None:
        self._session, self._shell = session, Shell()
        self.words: Iterable[str] = registry.functions
        self.chain: Iterable[str] = registry.own[REQUEST]

    @property
    def variables(self) -> Mapping[str, Any]:
        """The locals."""
        return self._shell.locals

    def set(self, name: str, value: Any) -> None:
        """Set a local."""
        self._shell.set(name, value)

    def connection(self, values: Any) -> Any:
        """Give a hash that answers to symbols and texts."""
        return form.to_ruby(values)

    def source(self) -> Any:
        """Give the hash that the connector's file is."""
        return self._session.connector.loaded.value

    def run(self, text: str, name: str) -> Any:
        """Run a text in the sandbox.

        Raises:
            WktError: whatever went wrong.
        """
        try:
            return self._shell.run(text, name)
        except (RubyError, SandboxError, LimitError) as error:
            raise form.raised(error, Place(Path(name))) from error

    def shown(self, value: Any) -> Any:
        """Give a value as it is shown: a lambda or a class as `inspect` does, for JSON has no form for them."""
        return str(registry.send(value, "inspect")) if isinstance(value, (Proc, RClass)) else value

    def is_open(self, text: str) -> bool:
        """Tell whether more is to come."""
        return is_open(text)

    def members(self, value: Any) -> Iterable[str]:
        """Give the names of a value's methods."""
        return names_of(value)


@registry.method(BLOCKS, "method_missing")
@guarded
def delegate(blocks: Blocks, block: Proc | None, name: Symbol, *arguments: Any) -> Any:
    """Give the block below; with arguments run it. Any other name is called on what the block gives."""
    if name.name == "call":
        return _ran(blocks, *arguments)
    below = tree.below(blocks, name.name)
    if below is not None:
        return _ran(below, *arguments) if arguments else below
    if not tree.can_run(blocks):
        raise tree.unknown(blocks, name.name)
    return registry.send(_ran(blocks), name.name, *arguments, block=block)


def _ran(blocks: Blocks, *arguments: Any) -> Any:
    """Run a block and give its value as Ruby's."""
    return form.to_ruby(tree.run(blocks, *arguments))


@registry.method(BLOCKS, "[]")
@guarded
def element(blocks: Blocks, block: Proc | None, key: Any) -> Any:
    """Give what the connector has there, such as a lambda; of what a block gives the value."""
    if tree.is_function(blocks):
        return registry.send(_ran(blocks), "[]", key)
    return tree.element(blocks, str(form.plain(key)))


@registry.method(BLOCKS, "inspect", "to_s")
def inspect(blocks: Blocks, block: Proc | None) -> str:
    """Give the path."""
    return repr(blocks)
