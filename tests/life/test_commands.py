from __future__ import annotations

import json
import re

import pytest

from tests.support.wkt import Wkt
from wkt_cli import __version__
from wkt_cli.cli.main import COMMANDS
from wkt_cli.demo.server import DemoServer


def test_refresh_stores_new_tokens(connected: Wkt) -> None:
    before = connected.secrets()[0]
    done = connected("refresh")
    assert done.status == 0
    assert "Refreshed" in done.err
    assert "Changed: access_token, refresh_token" in done.out
    after = connected.secrets()[0]
    assert after["access_token"] != before["access_token"]
    assert after["client_secret"] == before["client_secret"]
    shape = connected("refresh", "--json").json
    assert shape["changed"] == ["access_token", "refresh_token"]
    assert [e["origin"]["phase"] for e in shape["trace"]] == ["refresh"]


def test_refresh_of_a_connector_without_acquire(wkt: Wkt) -> None:
    wkt.connector("bare", "connector = {'connection': {'fields': []}}\n")
    assert wkt("connect", "bare").status == 0
    done = wkt("refresh")
    assert done.status == 1
    assert "nothing to refresh: `connection.authorization` has no `acquire`" in done.err


def test_test_of_a_connector_without_test(wkt: Wkt) -> None:
    wkt.connector("bare", "connector = {'connection': {'fields': []}}\n")
    assert wkt("connect", "bare").status == 0
    done = wkt("test")
    assert done.status == 1
    assert "no `test`" in done.err


def test_test_shows_the_connection_and_the_trace(connected: Wkt) -> None:
    done = connected("test")
    assert done.status == 0
    assert "Test: Successful" in done.out
    assert "GET https://percolate.com/api/v5/me" in done.out
    shape = connected("test", "--json").json
    assert shape["test"] == {"successful": True, "result": shape["test"]["result"]}
    assert shape["changed"] == []
    assert shape["error"] is None


def test_test_that_fails(connected: Wkt, server: DemoServer) -> None:
    connected.connector("percolate2", "")
    connected("connections", "use", "percolate/default")
    server.credentials.client_secret = "changed-on-the-server"
    server.expire_tokens()
    done = connected("test")
    assert done.status == 1
    assert "Test: Successful" not in done.out
    assert "Wrong client credentials" in done.err
    shape = connected("test", "--json")
    assert shape.status == 1
    assert shape.json["test"]["successful"] is False
    assert shape.json["error"]["type"] == "RequestFailedError"
    assert "Wrong client credentials" in shape.json["error"]["hint"]


def test_traces(connected: Wkt) -> None:
    connected("call", "/api/v5/me")
    listed = connected("trace", "list", "--json").json
    assert [(t["connection"], t["requests"]) for t in listed] == [("default", 1), ("default", 2)]
    assert listed[0]["command"] == "wkt call /api/v5/me"
    assert listed[0]["id"] in connected("trace", "list").out
    assert "GET https://percolate.com/api/v5/me" in connected("trace").out
    shown = connected("trace", "show", listed[1]["id"])
    assert "POST https://percolate.com/auth/v5/token/" in shown.out
    assert "> Authorization: Basic $" in shown.out
    assert '"access_token": "$ACCESS_TOKEN"' in shown.out
    shape = connected("trace", "show", listed[1]["id"], "--json").json
    assert shape["id"] == listed[1]["id"]
    assert shape["version"] >= 1
    gone = connected("trace", "show", "1999")
    assert gone.status == 2
    assert "1999" in gone.err


def test_no_trace_yet(wkt: Wkt) -> None:
    assert "no trace yet" in wkt("trace").err
    assert "no trace yet" in wkt("trace", "list").out
    assert wkt("trace", "list", "--json").json == []


def test_connectors(wkt: Wkt) -> None:
    wkt.connector("mine", "connector = {}\n")
    names = {c["name"]: c for c in wkt("connectors", "--json").json}
    assert names["mine"]["bundled"] is False
    assert names["percolate"]["bundled"] is True
    assert names["percolate"]["form"] == "Python"
    assert (names["percolate"]["title"], names["mine"]["title"]) == ("My Percolate connector", None)
    assert "bundled" in wkt("connectors").out


