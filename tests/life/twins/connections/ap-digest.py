from wkt_cli.dsl import get, user

connector = {
    "connection": {
        "authorization": {
            "type": "basic_auth",
            "acquire": lambda: {"x": 1},
            "apply": lambda connection: user(connection["u"]).password(connection["p"]).digest_auth(),
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
