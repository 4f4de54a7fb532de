"""HTTP digest authentication (RFC 7616): the password itself is never sent."""

from wkt_cli.dsl import digest_auth, get, password, user


def apply(connection: dict[str, str]) -> None:
    # The first request goes out bare; the 401 brings a nonce, and the same request goes out with the answer to it.
    user(connection["user"])
    password(connection["password"])
    digest_auth()


connector = {
    "title": "Digest authentication",
    "connection": {
        "fields": [
            {"name": "user", "hint": "The name you sign in with", "optional": False},
            {"name": "password", "control_type": "password", "optional": False},
        ],
        # There is no type of its own for it.
        "authorization": {"type": "basic_auth", "apply": apply},
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
}
