"""OAuth 2.0 password grant, for services that still have nothing better; then the refresh token is used."""

from typing import Any

from wkt_cli.dsl import call, get, headers, post


def acquire(connection: dict[str, str]) -> list[Any]:
    grant = {"grant_type": "password", "username": connection["user"], "password": connection["password"]}
    # Tokens, the owner of the connection, more settings.
    return [call("tokens", connection, grant), connection["user"], None]


def refresh(connection: dict[str, str], refresh_token: str) -> Any:
    return call("tokens", connection, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def tokens(connection: dict[str, str], grant: dict[str, str]) -> dict[str, Any]:
    reply = (
        post("https://bookshop.example/oauth/token")
        .payload(grant)
        .payload(client_id=connection["client_id"], client_secret=connection["client_secret"])
        .request_format_www_form_urlencoded()
    )
    # Each refresh token is good once; the new one takes its place.
    return {"access_token": reply["access_token"], "refresh_token": reply["refresh_token"]}


connector = {
    "title": "OAuth 2.0 password grant",
    "connection": {
        "fields": [
            {"name": "client_id", "optional": False},
            {"name": "client_secret", "control_type": "password", "optional": False},
            {"name": "user", "hint": "The name you sign in with", "optional": False},
            {"name": "password", "control_type": "password", "optional": False},
        ],
        "authorization": {
            "type": "oauth2",
            "acquire": acquire,
            "refresh": refresh,
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
    "methods": {"tokens": tokens},
}
