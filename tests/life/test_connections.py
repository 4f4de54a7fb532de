from __future__ import annotations

import pytest

from tests.support.wkt import Wkt
from wkt_cli.demo.server import DemoServer


@pytest.fixture
def two(connected: Wkt, server: DemoServer) -> Wkt:
    return connected.connect(server, "--connection", "sandbox")


def current(wkt: Wkt) -> str:
    [entry] = [e for e in wkt("connections", "--json").json if e["current"]]
    return f"{entry['connector']}/{entry['name']}"


def test_the_last_one_connected_is_the_current_one(two: Wkt) -> None:
    assert current(two) == "percolate/sandbox"
    assert [line[:1] for line in two("connections").out.splitlines()[1:]] == [" ", "*"]
    assert "Connection percolate/sandbox" in two("test").out
    assert "Connection percolate/default" in two("test", "default").out
    assert "Connection percolate/default" in two("test", "-n", "percolate/default").out


def test_list_is_what_the_bare_command_does(two: Wkt) -> None:
    assert two("connections").out == two("connections", "list").out
    assert two("connections", "--json").json == two("connections", "list", "--json").json


def test_use(two: Wkt) -> None:
    assert two("connections", "use", "default").status == 0
    assert current(two) == "percolate/default"


def test_show_tells_where_each_value_is_kept(two: Wkt) -> None:
    shown = two("connections", "show", "sandbox")
    rows = {line.split()[0]: line for line in shown.out.splitlines()[2:]}
    assert rows["client_id"].endswith("settings.yaml")
    assert rows["client_secret"].endswith("memory (gone when the command ends)")
    assert "••••" in rows["access_token"]
    for secrets in two.secrets():
        for value in secrets.values():
            assert value not in shown.both
    shape = two("connections", "show", "--json").json
    values = {value["name"]: value for value in shape["values"]}
    assert values["client_id"]["kept"] == "settings.yaml"
    assert values["client_id"]["secret"] is False
    assert values["client_secret"]["secret"] is True
    assert values["client_secret"]["value"] == "$CLIENT_SECRET"


def test_rename_takes_secrets_along(two: Wkt) -> None:
    assert two("connections", "rename", "sandbox", "play").status == 0
    assert current(two) == "percolate/play"
    assert two("test", "play").status == 0
    gone = two("test", "sandbox")
    assert gone.status == 7
    assert "percolate/play" in gone.err


def test_rename_to_a_name_that_is_taken(two: Wkt) -> None:
    done = two("connections", "rename", "sandbox", "default")
    assert done.status == 2
    assert "already" in done.err
    assert two("test", "sandbox").status == 0


def test_remove_takes_secrets_away(two: Wkt) -> None:
    assert two("connections", "remove", "percolate/sandbox").status == 0
    assert len(two.secrets()) == 1
    assert two("test", "sandbox").status == 7
    assert two("test", "default").status == 0
    assert two("connections", "remove", "default").status == 0
    assert two.secrets() == []
    assert two("call", "/x").status == 7


@pytest.mark.parametrize("command", [["show", "nix"], ["use", "nix"], ["rename", "nix", "x"], ["remove", "nix"]])
def test_an_unknown_connection(two: Wkt, command: list[str]) -> None:
    done = two("connections", *command)
    assert done.status == 7
    assert "`nix`" in done.err
    assert "percolate/default, percolate/sandbox" in done.err


@pytest.mark.parametrize("name", ["a/b", "", " ", "a\nb"])
def test_names_that_cannot_be(wkt: Wkt, server: DemoServer, name: str) -> None:
    done = wkt.at(server.url)("connect", "percolate", "-n", name, "-F", "client_id=x",
                              env={"WKT_FIELD_CLIENT_SECRET": "yyyy"})
    assert done.status == 2, done.both
    assert "name" in done.err.lower()


def test_a_name_two_connectors_have(two: Wkt, server: DemoServer) -> None:
    two.connector("other", "connector = {'connection': {'fields': []}}\n")
    assert two("connect", "other", "-n", "sandbox").status == 0
    assert "Connection other/sandbox" in two("connections", "show", "sandbox").out
    assert two("connections", "use", "percolate/default").status == 0
    assert "Connection percolate/sandbox" in two("connections", "show", "sandbox").out


def test_an_empty_project(wkt: Wkt) -> None:
    assert wkt("connections").out == "Nothing is connected here\n"
    assert wkt("connections", "--json").json == []
    assert not (wkt.root / ".wkt").exists()


def test_a_connection_written_by_hand(wkt: Wkt, server: DemoServer) -> None:
    wkt.write("settings.yaml", f"percolate:\n  default:\n    client_id: {server.client_id}\n"
                               f"    client_secret: {server.client_secret}\n")
    done = wkt.at(server.url)("refresh")
    assert done.status == 0, done.both
    assert server.client_secret not in done.both
    assert wkt("test").status == 0
    assert "readable" in wkt("connections", "show").out


def test_tables_show_no_control_characters_of_values(wkt: Wkt) -> None:
    wkt.connector("lines", "connector = {'connection': {'fields': [{'name': 'text', 'control_type': 'text-area'}]}}\n")
    done = wkt("connect", "lines", env={"WKT_FIELD_TEXT": "one\x1b[31m"})
    assert done.status == 0, done.both
    for shown in (done.out, wkt("connections", "show").out):
        assert "one?[31m" in shown
