"""The data of an account in files of the project (reference/cli_and_files.md section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import StoreError
from .settings_file import master_key

if TYPE_CHECKING:
    from .app import App

PROPERTIES, TABLES, SCHEMAS = "account_properties.yaml", "lookup_tables.yaml", "workato_schemas.json"


class AccountFiles:
    """The data of an account; a file is read when its data is first asked for."""

    def __init__(self, app: App) -> None:
        self._app, self._root = app, app.project.root
        self.variables: Mapping[str, str] = app.environment.environ

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """account_properties.yaml, then account_properties.yaml.enc, whose values win; all are texts.

        Raises:
            StoreError: one of them can't be read or decrypted.
        """
        from ..runtime.erb import rendered

        written = rendered(self._text(PROPERTIES), self._app.environment.environ, PROPERTIES)
        sealed = self._hash(f"{PROPERTIES}.enc", self._text(f"{PROPERTIES}.enc"))
        for name, value in sealed.items():
            self._app.learn(name, value)
        found = {**self._hash(PROPERTIES, written), **sealed}
        return {name: self._property(name, value) for name, value in found.items() if value is not None}

    @cached_property
    def tables(self) -> Mapping[str, Any] | None:
        """lookup_tables.yaml.

        Raises:
            StoreError: it can't be read.
        """
        return self._hash(TABLES, self._text(TABLES)) if (self._root / TABLES).exists() else None

    @cached_property
    def schemas(self) -> Mapping[str, Any] | None:
        """workato_schemas.json.

        Raises:
            StoreError: it can't be read, or is no JSON object.
        """
        import json

        if not (self._root / SCHEMAS).exists():
            return None
        try:
            found = json.loads(self._text(SCHEMAS))
        except ValueError as error:
            raise StoreError(f"{SCHEMAS} holds no JSON: {error}") from error
        if not isinstance(found, dict):
            raise StoreError(f"{SCHEMAS} must hold an object: identifiers with lists of fields")
        return found

    def _text(self, name: str) -> str:
        from ..store.gem_settings import read_text

        return read_text(self._root / name, master_key(self._app))

    def _hash(self, name: str, text: str) -> dict[str, Any]:
        from ..store.gem_settings import hash_in

        return hash_in(text, name)

    def _property(self, name: str, value: Any) -> str:
        """Give a property as text; one with the name of a secret is masked from here on."""
        from ..connector.fields import is_secret

        text = str(value).lower() if isinstance(value, bool) else str(value)
        if is_secret(name):
            self._app.learn(name, text)
        return text
