"""What a connector may hold: every key of every level, the kinds of its value, what its function is offered.

Sources: reference/connection.md sections 1, 2 and 9, reference/blocks.md sections 1, 3, 6, 8, 11 and 12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A known key.

    Attributes:
        kinds: the kinds of value it takes: ``function``, ``text``, ``dict``, ``list``, ``flag``, ``integer``;
            empty for any.
        arguments: what its function is offered, in order; None where it is called like any function.
    """

    kinds: tuple[str, ...] = ()
    arguments: tuple[str, ...] | None = None


def _function(*arguments: str) -> Key:
    return Key(("function",), arguments)


def _function_or(kind: str, *arguments: str) -> Key:
    return Key(("function", kind), arguments)


_ANY, _TEXT, _DICT, _LIST = Key(), Key(("text",)), Key(("dict",)), Key(("list",))
_FLAG, _INTEGER = Key(("flag",)), Key(("integer",))
_LABELS = ("input", "picklist_label")
_SCHEMAS = ("extended_input_schema", "extended_output_schema")

TOP: Mapping[str, Key] = {
    "title": _TEXT,
    "connection": _DICT,
    "test": _function("connection", "input", *_SCHEMAS, "continue"),
    "actions": _DICT,
    "triggers": _DICT,
    "methods": _DICT,
    "object_definitions": _DICT,
    "pick_lists": _DICT,
    "streams": _DICT,
    "webhook_keys": _function("params", "headers", "payload"),
    "custom_action": _FLAG,
    "custom_action_help": _DICT,
    "secure_tunnel": _FLAG,
}

CONNECTION: Mapping[str, Key] = {
    "fields": _function_or("list", "connection"),
    "extended_fields": _function("connection"),
    "authorization": _DICT,
    "base_uri": _function("connection"),
}

AUTHORIZATION: Mapping[str, Key] = {
    "type": _TEXT,
    "client_id": _function_or("text", "connection"),
    "client_secret": _function_or("text", "connection"),
    "authorization_url": _function("connection"),
    "token_url": _function("connection"),
    "device_authorization_url": _function_or("text", "connection"),
    "acquire": _function("connection", "auth_code", "redirect_url", "verifier"),
    "refresh": _function("connection", "refresh_token"),
    "apply": _function("connection", "auth_type"),
    "credentials": _function("connection", "auth_type"),
    "refresh_on": _ANY,
    "detect_on": _ANY,
    "selected": _function("connection"),
    "options": _DICT,
    "identity": _function("connection"),
    "pkce": _function("verifier", "challenge"),
    "noopener": _FLAG,
}

OPTION: Mapping[str, Key] = {**AUTHORIZATION, "fields": _function_or("list", "connection")}
"""One of the ``options`` of a ``multi`` connection."""

OAUTH2_APPLY = ("connection", "access_token", "auth_type")
"""What ``apply`` is offered where the type is oauth2."""

_COMMON: Mapping[str, Key] = {
    "title": _TEXT,
    "subtitle": _TEXT,
    "description": _function_or("text", *_LABELS),
    "help": Key(("function", "text", "dict"), _LABELS),
    "display_priority": _INTEGER,
    "batch": _FLAG,
    "bulk": _FLAG,
    "deprecated": _FLAG,
    "config_fields": _LIST,
    "input_fields": _function("object_definitions", "connection", "config_fields"),
    "output_fields": _function("object_definitions", "connection", "config_fields"),
    "sample_output": _function("connection", "input"),
    "summarize_input": _LIST,
    "summarize_output": _LIST,
    "streams": _DICT,
}

ACTION: Mapping[str, Key] = {
    **_COMMON,
    "execute": _function("connection", "input", *_SCHEMAS, "continue"),
    "retry_on_response": _ANY,
    "retry_on_request": _ANY,
    "max_retries": _INTEGER,
    "before_suspend": _function("resume_token", "expires_at", "continue"),
    "before_resume": _function("data", "input", "continue"),
    "before_timeout_resume": _function("input", "continue"),
}

TRIGGER: Mapping[str, Key] = {
    **_COMMON,
    "help": Key(("function", "text", "dict"), (*_LABELS, "connection", "webhook_base_url")),
    "poll": _function("connection", "input", "closure", *_SCHEMAS),
    "poll_interval": _INTEGER,
    "dedup": _function("record"),
    "webhook_subscribe": _function("webhook_url", "connection", "input", "recipe_id"),
    "webhook_refresh": _function("webhook_subscribe_output"),
    "webhook_unsubscribe": _function("webhook_subscribe_output", "connection"),
    "webhook_notification": _function(
        "input", "payload", *_SCHEMAS, "headers", "params", "connection", "webhook_subscribe_output",
    ),
    "webhook_key": _function("connection", "input"),
    "webhook_payload_type": _TEXT,
    "webhook_response_type": _TEXT,
    "webhook_response_body": _ANY,
    "webhook_response_headers": _ANY,
    "webhook_response_status": _ANY,
}

OBJECT_DEFINITION: Mapping[str, Key] = {
    "fields": _function("connection", "config_fields", "object_definitions"),
}

METHOD = Key(("function",))
PICK_LIST = Key(("function",))
STREAM = _function("input", "from", "to", "size")

FIELD_KEYS = frozenset({
    "name", "label", "hint", "help", "optional", "runtime_optional", "default", "control_type", "type",
    "of", "options", "pick_list", "pick_list_params", "delimiter", "properties", "toggle_field",
    "toggle_hint", "ngIf", "extends_schema", "schema_neutral", "sticky", "url", "change_on_blur",
    "support_pills", "multiline", "custom", "group", "convert_input", "convert_output", "parse_output",
    "render_input", "list_mode", "list_mode_toggle", "item_label", "add_field_label", "add_item_label",
    "empty_schema_message", "sample_data_type", "tree_options",
})
"""Attributes of a field."""

AUTHORIZATION_TYPES = (
    "basic_auth", "api_key", "oauth2", "custom_auth", "multi", "none", "no_auth", "jwt", "custom",
    "auth_token", "basic",
)
"""Types that connectors name; all but oauth2 and multi act alike (reference/connection.md section 2)."""

CONTROL_TYPES = frozenset({
    "text", "text-area", "plain-text", "plain-text-area", "password", "integer", "number", "url",
    "select", "checkbox", "multiselect", "date", "date_time", "phone", "email", "subdomain",
    "schema-designer", "key_value", "tree", "string", "nested_fields", "form-schema-builder", "boolean",
    "timestamp", "plain_text", "form", "static-list", "json-editor",
})
"""Control types of the documentation, and those that connectors use beside them."""

FIELD_TYPES = frozenset({
    "string", "integer", "number", "boolean", "date", "date_time", "timestamp", "object", "array",
})
"""Types of a field's value."""
