"""Sentences of the pages that could stop being true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.wkt import Wkt
from wkt_cli.cli.main import COMMANDS
from wkt_cli.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\bWKT_[A-Z]+(?:_[A-Z]+)*\b")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_connector_in_the_readme_is_the_bundled_one() -> None:
    shown = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    bundled = (ROOT / "connectors" / "percolate.py").read_text(encoding="utf-8")
    bundled = re.sub(r"def acquire\(.*?\).*?:\n", "def acquire(connection):\n", bundled)
    function, keys = shown[1].split("\n\n")
    assert squeezed(function) in squeezed(bundled)
    assert squeezed(keys) in squeezed(bundled)


def test_ruby_connector_in_the_readme_is_the_bundled_one() -> None:
    shown = re.search(r"```ruby\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert squeezed(shown[1]) in squeezed((ROOT / "connectors" / "ruby" / "percolate.rb").read_text(encoding="utf-8"))


def test_variables_of_the_program_are_documented() -> None:
    known = {name for path in (ROOT / "wkt_cli").rglob("*.py") for name in VARIABLE.findall(path.read_text("utf-8"))}
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert {name for name in known if not name.startswith("WKT_FIELD")} - set(VARIABLE.findall(page)) == set()


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name)
def test_commands_and_options_that_pages_name_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^\$ )wkt ([a-z][a-z0-9]*)", text, flags=re.M))
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_readme_leads_to_each_page(page: Path) -> None:
    assert f"](docs/{page.name})" in README


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", prose):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_functions_of_fields_see_missing_keys_as_none(wkt: Wkt) -> None:
    wkt.write("connectors/asks.py", """\
        def fields(connection):
            more = [{"name": "region", "optional": True}] if connection["kind"] == "eu" else []
            return [{"name": "kind"}, *more]
        connector = {"title": "Asks", "connection": {"fields": fields}, "test": lambda: None}
        """)
    ended = wkt("connect", "asks", "--field", "kind=us")
    assert ended.status == 0, ended.err


def test_default_is_taken_where_nobody_is_asked(wkt: Wkt) -> None:
    wkt.write("connectors/asks.py", """\
        connector = {"title": "Asks", "connection": {"fields": [{"name": "region", "default": "eu"}]},
                     "test": lambda: None}
        """)
    assert wkt("connect", "asks", "--json").json["after"] == {"region": "eu"}


def test_advice_is_not_masked(wkt: Wkt) -> None:
    assert "--field client_secret=- or WKT_FIELD_CLIENT_SECRET" in wkt("connect", "percolate").err


def test_without_refresh_on_every_reply_that_fails_leads_to_acquire(wkt: Wkt, server: DemoServer) -> None:
    wkt.write("connectors/fails.py", f"""\
        from wkt_cli.dsl import get, headers
        def acquire(connection):
            return {{"access_token": "token-of-the-connector"}}
        connector = {{
            "title": "Fails",
            "connection": {{"authorization": {{
                "type": "custom_auth", "acquire": acquire,
                "apply": lambda connection: headers(Authorization=connection["access_token"]),
            }}}},
            "test": lambda: get("{server.url}/demo/error"),
        }}
        """)
    ended = wkt("connect", "fails", "--json")
    statuses = [exchange["status"] for exchange in ended.json["trace"]]
    assert (ended.status, statuses.count(500)) == (1, 2), ended.json["error"]
