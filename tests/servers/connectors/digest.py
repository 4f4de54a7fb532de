from wkt_cli.dsl import digest_auth, get, password, user


def apply(connection):
    user(connection["login"])
    password(connection["password"])
    digest_auth()


connector = {
    "title": "Digest",
    "connection": {
        "fields": [{"name": "server"}, {"name": "login"}, {"name": "password", "control_type": "password"}],
        "authorization": {"type": "basic_auth", "apply": apply},
        "base_uri": lambda connection: connection["server"],
    },
    "test": lambda: get("/md5/me.json").params(q="a b&ü"),
}
