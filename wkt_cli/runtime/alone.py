"""What words of the platform give in a program that belongs to no connector: it has no data of an account."""

from __future__ import annotations

import secrets
from typing import Any, NoReturn

from ..ruby.errors import RuntimeError_
from ..ruby.values import Hash, Symbol


def account_property(me: Any, block: Any, name: Any) -> None:
    """No property is set."""


def execution_context(me: Any, block: Any) -> Hash:
    """A recipe of its own."""
    return Hash({Symbol("recipe_id"): secrets.token_hex(32)})


def lookup(me: Any, block: Any, table: Any, *conditions: Any) -> NoReturn:
    """There are no tables."""
    raise RuntimeError_(
        "Lookup Tables are not initialized. Init data by calling LookupTable.from_file or LookupTable.load_data"
    )


def workato_schema(me: Any, block: Any, number: Any) -> NoReturn:
    """There are no schemas."""
    raise RuntimeError_(
        "Workato Schemas are not initialized. Init data by calling WorkatoSchemas.from_json or "
        "WorkatoSchemas.load_data"
    )


WORDS = {
    word.__name__: word for word in (account_property, execution_context, lookup, workato_schema)
}
