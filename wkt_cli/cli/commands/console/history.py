"""What was typed at the console: kept in the project's private folder, without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from ....secret_names import is_secret_field, is_secret_header
from ....store.files import private_folder, read_bytes, write_atomically

FILE = "console-history.jsonl"
MOST = 1000
_GIVEN = re.compile(r"""([\w-]+)["']?(?:\s*(?:=>|[:=,(\]]))+\s*(?:[bfruBFRU]{0,2}["']|%[qQ]?\W|<<[-~]?\w|\[|\d)""")
"""A name that is given a text or number: ``token = 'x'``, ``'Api-Key' => "x"``, ``c['key'] = %q(x)``, ``user('x')``."""


class KeptLines:
    """The texts of this project, the oldest first.

    Args:
        folder: the project's folder for state.
        mask: hides what is known to be secret.
    """

    def __init__(self, folder: Path, mask: Callable[[str], str]) -> None:
        self._folder, self._mask = folder, mask

    def read(self) -> list[str]:
        """Give the texts that were kept; a line that is damaged is none."""
        found = []
        for line in (read_bytes(self._folder / FILE) or b"").splitlines():
            try:
                text = json.loads(line)
            except ValueError:
                continue
            if isinstance(text, str):
                found.append(text)
        return found

    def add(self, text: str) -> None:
        """Keep a text, unless it has a secret in it or begins with a blank.

        Raises:
            StoreError: it can't be written.
        """
        if text[:1].isspace() or has_secret(text) or self._mask(text) != text:
            return
        texts = [*self.read(), text][-MOST:]
        private_folder(self._folder)
        data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in texts)
        write_atomically(self._folder / FILE, data.encode(), private=True, lasting=False)


def has_secret(text: str) -> bool:
    """Tell whether a value is written to a name that stands for a secret.

    >>> [has_secret(line) for line in ("x = 'a'", "token = 'a'", "{ 'Api-Key' => 'a' }", "get('/token')")]
    [False, True, True, False]
    """
    names = (found[1] for found in _GIVEN.finditer(text))
    return any(is_secret_field(name) or is_secret_header(name) for name in names)
