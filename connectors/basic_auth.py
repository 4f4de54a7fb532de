"""HTTP Basic authentication (RFC 7617): user and password go along with every request."""

from typing import Any

from wkt_cli.dsl import get, password, user


def apply(connection: dict[str, str]) -> None:
    # They are joined with a colon and go into the Authorization header in Base64.
    user(connection["user"])
    password(connection["password"])


def search_books(connection: dict[str, str], input: dict[str, Any]) -> dict[str, Any]:
    return {"books": get("/books", author=input["author"])["data"]}


connector = {
    "title": "Basic authentication",
    "connection": {
        "fields": [
            {"name": "user", "hint": "The name you sign in with", "optional": False},
            {"name": "password", "control_type": "password", "optional": False},
        ],
        "authorization": {"type": "basic_auth", "apply": apply},
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
    "actions": {
        "search_books": {
            "title": "Search books",
            "input_fields": lambda definitions: [{"name": "author", "optional": False}],
            "execute": search_books,
            "output_fields": lambda definitions: [
                {"name": "books", "type": "array", "of": "object", "properties": definitions["book"]},
            ],
        },
    },
    "object_definitions": {
        "book": {"fields": lambda connection: [{"name": "id"}, {"name": "title"}, {"name": "author"}]},
    },
}
