"""Marked secrets everywhere: whatever runs, succeeds or fails, none of them is seen or left behind.

What `call` writes to a pipe is data and exact, so only that is left out.
"""

from __future__ import annotations

import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.support.wkt import PASSPHRASE, Ended, Wkt
from wkt_cli.demo.server import DemoServer
from wkt_cli.demo.wire import Reply, Request, Route

CORES = {name: f"Cnry{name.title().replace('_', '')}7Qx2" for name in (
    "client_secret", "password", "access_token", "refresh_token", "cookie", "api_key", "location", "reply_password",
    "set_cookie")}
AWKWARD = ("client_secret", "password", "api_key")
SECRETS = {name: core + ('/+é="' if name in AWKWARD else "-") + core[::-1] for name, core in CORES.items()}

CONNECTOR = '''
import re
from base64 import b64encode
from wkt_cli.dsl import error, get, headers, params, post

MODES = {}

def mode(function):
    MODES[function.__name__] = function
    return function

def encoded(text):
    return b64encode(text.encode()).decode()

def acquire(connection):
    secret = connection["client_secret"]
    print("acquire with", connection, encoded(secret))
    if connection["mode"] == "acquire_raises":
        raise ValueError(f"{connection['client_id']}:{secret} and {encoded(secret)}")
    reply = (
        post("/leak/token?api_key=" + "k" * 3).payload(grant_type="client_credentials", client_secret=secret)
        .headers(Authorization="Basic " + encoded(connection["client_id"] + ":" + secret))
        .request_format_www_form_urlencoded()
    )
    print("got", reply)
    return {"access_token": reply["access_token"], "refresh_token": reply["refresh_token"]}

def apply(connection):
    print("apply", connection["access_token"])
    headers(Authorization=f"Bearer {connection['access_token']}", Cookie=f"session={connection['cookie']}")
    params(api_key=connection["api_key"])

@mode
def fine(connection):
    return get("/leak/fine")

@mode
def acquire_raises(connection):
    return get("/leak/fine")

@mode
def raises(connection):
    raise ValueError(f"no: {connection['client_secret']} {encoded(connection['client_secret'])} {connection!r}")

@mode
def key_error(connection):
    return {}[connection["access_token"]]

@mode
def says_error(connection):
    error("Sorry " + connection["password"] + " " + connection["access_token"])

@mode
def not_found(connection):
    return get("/leak/echo/404").payload(connection).headers(X_Secret=connection["password"])

@mode
def html(connection):
    return get("/leak/html")

@mode
def redirected(connection):
    return get("/leak/redirect")

@mode
def in_url(connection):
    return get("/leak/echo/500", token=connection["access_token"], q=connection["client_secret"])

@mode
def bad_url(connection):
    return get("/leak/ " + connection["access_token"])

@mode
def no_server(connection):
    return get("http://user:" + connection["refresh_token"] + "@127.0.0.1:1/x?p=" + connection["access_token"])

@mode
def unauthorized(connection):
    return get("/leak/echo/401")

@mode
def detected(connection):
    return get("/leak/detected")

@mode
def posts_json(connection):
    return post("/leak/echo/200", {"deep": [{"password": connection["password"], "any": connection["client_secret"]}]})

@mode
def posts_form(connection):
    return post("/leak/echo/422", dict(connection)).request_format_www_form_urlencoded()

@mode
def handles(connection):
    def handle(code, body, headers, message):
        print(code, body, headers)
        raise RuntimeError(body)
    return get("/leak/echo/409").after_error_response(".*", handle)

@mode
def writes(connection):
    import sys
    return get("/leak/fine").after_response(lambda code, body, headers: {"it": [body, headers, dict(connection)]})

def secret(name):
    return {"name": name, "control_type": "password", "optional": False}

connector = {
    "title": "Leaky",
    "connection": {
        "fields": [{"name": "client_id"}, {"name": "mode"}, {"name": "host"},
                   secret("client_secret"), secret("password"), secret("cookie"), secret("api_key")],
        "authorization": {
            "type": "custom_auth", "acquire": acquire, "apply": apply, "refresh_on": [401], "detect_on": ["DETECTED"],
        },
        "base_uri": lambda connection: connection["host"],
    },
    "test": lambda connection: MODES[connection["mode"]](connection),
}
'''
MODES = re.findall(r"@mode\ndef (\w+)", CONNECTOR)
FLAGS = ((), ("-v",), ("--debug",), ("--json",), ("-v", "--debug", "--json"))


