from __future__ import annotations

import base64
from pathlib import Path

import pytest
import yaml

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt
from wkt_cli.demo.server import DemoServer

SECOND_ACQUIRE = '''
from base64 import b64encode
from wkt_cli.dsl import get, headers, post

def acquire(connection):
    hash = b64encode(f"client:{connection['client_id']}:{connection['client_secret']}".encode()).decode()
    response = (
        post("https://percolate.com/auth/v5/token/")
        .payload(grant_type="client_credentials")
        .headers(Authorization="Basic " + hash)
        .request_format_www_form_urlencoded()
    )
    return {"access_token": response["access_token"]}

connector = {
    "title": "Second",
    "connection": {
        "fields": [{"name": "client_id", "optional": False},
                   {"name": "client_secret", "control_type": "password", "optional": False}],
        "authorization": {
            "type": "custom_auth", "acquire": acquire, "refresh_on": [401, 403], "detect_on": [401, 403],
            "apply": lambda connection: headers(Authorization=f"Bearer {connection['access_token']}"),
        },
        "base_uri": lambda connection: "https://percolate.com",
    },
    "test": lambda: get("/api/v5/me"),
}
'''


def credentials(server: DemoServer) -> dict[str, str]:
    return {"WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret}


def test_connect_acquires_tests_and_stores(wkt: Wkt, server: DemoServer) -> None:
    done = wkt.at(server.url)("connect", "percolate", env=credentials(server))
    assert done.status == 0
    assert "My Percolate connector" in done.err
    assert "Test: Successful" in done.out
    assert "Changed: access_token, refresh_token" in done.out
    assert "POST https://percolate.com/auth/v5/token/" in done.out
    assert "GET https://percolate.com/api/v5/me" in done.out
    assert yaml.safe_load((wkt.root / "settings.yaml").read_text()) == {
        "percolate": {"default": {"client_id": server.client_id}}}
    [secrets] = wkt.secrets()
    assert set(secrets) == {"client_secret", "access_token", "refresh_token"}
    assert secrets["client_secret"] == server.client_secret


def test_the_acquire_of_step_3_works_too(wkt: Wkt, server: DemoServer) -> None:
    wkt.connector("second", SECOND_ACQUIRE)
    done = wkt.at(server.url)("connect", "second", env=credentials(server))
    assert done.status == 0, done.both
    [secrets] = wkt.secrets()
    assert set(secrets) == {"client_secret", "access_token"}
    assert wkt("test").status == 0


def test_before_and_after_stand_side_by_side_and_are_masked(wkt: Wkt, server: DemoServer) -> None:
    done = wkt.at(server.url)("connect", "percolate", env=credentials(server))
    [secrets] = wkt.secrets()
    rows = {line.split()[1] if line[0] == "*" else line.split()[0]: line for line in done.out.splitlines()[2:6]}
    assert rows["access_token"].startswith("*")
    assert "–" in rows["access_token"]
    assert f"••••{secrets['access_token'][-4:]}" in rows["access_token"]
    assert not rows["client_secret"].startswith("*")
    for value in secrets.values():
        assert value not in done.both


def test_json_of_connect(wkt: Wkt, server: DemoServer) -> None:
    done = wkt.at(server.url)("--json", "connect", "percolate", env=credentials(server))
    shape = done.json
    assert shape["connector"] == "percolate"
    assert shape["connection"] == "default"
    assert shape["before"]["client_id"] == shape["after"]["client_id"] == server.client_id
    assert shape["before"]["client_secret"] == "$CLIENT_SECRET"
    assert shape["after"]["access_token"] == "$ACCESS_TOKEN"
    assert shape["changed"] == ["access_token", "refresh_token"]
    assert shape["test"]["successful"] is True
    assert shape["test"]["result"]["data"]["id"] == "user-1"
    assert shape["stored"] is True
    assert shape["error"] is None
    assert [e["origin"]["phase"] for e in shape["trace"]] == ["acquire", "test"]


def test_wrong_credentials_store_nothing_unless_asked_to(wkt: Wkt, server: DemoServer) -> None:
    wrong = {**credentials(server), "WKT_FIELD_CLIENT_SECRET": "not-the-secret-at-all"}
    done = wkt.at(server.url)("connect", "percolate", env=wrong)
    assert done.status == 1
    assert "401 Unauthorized" in done.err
    assert "Wrong client credentials" in done.err
    assert not (wkt.root / "settings.yaml").exists()
    assert wkt.secrets() == []
    assert wkt("connections").out.strip() == "Nothing is connected here"
    kept = wkt("connect", "percolate", "--keep-failed", env=wrong)
    assert kept.status == 1
    assert wkt("connections", "--json").json[0]["connector"] == "percolate"


def test_a_failed_connect_leaves_the_old_connection_whole(connected: Wkt) -> None:
    before, secrets = connected.stored(), connected.secrets()
    done = connected("connect", "percolate", "-F", "client_secret=wrong-one-entirely")
    assert done.status == 1
    assert (connected.stored(), connected.secrets()) == (before, secrets)
    assert connected("test").status == 0


def test_all_missing_answers_are_listed_at_once(wkt: Wkt) -> None:
    done = wkt("connect", "percolate", "--no-input")
    assert done.status == 2
    assert "client_id" in done.err
    assert "client_secret" in done.err
    assert "WKT_FIELD_CLIENT_SECRET" in done.err


def test_answers_from_options_files_and_standard_input(wkt: Wkt, server: DemoServer) -> None:
    (wkt.root / "id.txt").write_text(server.client_id + "\n")
    done = wkt.at(server.url)("connect", "percolate", "-F", "client_id=@id.txt", "--field", "client_secret=-",
                              input=server.client_secret + "\n")
    assert done.status == 0, done.both
    assert "warning" not in done.err
    assert wkt.secrets()[0]["client_secret"] == server.client_secret


def test_a_file_is_relative_to_the_working_folder(wkt: Wkt, server: DemoServer, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(server.client_secret)
    done = wkt.at(server.url)("-C", str(wkt.root), "connect", "percolate", "-F", f"client_id={server.client_id}",
                              "-F", "client_secret=@secret", folder=tmp_path)
    assert done.status == 0, done.both
    assert (wkt.root / "settings.yaml").exists()


def test_a_secret_on_the_command_line_is_taken_with_a_warning(wkt: Wkt, server: DemoServer) -> None:
    done = wkt.at(server.url)("connect", "percolate", "-F", f"client_id={server.client_id}",
                              "-F", f"client_secret={server.client_secret}")
    assert done.status == 0
    assert "warning" in done.err
    assert server.client_secret not in done.both
    for trace in (wkt.root / ".wkt" / "traces").iterdir():
        assert server.client_secret not in trace.read_text()


def test_reveal_is_refused_without_a_terminal(wkt: Wkt, server: DemoServer) -> None:
    done = wkt.at(server.url)("connect", "percolate", "--reveal", env=credentials(server))
    assert done.status == 2
    assert "only on a terminal" in done.err


def test_reveal_shows_secrets_on_a_terminal(connected: Wkt) -> None:
    [secrets] = connected.secrets()
    done = connected("test", "--reveal", tty=True, env={"NO_COLOR": "1"})
    assert done.status == 0
    assert secrets["access_token"] in done.out
    assert secrets["client_secret"] in done.out


def test_connect_by_path(wkt: Wkt, server: DemoServer) -> None:
    wkt.write("elsewhere/other.py", SECOND_ACQUIRE)
    done = wkt.at(server.url)("connect", "elsewhere/other.py", env=credentials(server))
    assert done.status == 0, done.both
    after = wkt("test")
    assert after.status == 0, after.both
    assert wkt("connections", "--json").json[0]["meta"]["path"] == str(Path("elsewhere", "other.py"))


def test_comments_in_settings_survive(wkt: Wkt, server: DemoServer) -> None:
    wkt.write("settings.yaml", "# mine\npercolate:\n  default:\n    client_id: old  # of the test app\n")
    done = wkt.at(server.url)("connect", "percolate", env=credentials(server))
    assert done.status == 0, done.both
    text = (wkt.root / "settings.yaml").read_text()
    assert text.startswith("# mine\n")
    assert "# of the test app" in text
    assert server.client_id in text


def test_connecting_again_uses_what_is_stored(connected: Wkt, server: DemoServer) -> None:
    first = connected.secrets()[0]["access_token"]
    done = connected("connect", "percolate", "--no-input")
    assert done.status == 0, done.both
    assert connected.secrets()[0]["access_token"] != first


def test_unicode_in_names_and_values(wkt: Wkt) -> None:
    wkt.connector("plain", """
        from wkt_cli.dsl import get, headers
        connector = {
            "connection": {
                "fields": [{"name": "land", "optional": False}, {"name": "schlüssel", "control_type": "password"}],
                "authorization": {"type": "api_key", "apply": lambda c: headers(X_Land=c["land"].encode().hex())},
            },
        }
    """)
    done = wkt("connect", "plain", "-F", "land=Åland 🏝", "-F", "schlüssel=@-", "--no-input", input="x")
    assert done.status == 2
    wkt.write("s.txt", "grün-und-blau-🏝")
    done = wkt("connect", "plain", "-F", "land=Åland 🏝", "-F", "schlüssel=@s.txt")
    assert done.status == 0, done.both
    assert "no `test`" in done.err
    assert yaml.safe_load((wkt.root / "settings.yaml").read_text(encoding="utf-8"))["plain"]["default"] == {
        "land": "Åland 🏝"}
    assert wkt.secrets() == [{"schlüssel": "grün-und-blau-🏝"}]
    shown = wkt("connections", "show")
    assert "Åland 🏝" in shown.out
    assert "grün-und" not in shown.both


def test_the_token_request_to_the_byte(wkt: Wkt) -> None:
    with Scripted({"/auth/v5/token/": reply(200, {"access_token": "T" * 20, "refresh_token": None}),
                   "/api/v5/me": reply(200, {})}) as said:
        done = wkt.at(said.url)("connect", "percolate", "-F", "client_id=a b", "-F", "client_secret=@-",
                                env={"WKT_FIELD_CLIENT_SECRET": "s3cret&value"})
        assert done.status == 2
        done = wkt("connect", "percolate", "-F", "client_id=a b", env={"WKT_FIELD_CLIENT_SECRET": "s3cret&value"})
        assert done.status == 0, done.both
        head, _, body = said.requests[0].partition(b"\r\n\r\n")
    assert body == b"grant_type=client_credentials"
    assert b"Content-Type: application/x-www-form-urlencoded" in head
    assert b"Authorization: Basic " + base64.b64encode(b"a b:s3cret&value") in head


@pytest.mark.parametrize("name", ["perclate", "./nowhere.py"])
def test_an_unknown_connector(wkt: Wkt, name: str) -> None:
    done = wkt("connect", name)
    assert done.status == 1
    assert "There is no connector" in done.err
    if name == "perclate":
        assert "percolate" in done.err.replace("perclate", "")
