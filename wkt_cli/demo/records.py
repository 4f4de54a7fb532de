"""Collections of the stand-in: made-up records, given out in pages."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from .wire import ApiError, Reply, Request, Route

DEFAULT_LIMIT, MAX_LIMIT = 20, 100

Record = dict[str, Any]


class Collection:
    """Records of one kind.

    Args:
        name: plural, as in the path, such as ``campaigns``.
        records: the first ones; each has an `id`.
        needed: the name of the field that a new record has to have.
        base: what stands before the name in the path.
    """

    def __init__(self, name: str, records: list[Record], needed: str, base: str = "/api/v5") -> None:
        self.name, self.needed, self._path = name, needed, f"{base}/{name}"
        self._records = {str(record["id"]): record for record in records}
        self._count = len(records)
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        many, one = self._path, f"{self._path}/{{id}}"
        return [Route("GET", many, self.index), Route("POST", many, self.create), Route("GET", one, self.show),
                Route("PATCH", one, self.update), Route("DELETE", one, self.delete)]

    def index(self, request: Request) -> Reply:
        """Answer with a page: `limit` (at most 100), `offset`; other parameters pick records by a field."""
        limit = _number(request.query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
        offset = _number(request.query, "offset", 0, 0, None)
        found = self._picked({k: v for k, v in request.query.items() if k not in ("limit", "offset")})
        links = _links(request, limit, offset, len(found))
        pagination = {"total": len(found), "limit": limit, "offset": offset, "next": links.get("next")}
        return Reply(200, {"data": found[offset : offset + limit], "pagination": pagination},
                     {"Link": ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())})

    def show(self, request: Request) -> Reply:
        """Answer with the record that the path names."""
        with self._lock:
            return Reply(200, {"data": dict(self._named(request))})

    def create(self, request: Request) -> Reply:
        """Add the record in the JSON body: 201 with its `Location`."""
        fields = self._fields(request)
        if not fields.get(self.needed):
            raise ApiError(422, "invalid_record", f"The field {self.needed} is missing")
        with self._lock:
            self._count += 1
            record = {**fields, "id": f"{self.name[:-1]}-{self._count}"}
            self._records[record["id"]] = record
        return Reply(201, {"data": record}, {"Location": f"{self._path}/{record['id']}"})

    def update(self, request: Request) -> Reply:
        """Change fields of the record that the path names."""
        fields = self._fields(request)
        with self._lock:
            record = self._named(request)
            record.update({**fields, "id": record["id"]})
            return Reply(200, {"data": dict(record)})

    def delete(self, request: Request) -> Reply:
        """Remove the record that the path names: 204."""
        with self._lock:
            del self._records[str(self._named(request)["id"])]
        return Reply(204)

    def _named(self, request: Request) -> Record:
        record = self._records.get(request.captured["id"])
        if record is None:
            raise ApiError(404, "not_found", f"There is no {self.name[:-1]} {request.captured['id']}")
        return record

    def _picked(self, wanted: Mapping[str, str]) -> list[Record]:
        with self._lock:
            return [dict(record) for record in self._records.values()
                    if all(str(record.get(name)) == value for name, value in wanted.items())]

    @staticmethod
    def _fields(request: Request) -> Record:
        fields = request.json()
        if not isinstance(fields, dict):
            raise ApiError(422, "invalid_record", "The body has to be a JSON object")
        return fields


def _number(query: Mapping[str, str], name: str, default: int, least: int, most: int | None) -> int:
    text = query.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if number < least or (most is not None and number > most):
        bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
        raise ApiError(400, "invalid_parameter", f"{name} has to be a number {bounds}")
    return number


def _links(request: Request, limit: int, offset: int, total: int) -> dict[str, str]:
    """URLs of other pages by their relation, as in a `Link` header (RFC 8288)."""
    offsets = {"first": 0}
    if offset > 0:
        offsets["prev"] = max(0, offset - limit)
    if offset + limit < total:
        offsets["next"] = offset + limit
    offsets["last"] = max(0, (total - 1) // limit * limit)
    return {rel: f"{request.origin}{request.path}?"
            + urlencode({**request.query, "limit": limit, "offset": start}) for rel, start in offsets.items()}


def sample_collections() -> list[Collection]:
    """Make the collections of a fresh server: the same records at each start."""
    return [
        Collection("campaigns", [_campaign(number) for number in range(1, 26)], "title"),
        Collection("assets", [_asset(number) for number in range(1, 43)], "name"),
        Collection("users", [_user(number) for number in range(1, 8)], "email"),
    ]


def books() -> Collection:
    """Make the books of a fresh server."""
    records = [{"id": f"book-{number}", "title": title, "author": author, "year": year}
               for number, (title, author, year) in enumerate(_BOOKS, 1)]
    return Collection("books", records, "title", base="")


_BOOKS = (
    ("Middlemarch", "George Eliot", 1871), ("Silas Marner", "George Eliot", 1861),
    ("Emma", "Jane Austen", 1815), ("Persuasion", "Jane Austen", 1817),
    ("Jane Eyre", "Charlotte Brontë", 1847), ("Moby-Dick", "Herman Melville", 1851),
    ("Effi Briest", "Theodor Fontane", 1895), ("Der Stechlin", "Theodor Fontane", 1898),
    ("Germinal", "Émile Zola", 1885), ("Anna Karenina", "Leo Tolstoy", 1878),
    ("Dracula", "Bram Stoker", 1897), ("Walden", "Henry David Thoreau", 1854),
)  # fmt: skip


def _campaign(number: int) -> Record:
    season = ("Spring", "Summer", "Autumn", "Winter")[number % 4]
    status = ("draft", "active", "ended")[number % 3]
    return {"id": f"campaign-{number}", "title": f"{season} campaign {number}", "status": status,
            "budget": number * 250, "starts_at": f"2026-{number % 12 + 1:02}-01T00:00:00Z"}


def _asset(number: int) -> Record:
    kind = ("image", "video", "text")[number % 3]
    return {"id": f"asset-{number}", "name": f"{kind}-{number:03}", "type": kind, "size": number * 1024,
            "campaign_id": f"campaign-{number % 25 + 1}"}


def _user(number: int) -> Record:
    names = ("Ana Åberg", "Bo Chen", "Chidi Eze", "Dana Fuchs", "Eva Gómez", "Finn Hahn", "Gül İnan")
    return {"id": f"user-{number}", "name": names[number - 1], "email": f"user{number}@percolate.example"}
