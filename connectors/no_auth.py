"""No authorization: what everybody may read."""

from typing import Any

from wkt_cli.dsl import get


def search_books(connection: dict[str, str], input: dict[str, Any]) -> dict[str, Any]:
    found = get("/public/books").params(author=input["author"], limit=connection["page_size"])
    return {"total": found["pagination"]["total"], "books": found["data"]}


connector = {
    "title": "No authorization",
    "connection": {
        # No secrets and nothing to sign; what all requests share may still be asked for.
        "fields": [
            {
                "name": "page_size",
                "hint": "How many books a reply has at most",
                "control_type": "integer",
                "default": 20,
                "optional": True,
            },
        ],
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/public/books", limit=1),
    "actions": {
        "search_books": {
            "title": "Search books",
            "input_fields": lambda definitions: [{"name": "author", "optional": False}],
            "execute": search_books,
            "output_fields": lambda definitions: [
                {"name": "total", "type": "integer"},
                {"name": "books", "type": "array", "of": "object", "properties": [{"name": "id"}, {"name": "title"}]},
            ],
        },
    },
}
