from wkt_cli.dsl import get, headers, post


def ask(connection, **fields):
    form = post("/token").payload(**fields).request_format_www_form_urlencoded()
    return form.user(connection["client_id"]).password(connection["client_secret"])


def acquire(connection, code, redirect_uri, verifier):
    got = ask(connection, grant_type="authorization_code", code=code, redirect_uri=redirect_uri, code_verifier=verifier)
    return [{"access_token": got["access_token"], "refresh_token": got["refresh_token"]}, None, {"region": "eu"}]


def refresh(connection, refresh_token):
    got = ask(connection, grant_type="refresh_token", refresh_token=refresh_token)
    return {"access_token": got["access_token"], "refresh_token": got["refresh_token"]}


connector = {
    "title": "Code with PKCE, the client in a header",
    "connection": {
        "fields": [{"name": "server"}, {"name": "client_id"}, {"name": "client_secret", "control_type": "password"}],
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "authorization_url": lambda connection: (
                f"{connection['server']}/auth?response_type=code&prompt=consent&scope=openid%20offline_access"
            ),
            "pkce": lambda verifier, challenge: {"verifier": verifier, "challenge": challenge},
            "acquire": acquire,
            "refresh": refresh,
            "refresh_on": [401],
            "apply": lambda connection, access_token: headers(Authorization=f"Bearer {access_token}"),
        },
        "base_uri": lambda connection: connection["server"],
    },
    "test": lambda: get("/me"),
}
