"""The input of an action or trigger as questions: its fields, pick lists called live, answers as they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...connector.answers import AnswerError
from ...connector.fields import Field, options_of
from ...errors import WktError
from ..given import Given
from ..object_definitions import ObjectDefinitions
from ..schema.asked import asked, typed
from ..schema.conversion import FieldConverter, Mistakes, Schema, told
from ..schema.fields import completed
from . import others, schemas

if TYPE_CHECKING:
    from ..paths import Paths

PARENT = "__parent_id"
"""The keyword by which a tree's pick list is told where it is; nothing at the first level."""


class InputForm:
    """Asks for nothing itself: gives the fields, and judges the answers.

    Args:
        paths: the connector at work.
        path: of an action or trigger, or of a block of it.

    Attributes:
        owner: the path of the action or trigger.

    Raises:
        UsageError: there is no such action or trigger.
    """

    def __init__(self, paths: Paths, path: str) -> None:
        if path.split(".")[0] not in ("actions", "triggers") or "." not in path:
            raise paths.unknown(path, "action or trigger")
        self._paths, self.owner = paths, paths.whole_owner(path)
        self._lists: dict[str, list[Any]] = {}

    @property
    def title(self) -> str:
        """The title of the action or trigger; its path where it has none."""
        title = self._paths.connector.dig(f"{self.owner}.title")
        return title if isinstance(title, str) else self.owner

    def config_fields(self) -> list[Field]:
        """Give the fields that decide which others there are."""
        return asked(schemas.config_fields(self._paths, self.owner), f"{self.owner}.config_fields")

    def input_fields(self, values: Mapping[str, Any]) -> list[Field]:
        """Give the fields of the input.

        Args:
            values: what was answered so far, those of `config_fields` too.
        """
        return asked(self._input_fields(values), f"{self.owner}.input_fields")

    def _input_fields(self, values: Mapping[str, Any]) -> list[Any]:
        definitions, path = ObjectDefinitions(self._paths.session, values), f"{self.owner}.input_fields"
        found: list[Any] = self._paths.connector.plain(schemas.fields_of(self._paths, path, definitions, values))
        return found

    def ready(self, field: Field, values: Mapping[str, Any]) -> Field:
        """Give a field with the options of its pick list, which is called with the answers that it depends on."""
        name = field.source.get("pick_list")
        if not isinstance(name, str) or not name:
            return field
        try:
            options = self._listed(name, self._parameters(field, values))
        except WktError as error:
            hint = f"; {error.hint}" if error.hint else ""
            self._paths.session.warn(f"the pick list `{name}` can't be shown: {error.message}{hint}")
            return field
        kind = field.kind if field.kind == "multiselect" or field.control_type == "tree" else "select"
        return replace(field, options=options_of({"options": options}), kind=kind)

    @staticmethod
    def _parameters(field: Field, values: Mapping[str, Any]) -> dict[str, Any]:
        given = field.source.get("pick_list_params")
        named = given if isinstance(given, Mapping) else {}
        parent = {PARENT: None} if field.control_type == "tree" else {}
        return {**parent, **{str(key): _dug(values, str(name)) for key, name in named.items()}}

    def _listed(self, name: str, parameters: Mapping[str, Any]) -> list[Any]:
        """Call a pick list; once for the same parameters."""
        key = json.dumps([name, parameters], default=str)
        if key not in self._lists:
            given = Given(args=dict(parameters))
            found = self._paths.connector.plain(others.pick_list(self._paths, f"pick_lists.{name}", given))
            self._lists[key] = found if isinstance(found, list) else []
        return self._lists[key]

    def accepted(self, field: Field, value: Any) -> Any:
        """Give an answer as it is kept, if the field's converter takes it.

        Raises:
            AnswerError: it doesn't.
        """
        kept, mistakes = typed(field, value), Mistakes()
        convert = FieldConverter(completed([field.source])[0], "render_input", self._paths.session)
        with Schema([], "render_input", self._paths.session).frame("input"):
            convert(self._paths.connector.indifferent(deepcopy(kept)), mistakes)
        if mistakes:
            raise AnswerError("\n  ".join(told(mistakes, f"input.{field.name}")))
        return kept

    def check(self, values: Mapping[str, Any]) -> None:
        """Check a whole input, as a whole run does.

        Raises:
            SchemaError: fields are missing, or values can't be converted; all of them are told.
        """
        fields = [*schemas.config_fields(self._paths, self.owner), *self._input_fields(values)]
        Schema(completed(fields), "render_input", self._paths.session).rendered(deepcopy(dict(values)))


def _dug(values: Mapping[str, Any], path: str) -> Any:
    """Give the answer that a path names; of objects in it their fields."""
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
