from base64 import b64encode

from wkt_cli.dsl import get, headers, post


def acquire(connection):
    pair = f"{connection['client_id']}:{connection['client_secret']}"
    response = (
        post("/token/")
        .payload(grant_type="client_credentials")
        .headers(Authorization="Basic " + b64encode(pair.encode()).decode())
        .request_format_www_form_urlencoded()
    )
    return {"access_token": response["access_token"], "refresh_token": response["refresh_token"]}


def apply(connection):
    headers(Authorization=f"Bearer {connection['access_token'] or ''}")


connector = {
    "connection": {
        "authorization": {
            "type": "custom_auth",
            "acquire": acquire,
            "detect_on": [401, 403],
            "refresh_on": [401, 403],
            "apply": apply,
        },
        "base_uri": lambda: "{{BASE}}/",
    },
    "test": lambda: get("/api/me"),
}
