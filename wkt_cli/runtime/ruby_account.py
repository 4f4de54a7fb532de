"""The words for the data of an account as Ruby sees them: rows answer to symbols and texts."""

from __future__ import annotations

from typing import Any

from ..connector import ruby as form
from ..ruby.convert import to_ruby
from ..ruby.values import Hash, Proc, Symbol
from . import account
from .ruby_words import word


@word("account_property")
def account_property(me: Any, block: Proc | None, name: Any) -> str | None:
    """A property of the account."""
    return account.account_property(form.plain(name))


@word("lookup")
def lookup(me: Any, block: Proc | None, table: Any, *conditions: Any) -> Any:
    """The first row that fits."""
    return form.to_ruby(account.lookup(form.plain(table), *map(form.plain, conditions)))


@word("workato_schema")
def workato_schema(me: Any, block: Proc | None, identifier: Any) -> Any:
    """A schema of the account."""
    return to_ruby(account.workato_schema(form.plain(identifier)))


@word("execution_context")
def execution_context(me: Any, block: Proc | None) -> Hash:
    """What the connector works for, with symbol keys."""
    return Hash((Symbol(name), value) for name, value in account.execution_context().items())
