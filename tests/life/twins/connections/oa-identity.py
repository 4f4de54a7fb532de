from wkt_cli.dsl import get, headers


def apply(connection, access_token):
    headers(Authorization=f"Bearer {access_token}")


connector = {
    "connection": {
        "authorization": {
            "type": "oauth2",
            "identity": lambda connection: f"user {connection['u']}",
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
