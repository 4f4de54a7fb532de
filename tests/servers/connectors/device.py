from wkt_cli.dsl import get, headers

connector = {
    "title": "A code that is entered elsewhere",
    "connection": {
        "fields": [{"name": "server"}, {"name": "client_id"}, {"name": "client_secret", "control_type": "password"}],
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "device_authorization_url": lambda connection: (
                f"{connection['server']}/device/auth?scope=openid+offline_access"
            ),
            "token_url": lambda connection: f"{connection['server']}/token",
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: connection["server"],
    },
    "test": lambda: get("/me"),
}
