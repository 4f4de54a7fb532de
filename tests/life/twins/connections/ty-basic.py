from wkt_cli.dsl import get, password, user


def apply(connection):
    user(connection["u"])
    password(connection["p"])


connector = {
    "connection": {
        "authorization": {
            "type": "basic_auth",
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
