from wkt_cli.dsl import get, headers, post


def acquire(connection, auth_code, redirect_uri):
    response = post("/exchange").payload(code=auth_code, uri=redirect_uri, id=connection["client_id"])
    tokens = {"access_token": response["access_token"], "refresh_token": response["refresh_token"]}
    return [tokens, "owner-1", {"instance": response["instance"]}]


def apply(connection, access_token):
    headers(Authorization=f"Bearer {access_token}")


connector = {
    "connection": {
        "authorization": {
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "authorization_url": lambda: "https://login.example.com/authorize?response_type=code&scope=a%20b",
            "token_url": lambda: "{{BASE}}/oauth/token",
            "acquire": acquire,
            "refresh_on": [401],
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
