from wkt_cli.dsl import get, headers, post


def acquire(connection):
    return {"access_token": post("/token").payload(id=connection["client_id"])["access_token"]}


def apply(connection):
    headers(Authorization=f"Bearer {connection['access_token'] or ''}")


connector = {
    "connection": {
        "authorization": {
            "type": "multi",
            "selected": lambda connection: connection["auth_type"],
            "options": {
                "key": {
                    "type": "api_key",
                    "fields": [{"name": "api_key", "control_type": "password"}],
                    "apply": lambda connection: headers(**{"X-Key": connection["api_key"]}),
                },
                "client": {
                    "type": "custom_auth",
                    "acquire": acquire,
                    "refresh_on": [401],
                    "apply": apply,
                },
                "oauth": {
                    "type": "oauth2",
                    "client_id": lambda connection: connection["client_id"],
                    "client_secret": "sec",
                    "token_url": lambda: "{{BASE}}/oauth/token",
                    "apply": lambda connection, access_token: headers(Authorization=f"OAuth {access_token}"),
                },
            },
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
