"""Regular expressions that are compiled when they are first used: start-up is spared those of rare work."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """Stands in for a compiled pattern; what is asked of it is asked of the pattern, and kept."""

    def __init__(self, text: str, flags: int) -> None:
        self._given = (text, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Give a pattern with the methods of `re.Pattern`; a mistake in it shows at its first use.

    >>> lazy_pattern(r"(?i)a+").fullmatch("AAA").group()
    'AAA'
    """
    return cast("re.Pattern[str]", _Later(text, flags))
