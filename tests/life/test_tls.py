"""Certificates of a connector's own: shown to a server that asks for one, and trusted in the place of the usual."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.support.certificates import self_signed
from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt

PASSPHRASE = "a-passphrase-for-the-key"
CONNECTOR = {
    "py": """\
        from wkt_cli.dsl import get, tls_client_cert, tls_server_certs

        def apply(connection):
            tls_server_certs(certificates=connection["authority"]{strict})
            {show}

        connector = {{
            "connection": {{"authorization": {{"type": "custom_auth", "apply": apply}}, "base_uri": lambda: "{url}"}},
            "test": lambda: get("/me"),
        }}
        """,
    "rb": """\
        {{
          title: 'TLS',
          connection: {{
            authorization: {{
              type: 'custom_auth',
              apply: lambda do |connection|
                tls_server_certs(certificates: [connection['authority']]{strict})
                {show}
              end
            }},
            base_uri: -> {{ '{url}' }}
          }},
          test: -> {{ get('/me') }}
        }}
        """,
}
SHOW = {
    "py": 'tls_client_cert(certificate=connection["certificate"], key=connection["key"], '
          'passphrase=connection["passphrase"])',
    "rb": "tls_client_cert(certificate: connection['certificate'], key: connection['key'], "
          "passphrase: connection['passphrase'])",
}


@dataclass
class Secured:
    """A server that wants a certificate, and the settings that satisfy it."""

    said: Scripted
    settings: dict[str, str]

    @property
    def url(self) -> str:
        return self.said.url.replace("http:", "https:")


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[Secured]:
    for name in ("server", "client"):
        (tmp_path / name).mkdir()
    context, authority = self_signed(tmp_path / "server")
    _, certificate = self_signed(tmp_path / "client")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificate)
    key = serialization.load_pem_private_key((tmp_path / "client" / "server.key").read_bytes(), None)
    encrypted = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                  serialization.BestAvailableEncryption(PASSPHRASE.encode()))
    settings = {"authority": authority.read_text(), "certificate": certificate.read_text(), "key": encrypted.decode(),
                "passphrase": PASSPHRASE}
    with Scripted({"/me": reply(200, {"me": 1})},
                  wrap=lambda plain: context.wrap_socket(plain, server_side=True)) as said:
        yield Secured(said, settings)


def run(wkt: Wkt, form: str, url: str, settings: dict[str, str], *, show: bool = True, strict: str = "") -> Ended:
    nothing = {"py": "return", "rb": "nil"}[form]
    source = CONNECTOR[form].format(url=url, show=SHOW[form] if show else nothing, strict=strict)
    wkt.write(f"connector.{form}", source)
    wkt.write("settings.yaml", json.dumps(settings))
    return wkt("exec", "test", "-c", f"connector.{form}")


@pytest.mark.parametrize("form", ["py", "rb"])
def test_a_certificate_is_shown_and_one_is_trusted(wkt: Wkt, secured: Secured, form: str) -> None:
    done = run(wkt, form, secured.url, secured.settings)
    assert done.json == {"me": 1}, done.both


@pytest.mark.parametrize("form", ["py", "rb"])
def test_the_usual_authorities_beside_ones_own(wkt: Wkt, secured: Secured, form: str) -> None:
    strict = ", strict=False" if form == "py" else ", strict: false"
    done = run(wkt, form, secured.url, secured.settings, strict=strict)
    assert done.json == {"me": 1}, done.both


def test_without_a_certificate_the_server_refuses(wkt: Wkt, secured: Secured) -> None:
    done = run(wkt, "py", secured.url, secured.settings, show=False)
    assert done.status == 6
    assert secured.said.requests == []


def test_an_authority_that_did_not_sign_the_server(wkt: Wkt, secured: Secured) -> None:
    done = run(wkt, "py", secured.url, {**secured.settings, "authority": secured.settings["certificate"]})
    assert done.status == 6
    assert "was refused" in done.err


@pytest.mark.parametrize(("wrong", "told"), [
    ({"certificate": "x"}, "A certificate can't be read"), ({"authority": "x"}, "A certificate can't be read"),
    ({"key": "x"}, "The key of the client certificate can't be read"),
    ({"passphrase": "wrong"}, "The key of the client certificate can't be read"),
    ({"passphrase": ""}, "The key of the client certificate can't be read"),
])
@pytest.mark.parametrize("form", ["py", "rb"])
def test_what_is_no_certificate(wkt: Wkt, secured: Secured, form: str, wrong: dict[str, str], told: str) -> None:
    done = run(wkt, form, secured.url, {**secured.settings, **wrong})
    assert done.status == 1
    assert told in done.err
    assert secured.said.requests == []
    for secret in (PASSPHRASE, secured.settings["key"].split("\n")[1]):
        assert secret not in done.both


def test_a_key_of_another_certificate(wkt: Wkt, secured: Secured) -> None:
    done = run(wkt, "py", secured.url, {**secured.settings, "certificate": secured.settings["authority"]})
    assert "don't belong together" in done.err


def test_a_certificate_stays_with_its_origin(wkt: Wkt, secured: Secured) -> None:
    """A redirect to another origin is followed without the certificate, and the trace says so."""
    with Scripted({"/away": reply(302, b"", f"Location: {secured.url}/me")}) as away:
        source = CONNECTOR["py"].format(url=away.url, show=SHOW["py"], strict="")
        wkt.write("connector.py", source.replace("/me", "/away"))
        wkt.write("settings.yaml", json.dumps(secured.settings))
        done = wkt("exec", "test")
    assert done.status == 6
    assert secured.said.requests == []


def test_missing_keywords(wkt: Wkt) -> None:
    wkt.write("connector.rb", "{ test: -> { get('http://127.0.0.1:1/').tls_client_cert(certificate: 'x') } }")
    assert "missing keyword: :key" in wkt("exec", "test").err


@pytest.mark.parametrize("word", ["tls_client_cert(certificate: nil, key: nil)", "tls_server_certs(certificates: nil)"])
def test_certificates_that_were_not_given(wkt: Wkt, word: str) -> None:
    wkt.write("connector.rb", f"{{ test: -> {{ get('http://127.0.0.1:1/').{word} }} }}")
    assert "can't be read" in wkt("exec", "test").err