def test_check_tells_all_at_once(wkt: Wkt) -> None:
    path = wkt.connector("odd", """\
        connector = {
            "titel": "x",
            "connection": {
                "fields": [{"name": "a"}, {"name": "a"}, {"label": "no name"}],
                "authorization": {"type": "custom_aut", "acquire": "text"},
            },
        }
    """)
    done = wkt("check", "odd")
    assert done.status == 1
    assert f"{path}:" in done.out
    assert "hint: " in done.out
    findings = wkt("check", "odd", "--json")
    assert findings.status == 1
    assert {f["severity"] for f in findings.json} == {"error", "warning"}
    key_paths = {f["key_path"] for f in findings.json}
    assert {"connection.fields[1].name", "titel", "connection.authorization.type"} <= key_paths
    assert {"severity", "message", "hint", "file", "line", "column", "key_path"} == set(findings.json[0])
    assert all(f["line"] for f in findings.json)


def test_check_of_good_ones_and_of_the_whole_project(wkt: Wkt) -> None:
    done = wkt("check", "percolate")
    assert (done.status, done.out) == (0, "")
    assert "0 mistakes, 0 warnings" in done.err
    wkt.connector("one", "connector = {'connection': {}}\n")
    wkt.connector("two", "connector = [\n")
    done = wkt("check", "--json")
    assert done.status == 1
    assert {f["file"].rsplit("/")[-1] for f in done.json} >= {"two.py"}


@pytest.mark.parametrize("text", ["connector = {", "x = 1", "connector = 5", "raise ValueError('inside')",
                                  "import nothing_like_this"])
def test_a_connector_that_cannot_be_loaded(wkt: Wkt, text: str) -> None:
    path = wkt.connector("bad", f"# first\n{text}\n")
    done = wkt("connect", "bad")
    assert done.status == 1
    assert str(path) in done.err
    assert "Traceback" not in done.both
    assert "2 | " in done.err or "hint: " in done.err or "^" in done.err
    told = wkt("--json", "connect", "bad").json["error"]
    assert told["type"] in ("ConnectorFileError", "SyntaxMistake")
    assert told["file"] == str(path)
    assert told["exit_code"] == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(wkt: Wkt, shell: str) -> None:
    done = wkt("completion", shell)
    assert done.status == 0
    assert f"{shell}_complete" in done.out
    assert "_WKT_COMPLETE" in done.out