def echo(request: Request) -> Reply:
    """Send back, in a page and in headers, all that came: as the worst of servers do."""
    seen = " ".join([request.headers.get("authorization", ""), request.headers.get("cookie", ""),
                     *request.query.values(), request.body.decode(), unquote(request.body.decode())])
    page = f"<h1>Wrong</h1><pre>{seen}</pre>{quote(SECRETS['access_token'])} {b64encode(seen.encode()).decode()}"
    return Reply(int(request.captured["code"]), page.encode(), {
        "Content-Type": "text/html; charset=utf-8", "Set-Cookie": f"sid={SECRETS['set_cookie']}; Path=/",
        "X-Auth-Token": SECRETS["access_token"]})


def token(request: Request) -> Reply:
    return Reply(200, {"access_token": SECRETS["access_token"], "refresh_token": SECRETS["refresh_token"],
                       "token_type": "bearer"}, {"Set-Cookie": f"sid={SECRETS['set_cookie']}"})


ROUTES = [
    Route("POST", "/leak/token", token),
    Route("*", "/leak/echo/{code}", echo),
    Route("*", "/leak/fine", lambda request: Reply(200, {
        "id": 1, "password": SECRETS["reply_password"], "note": f"known {SECRETS['access_token']}",
        "list": [{"client_secret": SECRETS["client_secret"]}]})),
    Route("*", "/leak/html", lambda request: Reply(200, f"<p>{SECRETS['access_token']}</p>".encode(),
                                                   {"Content-Type": "text/html"})),
    Route("*", "/leak/redirect", lambda request: Reply(302, None, {
        "Location": f"/leak/echo/400?access_token={SECRETS['location']}#access_token={SECRETS['location']}"})),
    Route("*", "/leak/detected", lambda request: Reply(200, {"DETECTED": SECRETS["client_secret"]})),
]


def forms(core: str) -> list[str]:
    """Give the core of a secret as it may be read: itself, and in base64 at each of the three alignments."""
    found = [core]
    for shift in range(3):
        text = b64encode(b"\0" * shift + core.encode()).decode().rstrip("=")
        found.append(text[shift + (shift > 0):-2])
    return found


def leaks(text: str) -> dict[str, str]:
    """Give which secrets stand in a text, with what is around them."""
    found = {}
    for name, core in CORES.items():
        for form in [*forms(core), *forms(core[::-1])]:
            if form in text:
                at = text.index(form)
                found[name] = text[max(0, at - 120):at + 80]
    return found


def assert_clean(wkt: Wkt, done: Ended, what: Any, *, data: bool = False) -> None:
    """None of the secrets stands in the output or in any file but the vault."""
    assert not leaks(done.err), (what, leaks(done.err))
    if not data:
        assert not leaks(done.out), (what, leaks(done.out))
    assert done.status != 70, (what, done.err)
    for path in wkt.root.rglob("*"):
        if path.is_file() and path.name != "vault" and "connectors" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not leaks(text), (what, path, leaks(text))


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer(routes=ROUTES) as running:
        yield running


def answers(server: DemoServer, mode: str) -> dict[str, str]:
    secret = {f"WKT_FIELD_{name.upper()}": SECRETS[name] for name in ("client_secret", "password", "cookie", "api_key")}
    return {**secret, "WKT_FIELD_CLIENT_ID": "an-id", "WKT_FIELD_MODE": mode, "WKT_FIELD_HOST": server.url}


@pytest.fixture
def leaky(wkt: Wkt, server: DemoServer) -> Wkt:
    wkt.connector("leaky", CONNECTOR)
    done = wkt("connect", "leaky", env=answers(server, "fine"))
    assert done.status == 0, done.both
    assert_clean(wkt, done, "connect")
    [kept] = wkt.secrets()
    assert {name: kept[name] for name in kept} == {name: SECRETS[name] for name in (
        "client_secret", "password", "cookie", "api_key", "access_token", "refresh_token")}
    return wkt


def test_the_canary_sings() -> None:
    secret = SECRETS["client_secret"]
    for text in (secret, quote(secret), b64encode(secret.encode()).decode(), secret.encode("unicode_escape").decode(),
                 *(b64encode(("x" * n + ":" + secret).encode()).decode() for n in range(3))):
        assert leaks(f"before {text} after"), text
    assert not leaks("$CLIENT_SECRET and ••••7Qx2")
    assert b64decode(b64encode(secret.encode())).decode() == secret


@pytest.mark.parametrize("flags", FLAGS, ids=" ".join)
@pytest.mark.parametrize("mode", MODES)
def test_connect(wkt: Wkt, server: DemoServer, mode: str, flags: tuple[str, ...]) -> None:
    wkt.connector("leaky", CONNECTOR)
    done = wkt(*flags, "connect", "leaky", "--keep-failed", env=answers(server, mode))
    assert_clean(wkt, done, (mode, flags))
    if "-v" in flags and mode != "acquire_raises":
        again = wkt(*flags, "test", tty=True)
        assert_clean(wkt, again, ("test on a terminal", mode, flags))


