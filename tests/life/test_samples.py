"""The bundled samples in both forms at `wkt demo --serve`, from `wkt connect` to a call after all has expired."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.wkt import REPOSITORY, Wkt
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
        fields: what the server prints, by the name of the field that it answers.
        got: what `wkt connect` gets beside what was typed.
        renewed: whether new credentials are had once the old ones expired.
    """

    way: str
    fields: dict[str, str] = field(default_factory=dict)
    got: tuple[str, ...] = ()
    renewed: bool = False


LOGIN = {"user": "user", "password": "password"}
SAMPLES = {
    "api_key": Sample("api_key", {"api_key": "api_key"}),
    "aws_signature": Sample("aws", {"aws_api_key": "key_id", "aws_secret_key": "secret_key"}),
    "basic_auth": Sample("basic", LOGIN),
    "digest_auth": Sample("digest", LOGIN),
    "hmac_signature": Sample("hmac", {"key_id": "key_id", "secret_key": "secret_key"}),
    "no_auth": Sample(""),
    "session_cookie": Sample("session", LOGIN, ("session",), renewed=True),
}
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


def connect(wkt: Wkt, demo: dict[str, str], sample: str, form: str) -> None:
    answers = {f"WKT_FIELD_{name.upper()}": demo[printed] for name, printed in SAMPLES[sample].fields.items()}
    done = wkt("connect", FORMS[form] + sample, env=answers)
    assert done.status == 0, done.both
    assert "Test: Successful" in done.out
    for name, printed in SAMPLES[sample].fields.items():
        assert demo[printed] not in done.both or name in ("user", "key_id", "aws_api_key", "client_id")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_lives(wkt: Wkt, demo: dict[str, str], sample: str, form: str) -> None:
    expected = SAMPLES[sample]
    connect(wkt, demo, sample, form)
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
    connect(wkt, demo, sample, form)
    wkt.write("input.json", json.dumps(input))
    done = wkt("exec", path, "-c", FORMS[form] + sample, "--input", "input.json")
    assert done.status == 0, done.both
    assert good(done.json), done.out


def test_all_samples_are_tried_here_and_have_a_twin() -> None:
    folder = bundled_folder()
    for form, suffix in (("Python", ".py"), ("Ruby", ".rb")):
        names = {path.stem for path in (folder / FORMS[form]).glob(f"*{suffix}")}
        assert names == {*SAMPLES, "percolate"}


@pytest.mark.parametrize("sample", SAMPLES)
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