@pytest.mark.parametrize(("words", "expected"), [
    ("wkt con", {"connect", "connections", "connectors", "console"}),
    ("wkt connect per", {"percolate"}),
    ("wkt connect min", {"mine"}),
    ("wkt connect percolate --field client_", {"client_id=", "client_secret="}),
    ("wkt connect percolate -F client_s", {"client_secret="}),
    ("wkt test perc", {"percolate/default"}),
    ("wkt call --connection perc", {"percolate/default"}),
    ("wkt connections use ", {"percolate/default"}),
    ("wkt completion f", {"fish"}),
    ("wkt call --dry", {"--dry-run"}),
    ("wkt trace sh", {"show"}),
])
def test_completion(connected: Wkt, words: str, expected: set[str]) -> None:
    connected.connector("mine", "connector = {}\n")
    env = {"_WKT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    done = connected.child(env=env)
    assert done.status == 0
    assert done.err == ""
    assert {line.partition(",")[2] for line in done.out.splitlines()} == expected


def test_doctor(connected: Wkt) -> None:
    done = connected("doctor", env={"HTTPS_PROXY": "http://me:proxy-password@10.0.0.1:3128"})
    assert f"{__version__} on Python" in done.out
    assert "proxy-password" not in done.both
    assert "percolate/default" in done.out
    signs = {sign["about"]: sign for sign in connected("doctor", "--json").json}
    assert {"wkt", "libraries", "keyring", "proxy", "certificates", "project", "connections"} <= set(signs)
    assert set(signs["wkt"]) == {"about", "state", "found", "hint"}


def test_doctor_finds_problems(connected: Wkt, unix: None) -> None:
    (connected.root / ".wkt").chmod(0o755)
    done = connected("doctor", env={"SSL_CERT_FILE": "nowhere.pem"})
    assert done.status == 1
    assert "nowhere.pem" in done.out
    assert "chmod 700" in done.out


def test_doctor_on_damaged_settings(wkt: Wkt) -> None:
    wkt.write("settings.yaml", "percolate: [\n")
    done = wkt("doctor")
    assert done.status == 1
    assert "settings.yaml" in done.out


def test_help_of_everything(wkt: Wkt, capsys: pytest.CaptureFixture[str]) -> None:
    assert wkt("--help").status == 0
    whole = capsys.readouterr().out
    for name, text in COMMANDS.items():
        assert " ".join(f"{name} {text}".split()) in " ".join(whole.split())
        assert wkt(name, "--help").status == 0
        one = capsys.readouterr().out
        assert f"Usage: wkt {name}" in one
        assert "-C DIR" in one
    assert wkt("--version").status == 0
    assert capsys.readouterr().out == f"wkt, version {__version__}\n"


@pytest.mark.parametrize("words", [["conect"], ["call"], ["--nope"], ["connect"], ["completion", "tcsh"],
                                   ["test", "--timeout", "0"], ["-C", "nowhere", "test"], ["test", "--vault", "x"]])
def test_wrong_use(wkt: Wkt, words: list[str]) -> None:
    done = wkt(*words)
    assert done.status == 2
    assert "Traceback" not in done.both
    if words == ["conect"]:
        assert "wkt connect" in done.err


def test_wrong_use_told_to_a_program(wkt: Wkt) -> None:
    done = wkt("--json", "call")
    assert done.status == 2
    assert json.loads(done.out)["error"]["exit_code"] == 2


def test_map_that_cannot_be_read(connected: Wkt) -> None:
    done = connected("call", "/x", "--map", "percolate.com=127.0.0.1")
    assert done.status == 2
    assert "FROM=TO" in done.err


def test_print_of_a_connector_goes_to_standard_error(wkt: Wkt) -> None:
    wkt.connector("loud", """
        print("loading")
        def base(connection):
            print("base", connection["host"])
            return None
        connector = {"connection": {"fields": [{"name": "host"}], "base_uri": base},
                     "test": lambda: print("testing") or {}}
    """)
    done = wkt("connect", "loud", "-F", "host=h")
    assert done.status == 0, done.both
    assert "loading" in done.err
    assert "testing" in done.err
    assert not re.search("loading|testing", done.out)


def test_commands_may_be_cut_short_where_one_is_meant(wkt: Wkt) -> None:
    assert wkt("ver").out == wkt("version").out == f"{__version__}\n"
    ambiguous = wkt("connec")
    assert (ambiguous.status, "`wkt connect` or `wkt connections` or `wkt connectors`" in ambiguous.err) == (2, True)


def test_help_is_that_of_the_command(wkt: Wkt) -> None:
    assert "walk through" in wkt("help").out.lower()
    assert wkt("help").out == wkt().out
    assert wkt("help", "vault", "import").out.startswith("Usage: wkt vault import [OPTIONS] [FILE]\n")
    assert wkt("help", "nope").status == 2


@pytest.mark.parametrize("method", ["fine", "refused"])
def test_exec_shows_its_requests_with_verbose(wkt: Wkt, server: DemoServer, method: str) -> None:
    wkt.write("connector.rb", f"""\
        {{ methods: {{ fine: lambda {{ get('{server.url}/demo/echo').headers('X-Api-Token' => 'hush-hush-1') }},
                       refused: lambda {{ get('{server.url}/api/v5/me').headers('X-Api-Token' => 'hush-hush-1') }} }} }}
        """)
    ended = wkt("exec", f"methods.{method}", "-v")
    assert ended.status == (0 if method == "fine" else 1)
    assert "> X-Api-Token: " in ended.err
    assert "hush-hush-1" not in ended.err
    assert "> X-Api-Token" not in wkt("exec", f"methods.{method}").err