@pytest.mark.parametrize("flags", FLAGS, ids=" ".join)
@pytest.mark.parametrize("words", [
    ["test"], ["refresh"], ["connections"], ["connections", "show"], ["connections", "rename", "default", "other"],
    ["trace"], ["trace", "show"], ["trace", "list"], ["doctor"], ["check", "leaky"], ["connectors"],
    ["connections", "use", "default"], ["connections", "remove", "default"], ["completion", "bash"],
    ["connect", "leaky", "--no-input"], ["connect", "leaky", "--no-input", "-F", "host=http://127.0.0.1:1"],
    ["connect", "leaky", "--reveal"], ["connect", "leaky", "-F", "nofield=" + SECRETS["password"]],
    ["connect", "leaky", "-F", "client_secret=" + SECRETS["client_secret"]],
    ["test", "--timeout", "0.0001"], ["test", "--proxy", "http://127.0.0.1:1"], ["nocommand"], ["test", "nothing"],
], ids=" ".join)
def test_commands(leaky: Wkt, words: list[str], flags: tuple[str, ...]) -> None:
    assert_clean(leaky, leaky(*words, *flags), (words, flags))


@pytest.mark.parametrize("flags", FLAGS, ids=" ".join)
@pytest.mark.parametrize("words", [
    ["/leak/fine"], ["/leak/echo/200"], ["/leak/echo/401"], ["/leak/echo/500"], ["/leak/redirect"], ["/leak/html"],
    ["/leak/echo/400", "password=" + SECRETS["password"], "x:=[1]"],
    ["-f", "/leak/echo/400", "a=" + SECRETS["client_secret"]],
    ["/leak/echo/200", "Authorization:Bearer " + SECRETS["reply_password"]],
    ["/leak/echo/200", "access_token==" + SECRETS["location"]], ["/leak/detected"], ["http://127.0.0.1:1/x"],
    ["-i", "/leak/echo/200"], ["--dry-run", "/leak/fine", "client_secret=" + SECRETS["client_secret"]],
    ["-o", "gone/file", "/leak/fine"], ["/bad path"], ["/leak/fine", "--timeout", "0.0001"],
], ids=lambda words: " ".join(words)[:30])
def test_calls(leaky: Wkt, words: list[str], flags: tuple[str, ...]) -> None:
    piped = "--dry-run" not in words
    assert_clean(leaky, leaky("call", *words, *flags), (words, flags), data=piped)
    assert_clean(leaky, leaky("call", *words, *flags, tty=True, env={"NO_COLOR": "1"}), (words, flags, "terminal"))
    assert_clean(leaky, leaky("trace", "show", *leaky("trace", "list", "--json").json[0]["id"].split()), words)


_started: list[str] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.spawn"):
        _started.append(repr(args[:3]))


def test_processes_that_are_started(leaky: Wkt) -> None:
    sys.addaudithook(_watch)
    _started.clear()
    for words in (["test"], ["refresh"], ["call", "/leak/fine"], ["connect", "leaky", "--no-input"], ["doctor"]):
        leaky(*words)
    assert not leaks(" ".join(_started))


def test_a_process_with_the_vault_file(wkt: Wkt, server: DemoServer) -> None:
    wkt.connector("leaky", CONNECTOR)
    for words in (["connect", "leaky"], ["test", "-v", "--debug"], ["call", "/leak/echo/500", "-v"],
                  ["connect", "leaky", "-F", "mode=raises", "--debug"]):
        done = wkt.child(*words, env=answers(server, "fine"))
        assert_clean(wkt, done, words, data=words[0] == "call")
    vault = (wkt.root / ".wkt" / "vault").read_text()
    assert not leaks(vault)
    assert PASSPHRASE not in vault


def test_a_passphrase_is_never_shown(wkt: Wkt, server: DemoServer) -> None:
    wkt.connector("leaky", CONNECTOR)
    wkt.vault = None
    env = {**answers(server, "fine"), "WKT_VAULT": "file", "WKT_VAULT_PASSPHRASE": "a passphrase of words"}
    done = wkt("connect", "leaky", "--debug", "-v", env=env)
    assert done.status == 0, done.both
    wrong = wkt("test", "--debug", env={"WKT_VAULT_PASSPHRASE": "another one of words"})
    assert wrong.status == 8
    assert "of words" not in done.both + wrong.both


def test_settings_hold_plain_fields_only(leaky: Wkt) -> None:
    text = (leaky.root / "settings.yaml").read_text()
    assert "client_id: an-id" in text
    assert not any(name in text for name in ("client_secret", "password", "cookie", "token", "api_key"))


def test_bytecode_and_caches_of_a_connector(leaky: Wkt) -> None:
    assert not list(Path(leaky.root).rglob("*.pyc"))
