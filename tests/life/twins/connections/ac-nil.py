from wkt_cli.dsl import get, headers


def apply(connection):
    headers(Authorization=f"Bearer {connection['access_token'] or ''}")


connector = {
    "connection": {
        "authorization": {
            "type": "custom_auth",
            "acquire": lambda: None,
            "refresh_on": 401,
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
