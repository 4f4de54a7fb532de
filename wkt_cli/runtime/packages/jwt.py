"""`workato.jwt_encode` and `workato.jwt_decode`."""

from __future__ import annotations

import json
import re
from typing import Any

from .errors import PackageError

ALGORITHMS = ("RS256", "RS384", "RS512", "HS256", "HS384", "HS512", "ES256", "ES384", "ES512")
CURVES = {"ES256": 256, "ES384": 384, "ES512": 521}


def algorithm(name: Any, purpose: str) -> str:
    """A known algorithm in any spelling."""
    found = str(name or "").upper()
    if found not in ALGORITHMS:
        known = ", ".join(ALGORITHMS)
        raise PackageError(f"Unsupported {purpose}. Supports only {known}. Got: '{found}'")
    return found


def private_key(key: str, name: str) -> Any:
    """The key of a PEM text, checked for its size."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    try:
        found = serialization.load_pem_private_key(key.encode(), None)
    except (ValueError, TypeError):
        raise PackageError("Invalid key")
    check_size(found, name, rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)
    return found


def check_size(key: Any, name: str, rsa_class: Any, ec_class: Any) -> None:
    """RSA keys need 2048 bits, elliptic ones exactly those of the algorithm."""
    if name.startswith("RS"):
        if not isinstance(key, rsa_class):
            raise PackageError("Invalid key")
        if key.key_size < 2048:
            raise PackageError("A RSA key of size 2048 bits or larger MUST be used with JWT")
        return
    if not isinstance(key, ec_class):
        raise PackageError("Invalid key")
    if key.key_size != CURVES[name]:
        raise PackageError(f"An ECDSA key of size {CURVES[name]} bits MUST be used with JWT")


def encode(payload: Any, key: str, algorithm_name: Any, header: dict[str, Any] | None = None) -> str:
    """Give a signed token; `typ` and `alg` of the header are ours.

    Args:
        payload: any JSON value.
        key: a secret, or a private key in PEM form.
        algorithm_name: RS, HS or ES with 256, 384 or 512, in any case.
        header: more fields of the header.

    Raises:
        PackageError: there is no such algorithm, or the key doesn't fit it.

    >>> encode({"a": 1}, "secret", "HS256")[:30]
    'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUz'
    """
    import jwt

    name = algorithm(algorithm_name, "signing method")
    if name.startswith("HS"):
        if not key:
            raise PackageError("HMAC key cannot be empty", "JWT::DecodeError")
        signing: Any = key.encode()
    else:
        signing = private_key(key, name)
    body = json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()
    fields = {
        "typ": "JWT",
        "alg": name,
        **{k: v for k, v in (header or {}).items() if k not in ("typ", "alg")},
    }
    head = json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()
    signed = segment(head) + b"." + segment(body)
    method = jwt.get_algorithm_by_name(name)
    return (signed + b"." + segment(method.sign(signed, method.prepare_key(signing)))).decode()


def encode_rs256(payload: Any, key: str, header: dict[str, Any] | None = None) -> str:
    """Give a token signed with RS256; see `encode`.

    >>> encode_rs256({"sub": "1"}, "no key")
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: Invalid key
    """
    return encode(payload, key, "RS256", header)


def segment(data: bytes) -> bytes:
    """URL-safe base64 without padding."""
    from jwt.utils import base64url_encode

    return base64url_encode(data)


def part(text: str) -> Any:
    """A segment of a token as JSON."""
    from jwt.utils import base64url_decode

    try:
        return json.loads(base64url_decode(text.encode()))
    except ValueError:
        raise PackageError("Invalid segment encoding", "JWT::DecodeError")


def decode(token: str, key: str, algorithm_name: Any) -> dict[str, Any]:
    """Give payload and header of a token whose signature and times are right.

    Args:
        token: what `encode` gives.
        key: the secret, the public or private key in PEM form, or a certificate.
        algorithm_name: the one that it must be signed with.

    Raises:
        PackageError: it is no token, not signed so, or out of date.

    >>> decode(encode({"a": 1}, "secret", "HS256"), "secret", "HS256")
    {'payload': {'a': 1}, 'header': {'typ': 'JWT', 'alg': 'HS256'}}
    """
    name = algorithm(algorithm_name, "verification algorithm")
    pieces = token.split(".")
    if len(pieces) not in (2, 3):
        raise PackageError("Not enough or too many segments", "JWT::DecodeError")
    header = part(pieces[0])
    payload = part(pieces[1])
    if len(pieces) != 3:
        raise PackageError("Not enough or too many segments", "JWT::DecodeError")
    if header.get("alg") != name:
        raise PackageError("Mismatched algorithm and key")
    check_signature(pieces, key, name)
    check_times(payload)
    return {"payload": payload, "header": header}


def check_signature(pieces: list[str], key: str, name: str) -> None:
    """The signature fits the key."""
    import jwt
    from jwt.exceptions import InvalidKeyError
    from jwt.utils import base64url_decode

    method = jwt.get_algorithm_by_name(name)
    try:
        verifying = method.prepare_key(key.encode() if name.startswith("HS") else public_key(key, name))
        good = method.verify(
            f"{pieces[0]}.{pieces[1]}".encode(), verifying, base64url_decode(pieces[2].encode())
        )
    except (InvalidKeyError, TypeError):
        raise PackageError("Mismatched algorithm and key")
    except ValueError:
        good = False
    if not good:
        raise PackageError("Invalid signature")


def public_key(key: str, name: str) -> Any:
    """The public key of a PEM text, which may hold the private one or a certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    data = key.encode()
    loaders: tuple[Any, ...] = (
        lambda: serialization.load_pem_public_key(data),
        lambda: serialization.load_pem_private_key(data, None).public_key(),
        lambda: x509.load_pem_x509_certificate(data).public_key(),
    )
    for load in loaders:
        try:
            found = load()
        except (ValueError, TypeError):
            continue
        if not isinstance(found, rsa.RSAPublicKey if name.startswith("RS") else ec.EllipticCurvePublicKey):
            raise PackageError("Mismatched algorithm and key")
        return found
    raise PackageError("Invalid key")


