"""OAuth 2.0 client credentials: the app acts for itself, and nobody signs in."""

from typing import Any

from wkt_cli.dsl import call, get, headers, post


def token(connection: dict[str, str]) -> dict[str, Any]:
    reply = (
        post("https://bookshop.example/oauth/token")
        .payload(grant_type="client_credentials", scope="books")
        .user(connection["client_id"])
        .password(connection["client_secret"])
        .request_format_www_form_urlencoded()
    )
    # With expires_in, wkt renews the token before it runs out.
    return {"access_token": reply["access_token"], "expires_in": reply["expires_in"]}


connector = {
    "title": "OAuth 2.0 client credentials",
    "connection": {
        "fields": [
            {"name": "client_id", "optional": False},
            {"name": "client_secret", "control_type": "password", "optional": False},
        ],
        "authorization": {
            "type": "oauth2",
            # The second token is got as the first was: there is no refresh token.
            "acquire": lambda connection: [call("token", connection), None, None],
            "refresh": lambda connection: call("token", connection),
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
    "methods": {"token": token},
}
