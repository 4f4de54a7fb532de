"""What a connector sees of its account: properties, look-up tables, schemas (reference/http_dsl.md section 10)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from ..errors import KeyNotFoundError, NotAvailableError
from .frame import current_session
from .request import merged


class Account(Protocol):
    """The data of an account; each is read when it is first asked for."""

    @property
    def variables(self) -> Mapping[str, str]:
        """Variables of the environment, of which `aws` reads its own."""

    @property
    def properties(self) -> Mapping[str, str]:
        """Account properties by name."""

    @property
    def tables(self) -> Mapping[str, Any] | None:
        """Look-up tables by name, each with its ``id`` and its ``rows``; None where there are none."""

    @property
    def schemas(self) -> Mapping[str, Any] | None:
        """Schemas by identifier; None where there are none."""


class NoAccount:
    """An account without data."""

    variables: Mapping[str, str] = {}
    properties: Mapping[str, str] = {}
    tables: Mapping[str, Any] | None = None
    schemas: Mapping[str, Any] | None = None


def _account() -> Account:
    session = current_session()
    return session.account if session is not None else NoAccount()


def account_property(name: Any) -> str | None:
    """Give a property of the account; None where it has none of that name.

    >>> from wkt_cli.dsl import account_property
    >>> def base_uri(connection):
    ...     return account_property("base_url")
    """
    return _account().properties.get(str(name))


def lookup(table: Any, /, *conditions: Any, **named: Any) -> dict[str, Any]:
    """Give the first row of a look-up table whose values are those of the conditions.

    >>> from wkt_cli.dsl import lookup
    >>> def execute(connection, input):
    ...     return {"state": lookup("States", code=input["code"]).get("name")}

    Args:
        table: its name, or its identifier as a number or text.
        conditions: a dict of columns and values; without one, every row fits.
        named: the same as keywords.

    Returns:
        The row; empty where none fits, or there is no such table.

    Raises:
        NotAvailableError: the account has no look-up tables at all.
    """
    tables = _account().tables
    if tables is None:
        raise NotAvailableError(
            "Lookup Tables are not initialized. Init data by calling LookupTable.from_file or LookupTable.load_data",
            hint="write them into lookup_tables.yaml: `States: {id: 7, rows: [{code: AZ}]}`",
        )
    wanted = merged(conditions, named) or {}
    rows = _table(tables, table).get("rows") or []
    return next((dict(row) for row in rows if all(_same(row.get(k), v) for k, v in wanted.items())), {})


def _table(tables: Mapping[str, Any], wanted: Any) -> Mapping[str, Any]:
    known = {name: table for name, table in tables.items() if isinstance(table, Mapping)}
    by_number = {str(table.get("id")): table for table in known.values()}
    return known.get(str(wanted)) or by_number.get(str(wanted)) or {}


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)


def workato_schema(identifier: Any) -> Any:
    """Give a schema of the account.

    Raises:
        NotAvailableError: the account has none at all.
        KeyNotFoundError: it has none of that identifier.

    >>> from wkt_cli.dsl import workato_schema
    >>> def output_fields(definitions, connection, config):
    ...     return workato_schema(config["schema_id"])
    """
    schemas = _account().schemas
    if schemas is None:
        raise NotAvailableError(
            "Workato Schemas are not initialized. Init data by calling WorkatoSchemas.from_json or "
            "WorkatoSchemas.load_data",
            hint='write them into workato_schemas.json: `{"12": [{"name": "id"}]}`',
        )
    if str(identifier) not in schemas:
        raise KeyNotFoundError(f'key not found: "{identifier}"', hint="look at workato_schemas.json")
    return schemas[str(identifier)]


def execution_context() -> dict[str, str]:
    """Tell what the connector works for: here a recipe of its own, with an identifier of 64 digits.

    >>> sorted(execution_context())
    ['recipe_id']
    """
    return {"recipe_id": _recipe()}


@cache
def _recipe() -> str:
    return secrets.token_hex(32)
