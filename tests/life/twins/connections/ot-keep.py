from wkt_cli.dsl import get, headers


def apply(connection, access_token):
    headers(Authorization=f"Bearer {access_token}")


connector = {
    "connection": {
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "token_url": lambda: "{{BASE}}/oauth/token",
            "refresh_on": [401],
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