def check_times(payload: Any) -> None:
    """`exp` and `nbf` against the clock."""
    import time

    if not isinstance(payload, dict):
        return
    now = int(time.time())
    if "exp" in payload and now >= _seconds(payload["exp"]):
        raise PackageError("Signature has expired", "JWT::ExpiredSignature")
    if "nbf" in payload and now < _seconds(payload["nbf"]):
        raise PackageError("Signature nbf has not been reached", "JWT::ImmatureSignature")


def _seconds(value: Any) -> int:
    """Give a time of a token as Ruby's `to_i` does: what is no number is 0."""
    if isinstance(value, str):
        digits = re.match(r"\s*[+-]?\d+", value)
        return int(digits[0]) if digits else 0
    return int(value) if isinstance(value, (int, float)) else 0


def verify_rsa(
    payload: str | bytes, certificate: str, signature: bytes, algorithm_name: str = "SHA256"
) -> bool:
    """Tell whether an RSA signature fits a certificate.

    Args:
        payload: what was signed.
        certificate: PEM.
        signature: its bytes.
        algorithm_name: SHA, SHA1, SHA224, SHA256, SHA384 or SHA512.

    Raises:
        PackageError: there is no such algorithm, or it is no certificate.

    >>> verify_rsa("text", "no certificate", b"")
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: Invalid certificate format
    """
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    known: dict[str, Any] = {
        "SHA": hashes.SHA1,
        "SHA1": hashes.SHA1,
        "SHA224": hashes.SHA224,
        "SHA256": hashes.SHA256,
        "SHA384": hashes.SHA384,
        "SHA512": hashes.SHA512,
    }
    if algorithm_name not in known:
        names = ", ".join(known)
        raise PackageError(f"Unsupported signing method. Supports only {names}. Got: '{algorithm_name}'")
    try:
        key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    except ValueError:
        raise PackageError("Invalid certificate format")
    if not isinstance(key, rsa.RSAPublicKey):
        raise PackageError("Invalid certificate format")
    data = payload.encode() if isinstance(payload, str) else payload
    try:
        key.verify(signature, data, padding.PKCS1v15(), known[algorithm_name]())
    except InvalidSignature:
        return False
    return True
