from wkt_cli.dsl import get, headers, post


def acquire(connection):
    asked = post("/token").payload(
        grant_type="client_credentials", client_id=connection["client_id"], client_secret=connection["client_secret"],
        scope="reports",
    )  # fmt: skip
    return {"access_token": asked.request_format_www_form_urlencoded()["access_token"]}


connector = {
    "title": "Client credentials",
    "connection": {
        "fields": [{"name": "server"}, {"name": "client_id"}, {"name": "client_secret", "control_type": "password"}],
        "authorization": {
            "type": "custom_auth",
            "acquire": acquire,
            "refresh_on": [401],
            "apply": lambda connection: headers(Authorization=f"Bearer {connection['access_token']}"),
        },
        "base_uri": lambda connection: connection["server"],
    },
    "test": lambda: get("/api/me"),
}
