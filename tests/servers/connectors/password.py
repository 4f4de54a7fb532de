from wkt_cli.dsl import get, headers, post


def acquire(connection):
    got = post("/token").payload(
        grant_type="password", username=connection["login"], password=connection["password"], scope="openid",
        client_id=connection["client_id"], client_secret=connection["client_secret"],
    ).request_format_www_form_urlencoded()  # fmt: skip
    return [{"access_token": got["access_token"], "refresh_token": got["refresh_token"]}]


connector = {
    "title": "Password grant",
    "connection": {
        "fields": [
            {"name": "server"},
            {"name": "client_id"},
            {"name": "client_secret", "control_type": "password"},
            {"name": "login"},
            {"name": "password", "control_type": "password"},
        ],
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "acquire": acquire,
            "token_url": lambda connection: f"{connection['server']}/token",
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: connection["server"],
    },
    "test": lambda: get("/me"),
}
