"""OAuth 2.0 client credentials against Percolate; percolate.rb of the how-to guide, in Python."""

from base64 import b64encode

from wkt_cli.dsl import get, headers, post


def acquire(connection: dict[str, str]) -> dict[str, object]:
    hash = b64encode(f"{connection['client_id']}:{connection['client_secret']}".encode()).decode()
    # Token URL
    response = (
        post("https://percolate.com/auth/v5/token/")
        .payload(grant_type="client_credentials")
        .headers(Authorization="Basic " + hash)
        .request_format_www_form_urlencoded()
    )
    return {
        "access_token": response["access_token"],
        "refresh_token": response["refresh_token"],
    }


connector = {
    "title": "My Percolate connector",
    "connection": {
        "fields": [
            {
                "name": "client_id",
                "optional": False,
            },
            {
                "name": "client_secret",
                "control_type": "password",
                "optional": False,
            },
        ],
        "authorization": {
            "type": "custom_auth",  # Set to custom_auth
            "acquire": acquire,
            "detect_on": [401, 403],
            "refresh_on": [401, 403],
            "apply": lambda connection: headers(Authorization=f"Bearer {connection['access_token']}"),
        },
        "base_uri": lambda connection: "https://percolate.com",
    },
    "test": lambda connection: get("/api/v5/me"),
    # More connector code here
}
