from wkt_cli.dsl import get, headers, post


def refresh(connection, refresh_token):
    response = (
        post("{{BASE}}/oauth/token")
        .payload(grant_type="refresh_token", refresh_token=refresh_token, id=connection["client_id"])
        .request_format_www_form_urlencoded()
    )
    return {"access_token": response["access_token"], "refresh_token": response["refresh_token"]}


def apply(connection, access_token):
    headers(Authorization=f"Bearer {access_token}")


connector = {
    "connection": {
        "authorization": {
            "type": "oauth2",
            "refresh": refresh,
            "refresh_on": [401],
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/me"),
}
