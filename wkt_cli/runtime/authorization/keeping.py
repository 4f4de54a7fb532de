"""How new credentials get to where they are kept, and from there into a session (reference/connection.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ...errors import RequestError, SdkError, StoreError
from .definition import Definition
from .grants import Fetched

if TYPE_CHECKING:
    from ..session import Session


class Keeping:
    """Looks after a session's credentials; its methods are called under the keeper's lock.

    Attributes:
        facts: what is known of credentials that were got in this run: when they run out, and their scopes.
        unstored: those that could not be stored.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.facts: dict[str, Any] = {}
        self.unstored: dict[str, Any] = {}

    def adopt(self, stored: Mapping[str, Any]) -> bool:
        """Take what another process stored meanwhile; tell whether there was anything.

        What stands in the place of values that could not be stored is older than they are.
        """
        newer = {name: value for name, value in stored.items() if name not in self.unstored}
        changed = self.session.connection.merge(newer)
        self.session.learn(changed)
        self.session.note_merge(changed)
        return bool(changed)

    def make_ready(self) -> None:
        """Make sure that new credentials can be stored, before they are asked for.

        Raises:
            StoreError: they can't be.
        """
        try:
            self.session.keeper.make_ready()
        except StoreError as error:
            error.message = f"New tokens can't be stored, so none were asked for: {error.message}"
            raise

    def make_ready_for(self, definition: Definition) -> None:
        """Make sure that new credentials can be stored, where the old ones may be used up by getting them.

        A refresh token may be good once (RFC 6749 section 6); what `acquire` takes is good again.
        """
        if definition.is_oauth2 and self.session.connection.snapshot().get("refresh_token"):
            return self.make_ready()
        with suppress(StoreError):
            self.make_ready()
        return None

    def keep(
        self, definition: Definition, fetched: Fetched, failure: RequestError | None
    ) -> dict[str, Any]:
        """Store new credentials, before they are used, and merge them.

        Args:
            definition: the authorization that they were got by.
            fetched: the credentials.
            failure: what made it necessary; None by hand, or because the old ones run out.

        Returns:
            The values that changed.

        Raises:
            SdkError: there is no access token; a refresh token that came is stored, as the old one may be used up.
        """
        session = self.session
        session.learn(fetched.values)
        self.facts |= fetched.facts
        if session.needs_token and fetched.values.get("access_token", "") is None:
            if fetched.values.get("refresh_token"):
                self._store({"refresh_token": fetched.values["refresh_token"]}, {}, failure)
            raise SdkError(
                "There is no access token in what came back: its `access_token` is empty",
                hint="look at the reply of the token endpoint with `wkt trace show`: the token may have another name",
                place=session.connector.place(definition.token_path),
            )
        had = session.connection.snapshot().get("refresh_token")
        changed = session.connection.changed_by(fetched.values)
        if had and "refresh_token" in changed and changed["refresh_token"] is None:
            session.warn("the new credentials have an empty `refresh_token`, which took the place of the old one")
        if changed or fetched.facts.get("expires_at"):
            self._store({**self.unstored, **changed}, fetched.facts, failure)
        session.connection.merge(changed)
        session.note_merge(changed)
        return changed

    def _store(
        self, changed: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Store new credentials; what can't be stored is kept for `store_rest`, as the run can go on with it."""
        self.unstored = {**changed}
        with suppress(StoreError):
            self.session.keeper.store(changed, facts, failure)
            self.unstored = {}

    def store_rest(self) -> None:
        """Store what could not be stored when it came.

        Raises:
            StoreError: it still can't be.
        """
        unstored, self.unstored = self.unstored, {}
        if unstored:
            self.session.keeper.store(unstored, self.facts, None)
