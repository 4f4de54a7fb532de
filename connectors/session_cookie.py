"""A login that gives a session cookie, which is sent along until it has ended."""

import re

from wkt_cli.dsl import get, headers, post


def acquire(connection: dict[str, str]) -> dict[str, str]:
    # The cookie stands in the reply's headers, up to the first semicolon.
    cookie: str = (
        post("/session")
        .payload(user=connection["user"], password=connection["password"])
        .after_response(lambda code, body, headers: headers["set_cookie"])
        .response()
    )
    return {"session": re.findall("session=[^;]+", cookie)[0]}


connector = {
    "title": "Session cookie",
    "connection": {
        "fields": [
            {"name": "user", "hint": "The name you sign in with", "optional": False},
            {"name": "password", "control_type": "password", "optional": False},
        ],
        "authorization": {
            "type": "custom_auth",
            "acquire": acquire,
            # The session has ended: sign in again, and repeat the request.
            "refresh_on": [401],
            "apply": lambda connection: headers(cookie=connection["session"]),
        },
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
}
