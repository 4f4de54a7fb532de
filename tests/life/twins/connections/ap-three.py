from wkt_cli.dsl import get, headers


def apply(connection, access_token, auth_type):
    headers(**{"X-All": f"{connection['x']} {access_token} {auth_type}"})


connector = {
    "connection": {
        "authorization": {
            "type": "oauth2",
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me").auth_type("special"),
}
