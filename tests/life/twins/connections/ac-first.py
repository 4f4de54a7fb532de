from wkt_cli.dsl import get, headers, post


def acquire(connection):
    return {"access_token": post("/token").payload(id=connection["client_id"])["access_token"]}


def apply(connection):
    headers(Authorization=f"Bearer {connection['access_token'] or ''}")


connector = {
    "connection": {
        "authorization": {
            "type": "custom_auth",
            "acquire": acquire,
            "refresh_on": [401],
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
