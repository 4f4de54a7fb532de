from wkt_cli.dsl import get, headers, post


def acquire(connection):
    asked = post("/token").user(connection["client_id"]).password(connection["client_secret"])
    form = asked.payload(grant_type="client_credentials", scope="reports").request_format_www_form_urlencoded()
    return {"access_token": form["access_token"]}


connector = {
    "title": "Client credentials, the client in a header",
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
