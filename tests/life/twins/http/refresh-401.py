from wkt_cli.dsl import get, headers, post


def acquire(connection):
    token = post("{{BASE}}/token").payload(grant="cc").request_format_www_form_urlencoded()
    return {"tok": token["access_token"]}


connector = {
    "title": "A",
    "connection": {
        "fields": [],
        "authorization": {
            "type": "custom_auth",
            "acquire": acquire,
            "refresh_on": [401, 403],
            "apply": lambda connection: headers(Authorization=f"Bearer {connection['tok']}"),
        },
    },
    "methods": {"m": lambda: get("{{BASE}}/x")},
}
