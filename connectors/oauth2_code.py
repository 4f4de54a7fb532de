"""OAuth 2.0 with a browser: the authorization code grant with PKCE, and tokens renewed with the refresh token."""

from wkt_cli.dsl import get, headers

SHOP = "https://bookshop.example"

connector = {
    "title": "OAuth 2.0 with a browser",
    "connection": {
        "fields": [
            {
                "name": "client_id",
                "hint": "Of the app that you registered at the bookshop, with wkt's redirect URL: "
                "http://localhost:45555/oauth/callback",
                "optional": False,
            },
            {"name": "client_secret", "control_type": "password", "optional": False},
        ],
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            # The browser goes there; client_id, redirect_uri, state and the challenge are added.
            "authorization_url": lambda connection: f"{SHOP}/oauth/authorize?response_type=code&scope=books",
            # The code is exchanged there, and each refresh token.
            "token_url": lambda connection: f"{SHOP}/oauth/token",
            "pkce": lambda verifier, challenge: {
                "verifier": verifier,
                "challenge": challenge,
                "challenge_method": "S256",
            },
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
            # Shown beside the connection: whose it is.
            "identity": lambda connection: get("/me")["user"],
        },
        "base_uri": lambda connection: SHOP,
    },
    "test": lambda connection: get("/me"),
}
