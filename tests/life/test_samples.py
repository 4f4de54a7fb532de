"""The bundled samples in both forms at `wkt demo --serve`, from `wkt connect` to a call after all has expired."""

from __future__ import annotations

import json
import re
import shlex
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support import form_filler
from tests.support.wkt import REPOSITORY, Ended, Wkt
from wkt_cli.connector.check import check
from wkt_cli.connector.load import load
from wkt_cli.connector.titles import title_of
from wkt_cli.project import bundled_folder

FORMS = {"Python": "", "Ruby": "ruby/"}


@dataclass(frozen=True)
class Sample:
    """What a sample asks for, and what becomes of it.

    Attributes:
        way: how the bookshop says that it knows who asks; empty where it doesn't.
        fields: answers by the name of the field; ``$name`` is what the server printed under that name,
            ``@name`` what is in the file that it named there.
        got: what `wkt connect` gets beside what was typed.
        renewed: whether new credentials are had once the old ones expired.
        options: of `wkt connect`.
    """

    way: str
    fields: dict[str, str] = field(default_factory=dict)
    got: tuple[str, ...] = ()
    renewed: bool = False
    options: tuple[str, ...] = ()


LOGIN = {"user": "$user", "password": "$password"}
CLIENT = {"client_id": "$client_id", "client_secret": "$client_secret"}
TOKENS = ("access_token", "refresh_token")
SAMPLES = {
    "api_key": Sample("api_key", {"api_key": "$api_key"}),
    "aws_signature": Sample("aws", {"aws_api_key": "$key_id", "aws_secret_key": "$secret_key"}),
    "basic_auth": Sample("basic", LOGIN),
    "client_certificate": Sample("certificate", {
        "certificate": "@certificate", "private_key": "@private_key", "authority": "@authority"}),
    "digest_auth": Sample("digest", LOGIN),
    "hmac_signature": Sample("hmac", {"key_id": "$key_id", "secret_key": "$secret_key"}),
    "multi": Sample("api_key", {"auth_type": "api_key", "api_key": "$api_key"}),
    "multi/basic": Sample("basic", {"auth_type": "basic", **LOGIN}),
    "multi/oauth2": Sample("oauth2", {"auth_type": "oauth2", **CLIENT}, TOKENS, renewed=True),
    "no_auth": Sample(""),
    "oauth2_client_credentials": Sample("oauth2", CLIENT, ("access_token",), renewed=True),
    "oauth2_code": Sample("oauth2", CLIENT, TOKENS, renewed=True),
    "oauth2_device": Sample("oauth2", CLIENT, TOKENS, renewed=True, options=("--device",)),
    "oauth2_password": Sample("oauth2", {**CLIENT, **LOGIN}, TOKENS, renewed=True),
    "session_cookie": Sample("session", LOGIN, ("session",), renewed=True),
}
FILES = dict.fromkeys(name.partition("/")[0] for name in SAMPLES)
METHODS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("basic_auth", "actions.search_books.execute", {"author": "Jane Austen"},
     lambda found: [book["title"] for book in found["books"]] == ["Emma", "Persuasion"]),
    ("no_auth", "actions.search_books.execute", {"author": "Theodor Fontane"}, lambda found: found["total"] == 2),
    ("api_key", "actions.add_book.execute", {"title": "Walden Two"}, lambda found: found["data"]["id"] > "book-12"),
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run `wkt demo --serve`; give what it prints."""
    home = Wkt(tmp_path_factory.mktemp("demo"))
    with home.start("demo", "--serve", "--json") as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture
def wkt(wkt: Wkt, demo: dict[str, str]) -> Wkt:
    wkt.environ["WKT_MAP"] = demo["map"]
    return wkt


def answers(demo: dict[str, str], sample: str) -> dict[str, str]:
    def answer(given: str) -> str:
        if given.startswith("@"):
            return Path(demo[given[1:]]).read_text(encoding="ascii")
        return demo[given[1:]] if given.startswith("$") else given

    return {name: answer(given) for name, given in SAMPLES[sample].fields.items()}


def connect(wkt: Wkt, demo: dict[str, str], sample: str, form: str, decision: str = "allow") -> Ended:
    """Connect, with a person at the browser where a sample sends it out."""
    browser = shlex.join([sys.executable, form_filler.__file__, demo["user"], demo["password"], decision, "%s"])
    fields = {f"WKT_FIELD_{name.upper()}": answer for name, answer in answers(demo, sample).items()}
    return wkt("connect", FORMS[form] + sample.partition("/")[0], "--port", str(free_port()), *SAMPLES[sample].options,
               env={**fields, "BROWSER": browser})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def connected(wkt: Wkt, demo: dict[str, str], sample: str, form: str) -> None:
    done = connect(wkt, demo, sample, form)
    assert done.status == 0, done.both
    assert "Test: Successful" in done.out
    for name in ("password", "client_secret", "api_key", "secret_key"):
        assert demo[name] not in done.both
    assert "MII" not in done.both + wkt("connections", "show").both


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_lives(wkt: Wkt, demo: dict[str, str], sample: str, form: str) -> None:
    expected = SAMPLES[sample]
    connected(wkt, demo, sample, form)
    kept = wkt("connections", "show", "--json").json["values"]
    assert {value["name"] for value in kept} >= {*expected.fields, *expected.got}
    assert wkt("test").status == 0
    path = "/me" if expected.way else "/public/books"
    for words in ((path,), ("POST", "/demo/expire"), (path, "limit==1", "q==a b/ü")):
        done = wkt("call", *words)
        assert done.status == 0, done.both
        if expected.way and words[0] == path:
            assert done.json["authorized_by"] == expected.way
    phases = [exchange["origin"]["phase"] for exchange in wkt("trace", "--json").json["exchanges"]]
    assert ("refresh" in phases) is expected.renewed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("sample", "path", "input", "good"), METHODS, ids=[f"{one[0]}-{one[1]}" for one in METHODS])
def test_what_a_sample_can_do(wkt: Wkt, demo: dict[str, str], sample: str, form: str, path: str,
                              input: dict[str, Any], good: Any) -> None:
    connected(wkt, demo, sample, form)
    wkt.write("input.json", json.dumps(input))
    done = wkt("exec", path, "-c", FORMS[form] + sample, "--input", "input.json")
    assert done.status == 0, done.both
    assert good(done.json), done.out


def test_the_answer_to_a_challenge_is_no_repeat_after_a_refresh(wkt: Wkt, demo: dict[str, str]) -> None:
    done = connect(wkt, demo, "digest_auth", "Python")
    assert "the answer to the challenge" in done.out
    assert "refresh" not in done.out
    assert [one["origin"]["attempt"] for one in wkt("trace", "--json").json["exchanges"]] == [1, 1]


@pytest.mark.parametrize("sample", ["oauth2_code", "ruby/oauth2_code", "multi/oauth2"])
def test_a_person_who_denies(wkt: Wkt, demo: dict[str, str], sample: str) -> None:
    form = "Ruby" if sample.startswith("ruby/") else "Python"
    done = connect(wkt, demo, sample.removeprefix("ruby/"), form, "deny")
    assert done.status == 1
    assert "access_denied" in done.err
    assert wkt("connections", "--json").json == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", ["oauth2_code", "oauth2_password"])
def test_tokens_that_were_taken_back(wkt: Wkt, demo: dict[str, str], sample: str, form: str) -> None:
    """The refresh token is no good any more, so a new connection is needed, and the error says what the server said."""
    connected(wkt, demo, sample, form)
    assert wkt("call", "POST", "/demo/revoke").json["revoked"] > 0
    done = wkt("call", "/me")
    assert done.status == 1
    assert "The refresh token is unknown or revoked" in done.err
    connected(wkt, demo, sample, form)


def test_a_refresh_token_is_good_once(wkt: Wkt, demo: dict[str, str]) -> None:
    """What is stored after each refresh is the new one; the old one would take back all tokens."""
    connected(wkt, demo, "oauth2_code", "Python")
    for _ in range(3):
        assert wkt("refresh").status == 0
    assert wkt("call", "/me").json["authorized_by"] == "oauth2"
    assert wkt("connections", "show", "--json").json["meta"]["identity"] == demo["user"]


def test_all_samples_are_tried_here_and_have_a_twin() -> None:
    folder = bundled_folder()
    for form, suffix in (("Python", ".py"), ("Ruby", ".rb")):
        names = {path.stem for path in (folder / FORMS[form]).glob(f"*{suffix}")}
        assert names == {*FILES, "percolate"}


def test_the_table_of_the_readme_has_all_samples() -> None:
    table = (REPOSITORY / "README.md").read_text(encoding="utf-8").partition("## Types of authorization")[2]
    linked = re.findall(r"\[(\w+)\]\(connectors/(\w+)\.py\)", table.partition("\n## ")[0])
    assert sorted(linked) == sorted((name, name) for name in (*FILES, "percolate"))


@pytest.mark.parametrize("sample", FILES)
def test_twins_say_the_same(sample: str) -> None:
    twins = [load(bundled_folder() / f"{sample}.py"), load(bundled_folder() / "ruby" / f"{sample}.rb")]
    assert twins[0].title == twins[1].title
    written = [twin.plain(without_functions(twin.source)) for twin in twins]
    assert json.loads(json.dumps(written[0])) == json.loads(json.dumps(written[1]))
    for twin in twins:
        assert check(twin.path) == []
        assert title_of(twin.path) == twin.title


def without_functions(value: Any) -> Any:
    """Give data with a mark in the place of each function and pattern."""
    if isinstance(value, dict):
        return {str(key): without_functions(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_functions(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else "function"


def test_the_wheel_is_told_to_carry_them() -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["connectors"] == "wkt_cli/bundled"


def test_without_the_map_the_hint_says_what_is_missing(wkt: Wkt) -> None:
    done = wkt("connect", "no_auth", env={"WKT_MAP": ""})
    assert done.status == 6
    assert "`wkt demo --serve`" in done.err
