from wkt_cli.dsl import get, headers

connector = {
    "title": "Code with PKCE",
    "connection": {
        "fields": [
            {"name": "server", "hint": "Such as https://login.example.com"},
            {"name": "client_id"},
            {"name": "client_secret", "control_type": "password"},
        ],
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "authorization_url": lambda connection: (
                f"{connection['server']}/auth?response_type=code&prompt=consent&scope=openid%20offline_access%20reports"
            ),
            "token_url": lambda connection: f"{connection['server']}/token",
            "pkce": lambda verifier, challenge: {
                "verifier": verifier, "challenge": challenge, "challenge_method": "S256",
            },
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: connection["server"],
    },
    "test": lambda: get("/me"),
}
