"""The questions of `wkt connect`, typed at a real pseudo-terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.support.wkt import PASSPHRASE, Wkt
from wkt_cli.demo.server import DemoServer

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.usefixtures("unix")

SECRET = "typed-secret-0123456789"


@pytest.fixture
def server() -> Any:
    with DemoServer(client_id="typed-id", client_secret=SECRET) as running:
        yield running


def ended(child: Any) -> tuple[int, str]:
    rest = child.read()
    child.wait()
    child.close()
    return child.exitstatus, (child.before or "") + rest


def answer(child: Any, question: str, text: str) -> str:
    child.expect(question)
    seen: str = child.before + child.after
    child.send(text + "\r")
    return seen


def test_connect_by_typing(wkt: Wkt, server: DemoServer) -> None:
    child = wkt.at(server.url).spawn("connect", "percolate", env={"NO_COLOR": "1"})
    seen = answer(child, "Client ID.*: ", "typed-id")
    assert "My Percolate connector" in seen
    seen = answer(child, "Client secret.*: ", SECRET)
    status, rest = ended(child)
    assert status == 0, rest
    assert "Test: Successful" in rest
    assert SECRET not in seen + rest
    assert SECRET[:8] not in seen + rest
    stored = yaml.safe_load((wkt.root / "settings.yaml").read_text())
    assert stored == {"percolate": {"default": {"client_id": "typed-id"}}}


def test_connecting_again_with_enter_keeps_the_secret(wkt: Wkt, server: DemoServer) -> None:
    done = wkt.at(server.url).child("connect", "percolate", env={"WKT_FIELD_CLIENT_ID": "typed-id",
                                                                 "WKT_FIELD_CLIENT_SECRET": SECRET})
    assert done.status == 0, done.both
    child = wkt.spawn("connect", "percolate")
    offered = answer(child, "Client ID.*: ", "")
    assert "typed-id" in offered
    offered = answer(child, "Client secret.*: ", "")
    status, rest = ended(child)
    assert status == 0, rest
    assert "Test: Successful" in rest
    assert SECRET not in offered + rest


def test_a_paste_of_many_lines_stays_one_secret(wkt: Wkt) -> None:
    wkt.connector("pem", """
        connector = {"connection": {"fields": [{"name": "private_key", "control_type": "password", "optional": False}]}}
    """)
    child = wkt.spawn("connect", "pem")
    child.expect("(?i)private key.*: ")
    child.send("\x1b[200~-----BEGIN-----\nline-two-of-the-key\n-----END-----\n\x1b[201~\r")
    status, rest = ended(child)
    assert status == 0, rest
    assert "line-two" not in rest
    shown = wkt.child("connections", "show", "--json")
    assert shown.status == 0, shown.both


def test_a_wrong_answer_is_explained_and_asked_again(wkt: Wkt) -> None:
    wkt.connector("typed", """
        connector = {"connection": {"fields": [
            {"name": "port", "control_type": "integer", "optional": False},
            {"name": "region", "control_type": "select", "pick_list": [["Europe", "eu"], ["America", "us"]],
             "optional": False},
            {"name": "zone", "ngIf": "input.region == 'eu'", "optional": False},
        ]}}
    """)
    child = wkt.spawn("connect", "typed", env={"NO_COLOR": "1"})
    answer(child, "Port.*: ", "many")
    answer(child, "Port.*: ", "8080")
    child.expect("Europe")
    answer(child, "Region.*: ", "Asia")
    answer(child, "Region.*: ", "1")
    answer(child, "Zone.*: ", "west")
    status, rest = ended(child)
    assert status == 0, rest
    stored = yaml.safe_load((wkt.root / "settings.yaml").read_text())["typed"]["default"]
    assert {name: str(value) for name, value in stored.items()} == {"port": "8080", "region": "eu", "zone": "west"}


def test_ctrl_c_at_a_question(wkt: Wkt, server: DemoServer) -> None:
    child = wkt.at(server.url).spawn("connect", "percolate")
    answer(child, "Client ID.*: ", "typed-id")
    child.expect("Client secret.*: ")
    child.send("\x03")
    status, rest = ended(child)
    assert status == 130
    assert "Traceback" not in rest
    assert not (wkt.root / "settings.yaml").exists()


def test_ctrl_d_at_a_question(wkt: Wkt) -> None:
    child = wkt.spawn("connect", "percolate")
    child.expect("Client ID.*: ")
    child.send("\x04")
    status, rest = ended(child)
    assert status == 2
    assert "input ended" in rest


def test_no_input_asks_nothing_at_a_terminal(wkt: Wkt) -> None:
    status, rest = ended(wkt.spawn("connect", "percolate", "--no-input"))
    assert status == 2
    assert "client_secret" in rest


def test_a_new_passphrase_is_asked_twice(wkt: Wkt, server: DemoServer) -> None:
    child = wkt.at(server.url).spawn("connect", "percolate", env={"WKT_VAULT_PASSPHRASE": ""})
    answer(child, "Client ID.*: ", "typed-id")
    answer(child, "Client secret.*: ", SECRET)
    answer(child, "New passphrase.*: ", PASSPHRASE)
    answer(child, "The same again.*: ", "something else")
    answer(child, "New passphrase.*: ", PASSPHRASE)
    answer(child, "The same again.*: ", PASSPHRASE)
    status, rest = ended(child)
    assert status == 0, rest
    assert PASSPHRASE not in rest
    assert wkt.child("test").status == 0


def test_without_a_keyring_a_file_is_offered(wkt: Wkt, server: DemoServer) -> None:
    env = {"WKT_VAULT": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "NO_COLOR": "1"}
    child = wkt.at(server.url).spawn("connect", "percolate", env=env)
    answer(child, "Client ID.*: ", "typed-id")
    answer(child, "Client secret.*: ", SECRET)
    answer(child, r"encrypted file.*\[y/N\]", "n")
    status, rest = ended(child)
    assert status == 8
    assert not (wkt.root / "settings.yaml").exists()
    child = wkt.spawn("connect", "percolate", env=env)
    answer(child, "Client ID.*: ", "typed-id")
    answer(child, "Client secret.*: ", SECRET)
    answer(child, r"encrypted file.*\[y/N\]", "y")
    status, rest = ended(child)
    assert status == 0, rest
    assert "Test: Successful" in rest


def test_remove_asks(wkt: Wkt, server: DemoServer) -> None:
    wkt.at(server.url).child("connect", "percolate", env={"WKT_FIELD_CLIENT_ID": "typed-id",
                                                          "WKT_FIELD_CLIENT_SECRET": SECRET})
    child = wkt.spawn("connections", "remove", "default")
    answer(child, "Remove percolate/default.*: ?|Remove.*] ", "n")
    assert ended(child)[0] == 130
    assert wkt.child("connections", "--json").json


def test_a_spinner_when_it_takes_long(wkt: Wkt, server: DemoServer) -> None:
    wkt.at(server.url).child("connect", "percolate", env={"WKT_FIELD_CLIENT_ID": "typed-id",
                                                          "WKT_FIELD_CLIENT_SECRET": SECRET})
    status, rest = ended(wkt.spawn("call", "/demo/slow", "seconds==1", env={"NO_COLOR": "1"}))
    assert status == 0
    assert "waiting for the server" in rest
    status, rest = ended(wkt.spawn("call", "/api/v5/me", env={"NO_COLOR": "1"}))
    assert "waiting for the server" not in rest
    assert '"id": "user-1"' in re.sub(r"\x1b\[[0-9;]*[mK]", "", rest)
