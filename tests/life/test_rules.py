"""`refresh_on` and `detect_on` with each kind of entry, through whole commands."""

from __future__ import annotations

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt

CONNECTOR = '''
import re
from wkt_cli.dsl import get, headers, post

count = 0

def acquire(connection):
    return {{"token": post("/token")["t"]}}

connector = {{
    "connection": {{
        "fields": [],
        "authorization": {{
            "type": "custom_auth", "acquire": acquire,
            "apply": lambda connection: headers(X_Token=connection["token"]),
            {rules}
        }},
        "base_uri": lambda: "{url}",
    }},
    "test": lambda: get("/me"),
}}
'''

TOKENS = [reply(200, {"t": "first-token-1"}), reply(200, {"t": "second-token-2"})]
BAD = reply(400, {"message": "Session expired or invalid"})
FINE = reply(200, {"ok": True})


def tokens_sent(said: Scripted) -> list[str]:
    return [line.partition(b": ")[2].decode() for request in said.requests for line in request.split(b"\r\n")
            if line.lower().startswith(b"x-token")]


def connect(wkt: Wkt, said: Scripted, rules: str) -> None:
    wkt.connector("ruled", CONNECTOR.format(rules=rules, url=said.url))
    done = wkt("connect", "ruled")
    assert done.status == 0, done.both


@pytest.mark.parametrize("entry", ["400", "[400]", '"Session expired"', 'r"expired or \\w+"',
                                   're.compile("EXPIRED", re.I)', '"400 Bad Request"',
                                   '[401, "nothing", "Session exp.*invalid"]', "[]", "None"])
def test_what_refreshes(wkt: Wkt, entry: str) -> None:
    with Scripted({"/token": TOKENS, "/me": FINE, "/x": [BAD, FINE]}) as said:
        connect(wkt, said, f'"refresh_on": {entry},')
        done = wkt("call", "/x")
        assert (done.status, done.json) == (0, {"ok": True})
        assert said.paths == ["/token", "/me", "/x", "/token", "/x"]
        assert tokens_sent(said) == ["first-token-1", "first-token-1", "second-token-2"]
    assert wkt.secrets() == [{"token": "second-token-2"}]


@pytest.mark.parametrize("entry", ["401", '"nothing of it"', 're.compile("expired$")', "[401, 403]"])
def test_what_does_not_refresh(wkt: Wkt, entry: str) -> None:
    with Scripted({"/token": TOKENS, "/me": FINE, "/x": BAD}) as said:
        connect(wkt, said, f'"refresh_on": {entry},')
        done = wkt("call", "/x")
        assert done.status == 4
        assert done.json == {"message": "Session expired or invalid"}
        assert said.paths == ["/token", "/me", "/x"]
    assert wkt.secrets() == [{"token": "first-token-1"}]


def test_an_endless_failure_is_repeated_once(wkt: Wkt) -> None:
    with Scripted({"/token": TOKENS, "/me": FINE, "/x": BAD}) as said:
        connect(wkt, said, '"refresh_on": [400],')
        assert wkt("call", "/x").status == 4
        assert said.paths == ["/token", "/me", "/x", "/token", "/x"]


@pytest.mark.parametrize("entry", ['"went wrong"', 're.compile("WRONG", re.I)', '[500, "\\"error\\": ?\\"it"]', "200"])
def test_detect_on_makes_a_reply_an_error(wkt: Wkt, entry: str) -> None:
    with Scripted({"/token": TOKENS, "/me": [reply(200, {}), reply(200, {"error": "it went wrong"})]}) as said:
        rules = f'"detect_on": {entry}, "refresh_on": [401],'
        if entry != "200":
            connect(wkt, said, rules)
            done = wkt("test")
        else:
            wkt.connector("ruled", CONNECTOR.format(rules=rules, url=said.url))
            done = wkt("connect", "ruled")
        assert done.status == 1
        assert "detect_on" in done.both
        if entry != "200":
            assert "it went wrong" in done.err


def test_a_detected_reply_may_refresh(wkt: Wkt) -> None:
    with Scripted({"/token": TOKENS, "/me": [FINE, reply(200, {"error": "token expired"}), FINE]}) as said:
        connect(wkt, said, '"detect_on": ["expired"], "refresh_on": ["token expired"],')
        assert wkt("test").status == 0
        assert said.paths == ["/token", "/me", "/me", "/token", "/me"]


def test_without_apply_and_acquire_nothing_is_repeated(wkt: Wkt) -> None:
    with Scripted({"/me": FINE, "/x": reply(401, {})}) as said:
        wkt.connector("plain", f'connector = {{"connection": {{"base_uri": lambda: "{said.url}"}}}}\n')
        assert wkt("connect", "plain").status == 0
        assert wkt("call", "/x").status == 4
        assert said.paths == ["/x"]
