"""Several ways to sign in, of which one is chosen; each has fields and functions of its own."""

from wkt_cli.dsl import get, headers, params, password, user

SHOP = "https://bookshop.example"


def credentials(connection: dict[str, str]) -> None:
    user(connection["user"])
    password(connection["password"])


connector = {
    "title": "Several ways to sign in",
    "connection": {
        "fields": [
            {
                "name": "auth_type",
                "label": "Way to sign in",
                "control_type": "select",
                "options": [["API key", "api_key"], ["User and password", "basic"], ["Browser", "oauth2"]],
                "default": "api_key",
                "extends_schema": True,
                "optional": False,
            },
        ],
        "authorization": {
            "type": "multi",
            # Gives the key of one of the options.
            "selected": lambda connection: connection["auth_type"],
            "options": {
                "api_key": {
                    "type": "api_key",
                    "fields": [
                        {"name": "api_key", "label": "API key", "control_type": "password", "optional": False},
                    ],
                    "apply": lambda connection: params(api_key=connection["api_key"]),
                },
                "basic": {
                    "type": "basic_auth",
                    "fields": [
                        {"name": "user", "optional": False},
                        {"name": "password", "control_type": "password", "optional": False},
                    ],
                    # The name that `apply` had once; it still works.
                    "credentials": credentials,
                },
                "oauth2": {
                    "type": "oauth2",
                    "fields": [
                        {"name": "client_id", "optional": False},
                        {"name": "client_secret", "control_type": "password", "optional": False},
                    ],
                    "client_id": lambda connection: connection["client_id"],
                    "client_secret": lambda connection: connection["client_secret"],
                    "authorization_url": lambda connection: f"{SHOP}/oauth/authorize?response_type=code",
                    "token_url": lambda connection: f"{SHOP}/oauth/token",
                    "refresh_on": [401],
                    "apply": lambda connection, token: headers(Authorization=f"Bearer {token}"),
                },
            },
        },
        "base_uri": lambda connection: SHOP,
    },
    "test": lambda connection: get("/me"),
}
