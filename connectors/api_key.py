"""An API key in a header."""

from typing import Any

from wkt_cli.dsl import Request, get, headers, post


def apply(connection: dict[str, str]) -> None:
    # Where a service wants it in the URL: params(api_key=connection["api_key"])
    headers(x_api_key=connection["api_key"])


def add_book(connection: dict[str, str], input: dict[str, Any]) -> Request:
    return post("/books", input)


connector = {
    "title": "API key",
    "connection": {
        "fields": [
            {
                "name": "api_key",
                "label": "API key",
                "hint": "Your profile at the bookshop shows it",
                "control_type": "password",
                "optional": False,
            },
        ],
        "authorization": {"type": "api_key", "apply": apply},
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
    "actions": {
        "add_book": {
            "title": "Add a book",
            "input_fields": lambda definitions: [
                {"name": "title", "optional": False},
                {"name": "author"},
                {"name": "year", "type": "integer", "control_type": "integer"},
            ],
            "execute": add_book,
            "output_fields": lambda definitions: [
                {"name": "data", "type": "object", "properties": [{"name": "id"}, {"name": "title"}]},
            ],
        },
    },
}
