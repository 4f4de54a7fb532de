"""A TLS client certificate in the place of a password, and an authority of one's own behind the server's."""

from wkt_cli.dsl import get, tls_client_cert, tls_server_certs


def apply(connection: dict[str, str]) -> None:
    tls_client_cert(
        certificate=connection["certificate"],
        key=connection["private_key"],
        passphrase=connection["passphrase"],
    )
    # Only needed where the server's certificate is not of a public authority.
    if connection["authority"]:
        tls_server_certs(certificates=[connection["authority"]])


connector = {
    "title": "Client certificate",
    "connection": {
        "fields": [
            {
                "name": "certificate",
                "hint": "PEM, with its BEGIN and END lines",
                "control_type": "text-area",
                "optional": False,
            },
            {
                "name": "private_key",
                "hint": "The key of the certificate, PEM",
                "control_type": "password",
                "multiline": True,
                "optional": False,
            },
            {"name": "passphrase", "hint": "If the key is encrypted", "control_type": "password", "optional": True},
            {
                "name": "authority",
                "hint": "Certificate of the authority that signed the server's, PEM",
                "control_type": "text-area",
                "optional": True,
            },
        ],
        "authorization": {"type": "custom_auth", "apply": apply},
        "base_uri": lambda connection: "https://tls.bookshop.example",
    },
    "test": lambda connection: get("/me"),
}
