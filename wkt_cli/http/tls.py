"""Certificates that a request brings: its own, to be shown to the server, and those of servers that it trusts.

Rules: `tls_client_cert` and `tls_server_certs` of reference/http_dsl.md section 4. What is no PEM is found when it is
given, not when it is sent.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ..errors import RequestTLSCertificateFormatError


class Identity(NamedTuple):
    """A client's certificate; equal ones share connections.

    Attributes:
        chain: the certificate and its intermediates, PEM.
        key: the private key, PEM.
        passphrase: opens the key; None where it is not encrypted.
    """

    chain: str
    key: str
    passphrase: str | None = None

    def __repr__(self) -> str:
        return "<client certificate>"


class Tls(NamedTuple):
    """What differs from the usual TLS context.

    Attributes:
        client: the certificate to show, or None.
        trusted: PEM of the certificates to trust; empty for the usual ones.
        strict: trust only these.
    """

    client: Identity | None = None
    trusted: str = ""
    strict: bool = True

    def prepare(self, context: ssl.SSLContext) -> ssl.SSLContext:
        """Put the certificates into a context, and give it."""
        if self.trusted:
            context.load_verify_locations(cadata=self.trusted)
            context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        if self.client is not None:
            _show(context, self.client)
        return context


def client_identity(
    certificate: str, key: str, passphrase: str | None, intermediates: str | Sequence[str]
) -> Identity:
    """Check a client's certificate and its key.

    Raises:
        RequestTLSCertificateFormatError: one of them can't be read, or they don't belong together.
    """
    found = Identity(_certificates([certificate, *_many(intermediates)]), str(key), passphrase or None)
    _show(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), found)
    return found


def server_certificates(certificates: str | Sequence[str]) -> str:
    """Check the certificates of servers and give them as one text.

    Raises:
        RequestTLSCertificateFormatError: one of them can't be read.
    """
    return _certificates(_many(certificates))


def _many(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _certificates(texts: Sequence[str]) -> str:
    for text in texts:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=str(text))
        except (ssl.SSLError, ValueError):
            raise RequestTLSCertificateFormatError(
                "A certificate can't be read: it is no PEM",
                hint="give the text from -----BEGIN CERTIFICATE----- to the END line, with its line breaks",
            ) from None
    return "\n".join(str(text).strip() for text in texts) + "\n"


def _show(context: ssl.SSLContext, client: Identity) -> None:
    """Load a client's certificate; Python takes it from files only, which are private and gone at once."""
    with TemporaryDirectory(prefix="wkt-") as folder:
        chain, key = Path(folder) / "chain.pem", Path(folder) / "key.pem"
        chain.write_text(client.chain, encoding="ascii")
        key.write_text(client.key, encoding="utf-8")
        try:
            context.load_cert_chain(chain, key, lambda: client.passphrase or "")
        except (ssl.SSLError, ValueError) as error:
            raise RequestTLSCertificateFormatError(_why(error), hint=_HINT) from None


_HINT = "give the text from -----BEGIN to the END line, with its line breaks"


def _why(error: Exception) -> str:
    if getattr(error, "reason", None) == "KEY_VALUES_MISMATCH":
        return "The client certificate and its key don't belong together"
    return "The key of the client certificate can't be read: it is no PEM, or the passphrase is wrong or missing"
