"""AWS Signature Version 4, for a service of AWS or one that stands behind its API Gateway."""

from urllib.parse import parse_qsl, urlsplit

from wkt_cli.dsl import aws, current_url, current_verb, get, headers


def apply(connection: dict[str, str]) -> None:
    # For requests without a body; one with a body hands its text over as `payload`, too.
    url = urlsplit(current_url())
    signature = aws.generate_signature(
        connection=connection,
        service="execute-api",
        region=connection["region"],
        host=url.netloc,
        path=url.path,
        method=current_verb(),
        params=dict(parse_qsl(url.query)),
    )
    headers(signature["headers"])


connector = {
    "title": "AWS signature",
    "connection": {
        "fields": [
            # `aws.generate_signature` reads the keys under these two names.
            {"name": "aws_api_key", "label": "Key ID", "optional": False},
            {"name": "aws_secret_key", "label": "Secret key", "control_type": "password", "optional": False},
            {"name": "region", "default": "eu-central-1", "optional": False},
        ],
        "authorization": {"type": "custom_auth", "apply": apply},
        "base_uri": lambda connection: "https://bookshop.example",
    },
    "test": lambda connection: get("/me"),
}
