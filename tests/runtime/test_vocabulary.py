"""What connectors in Python import: each name is explained, has types and an example, and does what Ruby's does."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, Run, said
from tests.runtime.packages.test_packages import rsa_key
from wkt_cli import dsl
from wkt_cli.connector import imports
from wkt_cli.errors import SdkError
from wkt_cli.runtime.packages import workato

Inside = Callable[..., Any]
OF_PACKAGES = {
    "csv": ("parse", "generate"), "net": ("lookup",), "stream": ("out", "in_chunks"),
    "aws": ("generate_signature", "iam_external_id", "workato_account_id"),
}  # fmt: skip


def words() -> Iterator[tuple[str, Any]]:
    for module in (dsl, workato):
        yield from ((name, getattr(module, name)) for name in module.__all__)
    for package, names in OF_PACKAGES.items():
        module = dsl.aws if package == "aws" else getattr(workato, package)
        yield from ((f"{package}.{name}", getattr(module, name)) for name in names)


@pytest.mark.parametrize(("name", "word"), [pytest.param(*one, id=one[0]) for one in words()])
def test_each_word_is_explained(name: str, word: Any) -> None:
    assert inspect.getdoc(word)
    if isinstance(word, (type, ModuleType)):
        return
    assert ">>> " in (inspect.getdoc(word) or ""), "an example is missing"
    signature = inspect.signature(word)
    assert signature.return_annotation is not signature.empty
    assert all(parameter.annotation is not parameter.empty for parameter in signature.parameters.values())


KEY = rsa_key()
DIGESTS = ("encode_sha256", "encode_sha512", "encode_sha512_256", "sha1", "md5_hexdigest")
KEYED = ("hmac_md5", "hmac_sha1", "hmac_sha256", "hmac_sha512", "rsa_sha256", "rsa_sha512")


@pytest.mark.parametrize("name", [*DIGESTS, *KEYED])
def test_digests_are_those_of_ruby(run: Run, name: str) -> None:
    key = () if name in DIGESTS else (KEY,)
    found = getattr(workato, name)("é", *key)
    of_ruby = run(f"'é'.{name}{f'({json.dumps(KEY)})' if key else ''}.to_hex")
    assert of_ruby == (found if isinstance(found, bytes) else found.encode()).hex()
    assert getattr(workato, name)("é".encode(), *key) == found


@pytest.mark.parametrize("name", KEYED)
@pytest.mark.parametrize("key", [None, 5])
def test_a_key_is_a_text(name: str, key: Any) -> None:
    with pytest.raises(SdkError, match=r"Expected a text for 'key', given (NoneType|int)"):
        getattr(workato, name)("a", key)


def test_json_and_xml_are_read_as_replies_are() -> None:
    assert workato.parse_json(b'{"a": 1} // end') == {"a": 1}
    assert workato.parse_json({"a": 1}) == {"a": 1}
    for text in ("", "nope", b"\xff"):
        with pytest.raises(SdkError, match="is no JSON"):
            workato.parse_json(text)
    assert workato.parse_xml('<n:a xmlns:n="u"/>', strip_namespaces=True) == {"a": [{"@xmlns:n": "u"}]}
    with pytest.raises(SdkError, match="FATAL"):
        workato.parse_xml("<a>")
    assert workato.render_xml("a", {"b": "x & 'y'"}, {"@v": 1}) == "<a v=\"1\"><b>x &amp; &#39;y&#39;</b></a>"


def test_identifiers_differ() -> None:
    assert workato.uuid()[14] == "4" and workato.uuid() != workato.uuid()


def test_what_is_printed_stands_apart_from_results(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(imports, "on_print", printed.append)
    client = FakeClient(said(200, {"id": 1}))
    inside(lambda: [dsl.puts("a", None, [1, [2]]), dsl.puts(), dsl.puts(dsl.get("/x")), dsl.pp()], client)
    assert printed == ["a\n\n1\n2\n", "\n", "{'id': 1}\n"]
    assert inside(lambda: [dsl.pp(dsl.get("/x")), *dsl.pp(1, "b")], client) == [{"id": 1}, 1, "b"]
    assert printed[3:] == ["{'id': 1}\n", "1\n", "'b'\n"]
    assert capsys.readouterr().out == ""


def test_sleep_waits_as_in_ruby(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WKT_NO_WAIT", "1")
    assert inside(lambda: [dsl.sleep(), dsl.sleep(0), dsl.sleep(2.6)]) == [0, 0, 3]
    for seconds in ("1", -1, True):
        with pytest.raises(SdkError, match="can't wait for"):
            inside(lambda seconds=seconds: dsl.sleep(seconds))


def test_what_a_package_refuses_is_told_as_it_is(inside: Inside) -> None:
    with pytest.raises(SdkError) as caught:
        inside(lambda: workato.aes_cbc_encrypt("text", "short"))
    assert caught.value.message == "Incorrect key size for AES"
    assert inside(lambda: workato.jwt_encode_rs256({"a": 1}, KEY)).count(".") == 2
