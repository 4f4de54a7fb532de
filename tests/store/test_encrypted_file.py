"""Files as Rails' EncryptedConfiguration writes them; the golden ones stand in reference/cli_and_files.md 6.2."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given
from hypothesis import strategies as st

from wkt_cli.errors import StoreError
from wkt_cli.store.encrypted_file import VARIABLE, MasterKey, decrypt, encrypt, is_encrypted

KEY = "0123456789abcdef0123456789abcdef"
GOLDEN = b"wd5C3DMiQF8ZbjxQKWm/AimGh03AZ2m2lZa3pN/4D5LV--q0ZfSudHbbgsZI+h--X49Vp8g8UcZLIXMDlh/n0Q=="
EMPTY = b"f6SSJkkQPpiQJg==--u/usvc6cemQFwIQn--n/nMb1ASATjXy202kFxosA=="


def key(text: str = KEY) -> MasterKey:
    return MasterKey(Path("/nowhere/master.key"), {VARIABLE: text})


TEXT = b"api_key: k1\ndomain: d1\n"


@pytest.mark.parametrize(("data", "text"), [(GOLDEN, TEXT), (GOLDEN + b"\n", TEXT), (EMPTY, b"")])
def test_golden(data: bytes, text: bytes) -> None:
    assert is_encrypted(data)
    assert decrypt(data, key(), "s.enc") == text


@given(st.text(max_size=400))
@example("x" * 122)
@example("x" * 123)
@example("x" * 255)
@example("x" * 256)
@example("é" * 40_000)
def test_there_and_back(text: str) -> None:
    data = encrypt(text.encode(), key())
    assert is_encrypted(data)
    assert decrypt(data, key(), "s.enc") == text.encode()
    assert data != encrypt(text.encode(), key())


def sealed(marshalled: bytes) -> bytes:
    from base64 import b64encode

    whole = AESGCM(bytes.fromhex(KEY)).encrypt(bytes(12), marshalled, b"")
    return b"--".join(map(b64encode, (whole[:-16], bytes(12), whole[-16:])))


def test_binary_and_ascii_texts_of_ruby() -> None:
    assert decrypt(sealed(b'\x04\x08"\x08abc'), key(), "s.enc") == b"abc"
    assert decrypt(sealed(b'\x04\x08I"\x08abc\x06:\x06EF'), key(), "s.enc") == b"abc"


@pytest.mark.parametrize("marshalled", [b"", b"\x04\x08i\x06", b'\x04\x08"\x0aabc', b'\x04\x08"\x08abcd'])
def test_what_is_no_text_of_ruby(marshalled: bytes) -> None:
    with pytest.raises(StoreError, match=r"s\.enc"):
        decrypt(sealed(marshalled), key(), "s.enc")


@pytest.mark.parametrize("data", [
    GOLDEN.replace(b"wd5C", b"wd5D"), b"--".join(GOLDEN.split(b"--")[:2]), GOLDEN[:-8], b"a--b--c", b"plain: 1",
    b"----",
])
def test_damaged(data: bytes) -> None:
    with pytest.raises(StoreError, match=r"wrong key\? If not, the file is damaged"):
        decrypt(data, key(), "s.enc")


def test_a_key_that_does_not_fit() -> None:
    with pytest.raises(StoreError, match="the wrong key"):
        decrypt(GOLDEN, key("f" * 32), "s.enc")


def test_the_variable_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "my.key"
    file.write_text(f"  {KEY}\n")
    assert MasterKey(file, {}).read() == bytes.fromhex(KEY)
    assert MasterKey(file, {VARIABLE: ""}).read() == bytes.fromhex(KEY)
    assert MasterKey(file, {VARIABLE: "f" * 32}).read() == b"\xff" * 16


@pytest.mark.parametrize("written", [None, "", " \n"])
def test_no_key(tmp_path: Path, written: str | None) -> None:
    if written is not None:
        (tmp_path / "my.key").write_text(written)
    with pytest.raises(StoreError, match=r"Missing encryption key .* write it to my\.key or put it in the ENV"):
        MasterKey(tmp_path / "my.key", {}).read()


@pytest.mark.parametrize("written", ["abcd", "g" * 32, KEY + "0"])
def test_what_is_no_key_is_not_shown(tmp_path: Path, written: str) -> None:
    (tmp_path / "my.key").write_text(written)
    with pytest.raises(StoreError, match=r"The key in my\.key is no key") as caught:
        MasterKey(tmp_path / "my.key", {}).read()
    assert written not in str(caught.value)
    with pytest.raises(StoreError, match=f"The key in `{VARIABLE}` is no key"):
        key("abcd").read()


@pytest.mark.parametrize("text", [b"a: 1\n", b"a: x--y--z\n", b"--- {}\n--- {}\n", b""])
def test_yaml_is_not_taken_for_it(text: bytes) -> None:
    assert not is_encrypted(text)
