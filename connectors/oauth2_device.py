"""OAuth 2.0 with a code that you enter in a browser anywhere: the device flow, chosen by `wkt connect --device`."""

from wkt_cli.dsl import get, headers

SHOP = "https://bookshop.example"

connector = {
    "title": "OAuth 2.0 device flow",
    "connection": {
        "fields": [
            {"name": "client_id", "hint": "Of the app that you registered at the bookshop", "optional": False},
            {"name": "client_secret", "control_type": "password", "optional": False},
        ],
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            # The platform knows only this way; the scope counts for both.
            "authorization_url": lambda connection: f"{SHOP}/oauth/authorize?response_type=code&scope=books",
            # Gives the code; the platform passes over the key.
            "device_authorization_url": lambda connection: f"{SHOP}/oauth/device_authorization",
            # Asked until the code was entered, and later with the refresh token.
            "token_url": lambda connection: f"{SHOP}/oauth/token",
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: SHOP,
    },
    "test": lambda connection: get("/me"),
}
