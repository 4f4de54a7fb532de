"""Hash: the indifferent form of a plain one."""

from __future__ import annotations

from typing import Any

from ...registry import HASH, method
from ...values import Hash, Proc
from .store import indifferent


@method(HASH, "with_indifferent_access", "nested_under_indifferent_access")
def with_indifferent_access(self: Hash, block: Proc | None) -> Any:
    """A copy whose keys may be asked for as text or Symbol."""
    return indifferent(self)
