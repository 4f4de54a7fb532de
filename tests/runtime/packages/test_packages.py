"""The `workato.*` packages as plain functions."""

import pytest

from wkt_cli.runtime.packages import PackageError, crypto, csv, jwt, net, yaml


def rsa_key(size=2048):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, size)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def test_jwt_hmac_is_what_the_platform_makes():
    token = jwt.encode({"a": 1}, "secret", "HS256")
    assert (
        token == "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.9TScd9qkG4hNYAnJ_AxvxktsgJfGSrMEMpes8gYunOI"
    )
    assert jwt.decode(token, "secret", "hs256") == {
        "payload": {"a": 1},
        "header": {"typ": "JWT", "alg": "HS256"},
    }


def test_jwt_rsa_both_ways():
    key = rsa_key()
    token = jwt.encode({"a": 1}, key, "RS256", {"kid": "k", "alg": "none"})
    assert jwt.decode(token, key, "RS256")["header"] == {"typ": "JWT", "alg": "RS256", "kid": "k"}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: jwt.encode({}, "k", "none"), "Unsupported signing method"),
        (lambda: jwt.encode({}, "k", "RS256"), "Invalid key"),
        (lambda: jwt.encode({}, "", "HS256"), "HMAC key cannot be empty"),
        (lambda: jwt.encode({}, rsa_key(1024), "RS256"), "2048 bits or larger"),
        (lambda: jwt.decode("x.y", "k", "HS256"), "Invalid segment encoding"),
        (lambda: jwt.decode("x", "k", "HS256"), "Not enough or too many segments"),
        (lambda: jwt.decode(jwt.encode({}, "a", "HS256"), "b", "HS256"), "Invalid signature"),
        (lambda: jwt.decode(jwt.encode({"exp": 1}, "a", "HS256"), "a", "HS256"), "Signature has expired"),
        (lambda: jwt.decode(jwt.encode({"exp": "soon"}, "a", "HS256"), "a", "HS256"), "Signature has expired"),
        (lambda: jwt.decode(jwt.encode({"nbf": "99999999999 s"}, "a", "HS256"), "a", "HS256"), "not been reached"),
        (lambda: jwt.decode(jwt.encode({}, "a", "HS256"), "a", "HS512"), "Mismatched algorithm and key"),
        (lambda: crypto.random_bytes(33), "should be <= 32"),
        (lambda: crypto.aes_cbc_encrypt("t", "k" * 15), "Incorrect key size for AES"),
        (lambda: crypto.aes_cbc_decrypt("bad", "k" * 16), "wrong final block length"),
        (lambda: crypto.aes_gcm_encrypt("t", None, "i" * 12), "All arguments must be of type String"),
        (lambda: crypto.aes_gcm_encrypt("t", "k" * 16, "i" * 11), "Initialization Vector"),
        (lambda: crypto.decrypt("AAAA", "k"), "invalid/corrupt input"),
        (lambda: yaml.parse("d: 2024-01-02"), "YAML Parsing error. Tried to load unspecified class: Date"),
        (lambda: csv.parse("a", headers=False), "Headers are required"),
        (lambda: csv.parse('a\n"x', headers=True), "Unclosed quoted field in line 2."),
        (lambda: csv.parse("a\n" + "1\n" * 65_001, headers=True), "too many lines"),
        (lambda: net.lookup("h", "MX"), "Record type not supported"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(PackageError, match=message.replace("(", r"\(")):
        call()


def test_aes_both_ways():
    assert crypto.aes_cbc_encrypt("text", "k" * 16, "i" * 16).hex() == "08497d922fa836f78d4d64a6dd4090bf"
    assert crypto.aes_cbc_decrypt(crypto.aes_cbc_encrypt("é", "k" * 32), "k" * 32).decode() == "é"
    cipher, tag = crypto.aes_gcm_encrypt("text", "k" * 16, "i" * 12, "ad")
    assert (cipher.hex(), tag.hex()) == ("69815e7f", "ad0290154dc315c5845c0a4fe6139ccf")
    assert crypto.aes_gcm_decrypt(cipher, "k" * 16, tag, "i" * 12, "ad") == b"text"


def test_encrypt_and_decrypt():
    assert crypto.decrypt(crypto.encrypt("secret", "pw"), "pw") == b"secret"
    with pytest.raises(PackageError, match="corrupt input or key"):
        crypto.decrypt(crypto.encrypt("secret", "pw"), "other")


def test_csv():
    assert csv.parse("a,a,b\n1,2,\n", headers=True) == [{"a": "1", "b": None}]
    assert csv.parse("h\r\n1,2\r\n", headers=["x"], skip_first_line=True) == [{"x": "1", None: "2"}]
    assert (
        csv.generate([["1", None], {"b": "x,y", "a": 'q"r'}], headers=["a", "b"]) == 'a,b\n1,\n"q""r","x,y"\n'
    )


def test_yaml():
    assert yaml.parse("a: [x, 2.5, yes, ~]") == {"a": ["x", 2.5, True, None]}
    assert yaml.render({"a": [1, None, True], "t": "x: y"}) == "---\na:\n- 1\n-\n- true\nt: 'x: y'\n"


def test_ruby_sees_them():
    from wkt_cli import ruby

    assert ruby.evaluate("workato.csv.generate(headers: %w[a]) { |c| c << [1] }") == "a\n1\n"
    indifferent = "workato.render_yaml([{ a: [{ 'b' => nil }], 1 => { c: 2 } }.with_indifferent_access])"
    assert ruby.evaluate(indifferent) == "---\n- a:\n  - b:\n  1:\n    c: 2\n"
    assert ruby.evaluate("workato.render_yaml({ [1] => 2, 1.0 => 3 })") == "---\n? - 1\n: 2\n1.0: 3\n"
    with pytest.raises(ruby.RubyError, match="Undefined method 'foo'"):
        ruby.evaluate("workato.foo")


def test_srv_records(monkeypatch):
    from dns import message, rdatatype, resolver

    answer = message.from_text(
        "id 1\nopcode QUERY\nrcode NOERROR\nflags QR\n;QUESTION\n_x._tcp.h. IN SRV\n;ANSWER\n"
        "_x._tcp.h. 60 IN SRV 1 2 443 one.h.\n_x._tcp.h. 60 IN SRV 3 4 444 two.h.\n"
    )
    asked = []

    def resolve(name, kind):
        asked.append((name, kind))
        if name != "_x._tcp.h":
            raise resolver.NXDOMAIN
        return answer.find_rrset(answer.answer, answer.question[0].name, 1, rdatatype.SRV)

    monkeypatch.setattr(resolver, "resolve", resolve)
    assert net.lookup("_x._tcp.h", "srv") == [
        {"port": 443, "priority": 1, "target": "one.h", "weight": 2},
        {"port": 444, "priority": 3, "target": "two.h", "weight": 4},
    ]
    assert asked == [("_x._tcp.h", "SRV")]
    with pytest.raises(PackageError) as caught:
        net.lookup("other", "SRV")
    assert caught.value.kind == "NetLookupError"
