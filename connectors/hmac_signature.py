"""Every request signed with a shared key: method, path with query and time, under HMAC with SHA-256."""

import hmac
import time
from urllib.parse import urlsplit

from wkt_cli.dsl import current_url, current_verb, get, headers


def apply(connection: dict[str, str]) -> None:
    # apply runs after the request was built, so its URL with the query is known here.
    url = urlsplit(current_url())
    target = f"{url.path}?{url.query}" if url.query else url.path
    moment = str(int(time.time()))
    text = f"{current_verb()}\n{target}\n{moment}"

    headers(
        x_key_id=connection["key_id"],
        x_timestamp=moment,
        x_signature=hmac.digest(connection["secret_key"].encode(), text.encode(), "sha256").hex(),
    )


connector = {
    "title": "HMAC signature",
    "connection": {
        "fields": [
            {"name": "key_id", "label": "Key ID", "optional": False},
            {
                "name": "secret_key",
                "hint": "It signs requests and is not sent itself",
                "control_type": "password",
                "optional": False,
            },
        ],
        "authorization": {"type": "custom_auth", "apply": apply},
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
}
