"""The platform's own API: uploads, and schemas from samples (reference/cli_and_files.md sections 8 and 9)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ..connector.package import NAME
from ..errors import SdkError, UsageError
from ..http.client import Client
from ..http.message import OutgoingRequest, Reply
from ..trace.model import Origin
from .build import message_of
from .clock import Clock

DEFAULT_BASE = "https://app.workato.com"
ENVIRONMENTS: Mapping[str, str] = {
    "live": DEFAULT_BASE,
    "preview": "https://app.preview.workato.com",
    "preview-eu": "https://app.preview.eu.workato.com",
    **{f"live-{region}": f"https://app.{region}.workato.com" for region in ("eu", "jp", "sg", "au", "il", "kr", "uk")},
    "trial": "https://app.trial.workato.com",
    "live-cn": "https://app.workatoapp.cn",
}
"""Data centres by name."""

PACKAGE = "application/zip"
PAUSE, PATIENCE = 15, 120
"""Seconds between two looks at an import, and until no more are taken."""


def base_of(name: str) -> str:
    """Give the base URL of a data centre, without a slash at its end.

    Args:
        name: a key of `ENVIRONMENTS`, or a URL.

    Raises:
        UsageError: it is neither.
    """
    if name in ENVIRONMENTS:
        return ENVIRONMENTS[name]
    if urlsplit(name).scheme not in ("http", "https") or not urlsplit(name).hostname:
        raise UsageError(
            f"There is no environment `{name}`", hint=f"write a URL, or one of {', '.join(ENVIRONMENTS)}"
        )
    return name.rstrip("/")


class ImportFailedError(SdkError):
    """The platform took the package and refused what is in it."""


class Platform:
    """The API of one data centre.

    Args:
        client: what sends.
        base: its URL, without a slash at its end.
        credentials: the headers that say who asks.
        clock: what is waited by.
    """

    def __init__(self, client: Client, base: str, credentials: Mapping[str, str], clock: Clock) -> None:
        self.base = base
        self._client, self._credentials, self._clock = client, dict(credentials), clock

    def root_folder(self) -> str:
        """Give the identifier of the account's root folder.

        Raises:
            SdkError: the platform refuses.
        """
        user = self._json(self._checked(self._get("/api/users/me")))
        if user.get("root_folder_id") is None:
            raise SdkError("The platform names no root folder", hint="name one with `--folder ID`")
        return str(user["root_folder_id"])

    def upload(self, folder: str, package: bytes) -> str:
        """Upload a package and give the identifier of its import.

        Args:
            folder: identifier of the folder it goes into.
            package: a zip file.

        Raises:
            SdkError: the platform refuses; with its reason.
        """
        reply = self._post(f"/api/packages/import/{folder}", package, PACKAGE)
        if reply.status == 404:
            raise SdkError(
                f"Can't find folder with ID={folder}",
                hint="the number stands at the end of the folder's address in the browser; is the token for it?",
            )
        if reply.status == 400:
            raise SdkError(f"Failed to upload connector: {self._reason(reply, 'error')}")
        return str(self._json(self._checked(reply)).get("id"))

    def wait_for(self, package: str) -> None:
        """Wait until a package is imported.

        Args:
            package: the identifier that `upload` gave.

        Raises:
            ImportFailedError: the import failed.
            SdkError: it took too long, or the platform refuses.
        """
        ends = self._clock.now() + PATIENCE
        while True:
            found = self._json(self._checked(self._get(f"/api/packages/{package}")))
            if found.get("status") != "in_progress":
                break
            if self._clock.now() + PAUSE > ends:
                raise SdkError(
                    f"Failed to wait import result. It is still under way after {PATIENCE} s",
                    hint=f"look at {self.base} whether the connector has arrived before you push again",
                )
            self._clock.sleep(PAUSE)
        if found.get("status") == "failed":
            error = str(found.get("error") or "The import failed")
            raise ImportFailedError(error.removeprefix(f"{NAME}.json: "))

    def schema(self, kind: str, sample: Mapping[str, Any]) -> Any:
        """Let the platform make a schema.

        Args:
            kind: ``json`` or ``csv``.
            sample: what it takes: ``sample``, and ``col_sep`` for CSV.

        Raises:
            SdkError: the platform refuses; with its reason.
        """
        body = json.dumps(sample, ensure_ascii=False, separators=(",", ":")).encode()
        reply = self._post(f"/api/sdk/generate_schema/{kind}", body, "application/json", accept="application/json")
        if reply.status == 401 or reply.status >= 300:
            hint = _advice(reply.status) or "`--local` makes the schema on this machine"
            raise SdkError(f"Failed to generate schema: {self._reason(reply, 'message')}", hint=hint)
        return self._parsed(reply)

    def _get(self, path: str) -> Reply:
        return self._send("GET", path, {"Accept": "*/*"}, None)

    def _post(self, path: str, body: bytes, content_type: str, accept: str = "*/*") -> Reply:
        return self._send("POST", path, {"Accept": accept, "Content-Type": content_type}, body)

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        lines = tuple({**headers, **self._credentials}.items())
        private = frozenset(name.lower() for name in self._credentials)
        request = OutgoingRequest(method, f"{self.base}{path}", lines, body, private=private)
        return self._client.send(request, Origin())

    def _checked(self, reply: Reply) -> Reply:
        if not 200 <= reply.status < 300:
            raise SdkError(message_of(reply.status), hint=_advice(reply.status))
        return reply

    def _reason(self, reply: Reply, key: str) -> str:
        """Give the platform's own words for a failure, or the status where it has none."""
        try:
            found = json.loads(reply.body)
        except ValueError:
            found = None
        words = found.get(key) if isinstance(found, dict) else None
        return str(words or message_of(reply.status))

    def _parsed(self, reply: Reply) -> Any:
        try:
            return json.loads(reply.body)
        except ValueError:
            raise SdkError(
                f"The reply of {self.base} is no JSON", hint="is that the platform's address? `wkt trace show`"
            ) from None

    def _json(self, reply: Reply) -> Mapping[str, Any]:
        found = self._parsed(reply)
        return found if isinstance(found, dict) else {}


def _advice(status: int) -> str | None:
    """Say what helps where the platform refuses."""
    if status == 401:
        return "the API token is unknown there: is it of this data centre (`--environment`), and still valid?"
    if status == 403:
        return (
            "the API client lacks a permission: it needs `GET /api/users/me`, `POST /api/packages/import/:id` "
            "and `GET /api/packages/:id`"
        )
    return "the platform has trouble; try again later" if status >= 500 else None
