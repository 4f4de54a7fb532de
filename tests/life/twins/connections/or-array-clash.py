from wkt_cli.dsl import get, headers


def apply(connection, access_token):
    headers(Authorization=f"Bearer {access_token}")


connector = {
    "connection": {
        "authorization": {
            "type": "oauth2",
            "refresh": lambda: [{"access_token": "new"}, {"access_token": "newer"}],
            "refresh_on": [401],
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
