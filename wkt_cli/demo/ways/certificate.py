"""A client's certificate, which TLS asked for and checked."""

from __future__ import annotations

from collections.abc import Sequence

from ..wire import Request


class Certificate:
    """A certificate whose common name is the user's."""

    name = "certificate"

    def challenges(self) -> Sequence[str]:
        """TLS asks for it, not HTTP."""
        return []

    def visitor(self, request: Request) -> str | None:
        """Give the user."""
        return request.certificate or None
