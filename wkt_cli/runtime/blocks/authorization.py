"""`connection.authorization.NAME`: functions are run, values given as they are (reference/connection.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...connector.model import Block
from ...errors import InvalidDefinitionError
from ...trace.model import Phase
from ..authorization import Definition
from ..authorization.hooks import Hooks, acquired, refreshed
from ..given import Given

if TYPE_CHECKING:
    from ..paths import Paths


def part(paths: Paths, path: str, given: Given) -> Any:
    """Give a part of the authorization that holds."""
    key, authorization = path.rpartition(".")[2], paths.session.authorization
    if key == "multi?":
        return authorization.is_multi
    return PARTS[key](paths, authorization.required_definition(), key, given)


def _text_hook(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    return Hooks(paths.session, definition).text(key)


def _identity(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    return Hooks(paths.session, definition).identity()


def _rules(paths: Paths, definition: Definition, key: str, given: Given) -> list[Any]:
    return [getattr(rule.entry, "regexp", rule.entry) for rule in getattr(definition, key)]


def _acquire(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    block, got = _hook(paths, definition, key, given.oauth2_code, given.redirect_url, None)
    if got is not None:
        acquired(block, paths.session.connector.plain(got))
    return got


def _refresh(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    block, got = _hook(paths, definition, key, given.refresh_token)
    refreshed(block, paths.session.connector.plain(got))
    return got


def _hook(paths: Paths, definition: Definition, key: str, *offered: Any) -> tuple[Block, Any]:
    """Run `acquire` or `refresh` and give it with what it gives; nothing is stored."""
    if not definition.has(key):
        raise InvalidDefinitionError(f"Expect '{key}' block")
    block = paths.session.required_block(f"{definition.path}.{key}")
    return block, paths.session.run(
        block, paths.settings, *offered, phase=Phase.EXECUTE, signed=False, detected=key == "acquire"
    )


PARTS: Mapping[str, Callable[[Paths, Definition, str, Given], Any]] = {
    "type": lambda paths, definition, key, given: definition.type,
    "oauth2?": lambda paths, definition, key, given: definition.is_oauth2,
    "reauthorizable?": lambda paths, definition, key, given: definition.can_reauthorize,
    "acquire": _acquire,
    "refresh": _refresh,
    **dict.fromkeys(("refresh_on", "detect_on"), _rules),
    **dict.fromkeys(
        ("client_id", "client_secret", "authorization_url", "token_url", "device_authorization_url"), _text_hook
    ),
    "identity": _identity,
}
"""What can be asked of `connection.authorization`."""
