"""Certificates made on the spot: for the server that a person's browser comes back to, and an authority for trials."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "wkt on this machine"
LOCAL = ("localhost", "127.0.0.1")


class Issued(NamedTuple):
    """A certificate with its key.

    Attributes:
        certificate: PEM.
        key: PEM, not encrypted.
    """

    certificate: bytes
    key: bytes

    def __repr__(self) -> str:
        return "<certificate and key>"


class Authority:
    """A certificate authority that lasts a day; its key is kept nowhere.

    Args:
        name: its common name.
    """

    def __init__(self, name: str = NAME) -> None:
        self._name, self._key = _named(name), ec.generate_private_key(ec.SECP256R1())
        builder = _builder(self._name, self._name, self._key.public_key()).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.certificate = _pem(builder.sign(self._key, hashes.SHA256()))

    def for_server(self, *names: str) -> Issued:
        """Make a server's certificate; names may be addresses."""
        return self._issued(names[0], ExtendedKeyUsageOID.SERVER_AUTH, names)

    def for_client(self, name: str) -> Issued:
        """Make the certificate of a client with this common name."""
        return self._issued(name, ExtendedKeyUsageOID.CLIENT_AUTH)

    def _issued(self, name: str, usage: x509.ObjectIdentifier, names: Sequence[str] = ()) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_named(name), self._name, key.public_key()).add_extension(
            x509.ExtendedKeyUsage([usage]), critical=False
        )
        if names:
            builder = builder.add_extension(_alternatives(names), critical=False)
        return Issued(_pem(builder.sign(self._key, hashes.SHA256())), _key_pem(key))


def self_signed_context(ip: str) -> ssl.SSLContext:
    """Make a server's TLS context with a certificate that nobody signed but itself; it lasts a day.

    Args:
        ip: address of this machine that the certificate is for, beside ``localhost``.
    """
    key, name = ec.generate_private_key(ec.SECP256R1()), _named(NAME)
    names = dict.fromkeys((*LOCAL, *([ip] if _is_address(ip) else [])))
    builder = _builder(name, name, key.public_key()).add_extension(_alternatives([*names]), critical=False)
    return server_context(Issued(_pem(builder.sign(key, hashes.SHA256())), _key_pem(key)))


def server_context(issued: Issued, clients_of: bytes | None = None) -> ssl.SSLContext:
    """Make a server's TLS context; the certificate doesn't stay on the disk.

    Args:
        issued: the server's certificate.
        clients_of: PEM of the authority whose certificate each client has to show; None asks for none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory(prefix="wkt-") as folder:
        file = Path(folder) / "certificate.pem"
        file.write_bytes(issued.certificate + issued.key)
        context.load_cert_chain(file)
    if clients_of is not None:
        context.load_verify_locations(cadata=clients_of.decode("ascii"))
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=1))
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternatives(names: Sequence[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([
        x509.IPAddress(ipaddress.ip_address(name)) if _is_address(name) else x509.DNSName(name) for name in names
    ])  # fmt: skip


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
