"""OAuth with a code that is entered elsewhere: whole commands against every answer of a service (RFC 8628)."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from textwrap import dedent
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.life.test_oauth2 import free_port
from tests.support.clock import FakeClock
from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt
from wkt_cli.errors import ExitCode

PYTHON = '''
from wkt_cli.dsl import get, headers

connector = {{
    "title": "Device",
    "connection": {{
        "fields": [{{"name": "client_id"}}, {{"name": "client_secret", "control_type": "password", "optional": True}}],
        "authorization": {{
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "device_authorization_url": lambda connection: "{url}/device?tenant=7&scope=read+write",
            "token_url": lambda: "{url}/token",
            "refresh_on": [401],
            "apply": lambda connection, token: headers(Authorization=f"Bearer {{token}}"),
        }},
        "base_uri": lambda: "{url}",
    }},
    "test": lambda: get("/me"),
}}
'''
RUBY = """
{{
  title: 'Device',
  connection: {{
    fields: [{{ name: 'client_id' }}, {{ name: 'client_secret', control_type: 'password', optional: true }}],
    authorization: {{
      type: 'oauth2',
      client_id: ->(connection) {{ connection['client_id'] }},
      client_secret: ->(connection) {{ connection['client_secret'] }},
      device_authorization_url: ->(connection) {{ '{url}/device?tenant=7&scope=read+write' }},
      token_url: -> {{ '{url}/token' }},
      refresh_on: [401],
      apply: ->(connection, token) {{ headers(Authorization: "Bearer #{{token}}") }}
    }},
    base_uri: -> {{ '{url}' }}
  }},
  test: -> {{ get('/me') }}
}}
"""
CODE = {"device_code": "the-device-code-of-today", "user_code": "WDJB-MJHT", "expires_in": 900,
        "verification_uri": "https://login.example.com/device"}
WHOLE = {**CODE, "verification_uri_complete": "https://login.example.com/device?user_code=WDJB-MJHT"}
TOKENS = {"access_token": "first-access-token", "refresh_token": "first-refresh-token", "expires_in": 3600,
          "token_type": "Bearer", "scope": "read write", "kept": "as it came"}
PENDING = reply(400, {"error": "authorization_pending", "error_description": "Not yet"})
FIELDS = ("-F", "client_id=cid", "-F", "client_secret=very-secret-secret")


@pytest.fixture
def service() -> Iterator[Scripted]:
    """Give a service whose person consents between the second and the third question."""
    tokens = [PENDING, PENDING, reply(200, TOKENS)]
    with Scripted({"/device": reply(200, CODE), "/token": tokens, "/me": reply(200, {"me": 1})}) as said:
        yield said


@pytest.fixture
def device(wkt: Wkt, service: Scripted) -> Wkt:
    wkt.connector("device", PYTHON.format(url=service.url))
    return wkt


class Browser:
    """Remembers where it was sent."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def __call__(self, url: str) -> bool:
        self.urls.append(url)
        return True


def connect(wkt: Wkt, *more: str, clock: FakeClock | None = None, browser: Browser | None = None) -> Ended:
    return wkt("connect", "device", *FIELDS, *more, clock=clock or FakeClock(), browser=browser or (lambda url: False))


def forms(said: Scripted, path: str) -> list[dict[str, str]]:
    bodies = [request.partition(b"\r\n\r\n")[2].decode() for request in said.requests
              if request.split(b" ", 2)[1].startswith(path.encode())]
    return [{name: values[0] for name, values in parse_qs(body).items()} for body in bodies]


@pytest.mark.parametrize("form", ["python", "ruby"])
def test_connect_shows_the_code_waits_and_stores(wkt: Wkt, service: Scripted, form: str) -> None:
    wkt.write(*{"python": ("connectors/device.py", PYTHON.format(url=service.url)),
                "ruby": ("connectors/device.rb", RUBY.format(url=service.url))}[form])
    clock = FakeClock()
    done = connect(wkt, clock=clock)
    assert done.status == 0, done.both
    assert service.paths == ["/device?tenant=7", "/token", "/token", "/token", "/me"]
    assert "\n  https://login.example.com/device\n  WDJB-MJHT\n" in done.err
    assert "good for 15 minutes" in done.err
    assert forms(service, "/device") == [
        {"client_id": "cid", "client_secret": "very-secret-secret", "scope": "read write"}]
    assert forms(service, "/token") == [
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "the-device-code-of-today",
         "client_id": "cid", "client_secret": "very-secret-secret"}] * 3
    assert clock.slept == [5, 5, 5]
    [kept] = wkt.secrets()
    assert {name: kept[name] for name in TOKENS} == TOKENS
    assert b"Authorization: Bearer first-access-token" in service.requests[-1]
    meta = wkt("connections", "show", "--json").json["meta"]
    assert (meta["type"], meta["scopes"]) == ("oauth2", "read write")
    assert meta["expires_at"] > meta["connected_at"]


def test_a_public_client_sends_no_secret(device: Wkt, service: Scripted) -> None:
    done = device("connect", "device", "-F", "client_id=cid", "--no-input", clock=FakeClock(), browser=Browser())
    assert done.status == 0, done.both
    assert forms(service, "/device") == [{"client_id": "cid", "scope": "read write"}]
    assert "client_secret" not in forms(service, "/token")[0]


def test_nothing_secret_is_shown_or_traced(device: Wkt, service: Scripted) -> None:
    service.answers["/device"] = [reply(200, WHOLE)]
    done = connect(device, "-v", "--debug")
    assert done.status == 0, done.both
    before, _, after = done.err.partition("waiting until it is entered")
    assert before.count("WDJB-MJHT") == 2
    shown = done.out + after + device("trace", "show", "-v").both + device("trace", "show", "--json").both
    kept = b"".join(path.read_bytes() for path in device.root.rglob("*") if path.is_file()).decode("utf-8", "replace")
    for secret in ("first-access-token", "first-refresh-token", "the-device-code-of-today", "very-secret-secret",
                   "WDJB-MJHT"):
        assert secret not in shown
        assert secret not in kept
    assert "$DEVICE_CODE" in shown
    assert "$USER_CODE" in shown


def test_the_browser_opens_where_the_code_is_in_the_address(device: Wkt, service: Scripted) -> None:
    browser = Browser()
    assert connect(device, browser=browser).status == 0
    assert browser.urls == []
    service.answers["/device"] = [reply(200, WHOLE)]
    done = connect(device, "-q", browser=browser)
    assert browser.urls == ["https://login.example.com/device?user_code=WDJB-MJHT"]
    assert "Sign in with the browser that opens" in done.err
    assert "WDJB-MJHT" in done.err


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "--help", "https://"])
def test_a_browser_is_only_sent_to_the_web(device: Wkt, service: Scripted, url: str) -> None:
    service.answers["/device"] = [reply(200, {**CODE, "verification_uri_complete": url})]
    browser = Browser()
    assert connect(device, browser=browser).status == 0
    assert browser.urls == []


def test_json_has_the_trace_and_no_code(device: Wkt) -> None:
    done = connect(device, "--json")
    assert done.status == 0
    assert done.json["changed"] == sorted(TOKENS)
    assert [one["status"] for one in done.json["trace"]] == [200, 400, 400, 200, 200]
    assert "WDJB-MJHT" in done.err
    assert "WDJB-MJHT" not in done.out


@pytest.mark.parametrize(("answers", "slept"), [
    ([reply(400, {"error": "slow_down"}), PENDING, reply(200, TOKENS)], [5, 10, 10]),
    ([reply(400, {"error": "slow_down"})] * 2 + [PENDING, reply(200, TOKENS)], [5, 10, 15, 15]),
    ([reply(428, {"error": "authorization_pending"}), reply(200, TOKENS)], [5, 5]),
    ([reply(200, {"error": "authorization_pending"}), reply(200, TOKENS)], [5, 5]),
    ([lambda connection: None, PENDING, reply(200, TOKENS)], [5, 10, 10]),
    ([reply(200, TOKENS)], [5]),
])
def test_answers_that_go_on(device: Wkt, service: Scripted, answers: list[Any], slept: list[int]) -> None:
    service.answers["/token"] = answers
    clock = FakeClock()
    done = connect(device, clock=clock)
    assert done.status == 0, done.both
    assert clock.slept == slept


@pytest.mark.parametrize(("status", "error", "told", "hint"), [
    (400, {"error": "access_denied"}, "The service refused: access_denied", "denied in the browser"),
    (403, {"error": "access_denied", "error_description": "Not today"}, "access_denied: Not today", "start again"),
    (400, {"error": "authorization_declined"}, "refused: authorization_declined", "denied in the browser"),
    (400, {"error": "expired_token"}, "The service refused: expired_token", "before it was entered"),
    (200, {"error": "expired_token"}, "The service refused: expired_token", "before it was entered"),
    (401, {"error": "invalid_client", "error_description": "Unknown client"}, "401 Unauthorized",
     "invalid_client: Unknown client; check the client ID"),
    (400, {"error": "unsupported_grant_type"}, "400 Bad Request", "the app's settings there must allow it"),
    (500, {}, "500 Internal Server Error", ""),
    (200, {"error": "unheard_of"}, "The service refused: unheard_of", "look at the app's settings"),
])
def test_answers_that_end_it(device: Wkt, service: Scripted, status: int, error: dict[str, str], told: str,
                             hint: str) -> None:
    service.answers["/token"] = [PENDING, reply(status, error)]
    done = connect(device)
    assert done.status == 1
    assert f"wkt: {told}" in done.err or told in done.err
    assert hint in done.err
    assert service.paths[-2:] == ["/token", "/token"]
    assert device("connections", "--json").json == []


def test_the_end_of_the_code(device: Wkt, service: Scripted) -> None:
    service.answers.update({"/device": [reply(200, {**CODE, "expires_in": 12})], "/token": [PENDING]})
    clock = FakeClock()
    done = connect(device, clock=clock)
    assert done.status == 1
    assert clock.slept == [5, 5, 2]
    assert "The code was not entered within 12 seconds" in done.err
    assert "hint: start again" in done.err


def test_wait_shortens_the_life_of_the_code(device: Wkt, service: Scripted) -> None:
    service.answers["/token"] = [PENDING]
    done = connect(device, "--wait", "8")
    assert "good for 15 minutes; waiting until it is entered, 8 seconds at most" in done.err
    assert "not entered within 8 seconds" in done.err
    assert service.paths.count("/token") == 1


@pytest.mark.parametrize(("answer", "told"), [
    (reply(400, {"error": "invalid_client", "error_description": "Unknown"}), "invalid_client: Unknown"),
    (reply(200, {"error": "device_flow_disabled"}), "must allow the device flow"),
    (reply(200, {"device_code": "x"}), "gave no `user_code` and no `verification_uri`"),
    (reply(200, [1]), "The reply of `device_authorization_url` is no JSON object"),
    (reply(200, b"<html>"), "starts with `<html>`"), (reply(404, b""), "404 Not Found"),
])
def test_no_code_is_given(device: Wkt, service: Scripted, answer: bytes, told: str) -> None:
    service.answers["/device"] = [answer]
    done = connect(device)
    assert done.status == 1
    assert told in done.err
    assert service.paths == ["/device?tenant=7"]


def test_services_that_call_it_a_url(device: Wkt, service: Scripted) -> None:
    named = {"device_code": "the-device-code-of-today", "user_code": 123456, "verification_url": "google.com/device"}
    service.answers["/device"] = [reply(200, {**named, "expires_in": "1800", "interval": "7"})]
    clock = FakeClock()
    done = connect(device, clock=clock)
    assert done.status == 0
    assert "\n  google.com/device\n  123456\n" in done.err
    assert "30 minutes" in done.err
    assert clock.slept == [7, 7, 7]


BOTH = '"authorization_url": lambda: "https://login.example.com/authorize?response_type=code&scope=read", "token_url"'


@pytest.mark.parametrize(("words", "device", "scope"), [
    ((), False, None), (("--device",), True, "read write"), (("--device", "--scope", "admin x"), True, "admin x"),
    (("--device-url", "{url}/other"), True, "read"), (("--device-url", "{url}/other?scope=own"), True, "own"),
])
def test_the_options_choose(wkt: Wkt, service: Scripted, words: tuple[str, ...], device: bool,
                            scope: str | None) -> None:
    wkt.connector("device", PYTHON.format(url=service.url).replace('"token_url"', BOTH))
    service.answers["/other"] = service.answers["/device"]
    browser = Browser()
    done = connect(wkt, *(word.format(url=service.url) for word in words), "--wait", "20" if device else "0.1",
                   "--port", str(free_port()), browser=browser)
    assert done.status == (0 if device else 1)
    if not device:
        assert browser.urls[0].startswith("https://login.example.com/authorize?")
        return
    assert browser.urls == []
    path = "/other" if "--device-url" in words else "/device"
    assert [form["scope"] for form in forms(service, path)] == [scope]


def test_the_scope_of_the_browser(wkt: Wkt, service: Scripted) -> None:
    wkt.connector("device", PYTHON.format(url=service.url).replace('"token_url"', BOTH))
    browser = Browser()
    connect(wkt, "--scope", "admin x", "--wait", "0.1", "--port", str(free_port()), browser=browser)
    assert parse_qs(browser.urls[0])["scope"] == ["admin x"]


def test_no_scope_at_all(device: Wkt, service: Scripted) -> None:
    device.connector("device", PYTHON.format(url=service.url).replace("&scope=read+write", ""))
    assert connect(device).status == 0
    assert "scope" not in forms(service, "/device")[0]


def test_the_endpoint_may_be_a_text(device: Wkt, service: Scripted) -> None:
    device.connector("device", PYTHON.format(url=service.url).replace(
        '"device_authorization_url": lambda connection:', '"device_authorization_url":'))
    assert connect(device).status == 0


def test_no_endpoint_is_named(device: Wkt, service: Scripted) -> None:
    device.connector("device", re.sub('"device_authorization_url".*', "", PYTHON.format(url=service.url)))
    done = connect(device, "--device")
    assert done.status == 1
    assert "The connector has no `device_authorization_url`" in done.err
    assert "`--device-url URL`" in done.err
    done = connect(device, "--device-url", f"{service.url}/device")
    assert done.status == 0


@pytest.mark.parametrize("url", ["nonsense", "ftp://localhost/x", "https://", "http://[x"])
def test_an_endpoint_that_can_t_be_one(device: Wkt, service: Scripted, url: str) -> None:
    done = connect(device, "--device-url", url)
    assert done.status == 2
    assert f"`--device-url {url}` can't be used" in done.err
    assert service.paths == []


def test_no_token_url(device: Wkt, service: Scripted) -> None:
    device.connector("device", re.sub('"token_url".*', '"acquire": lambda: {},', PYTHON.format(url=service.url)))
    done = connect(device)
    assert done.status == 1
    assert "The device flow needs `token_url`" in done.err
    assert service.paths == []


def test_another_type(device: Wkt) -> None:
    device.connector("plain", 'connector = {"connection": {"authorization": {"type": "custom_auth"}}}')
    for words in (("connect", "plain", "--device"), ("oauth2", "-c", "plain", "--device")):
        done = device(*words, clock=FakeClock())
        assert done.status == 1
        assert "Authorization type is not OAuth2" in done.err


@pytest.mark.parametrize("form", ["python", "ruby"])
def test_the_chosen_option_of_several(wkt: Wkt, service: Scripted, form: str) -> None:
    if form == "python":
        wkt.connector("device", dedent(f"""\
            from wkt_cli.dsl import get, headers
            connector = {{"connection": {{"base_uri": lambda: "{service.url}", "authorization": {{
                "type": "multi", "selected": lambda c: c["kind"], "options": {{"key": {{"type": "api_key"}}, "login": {{
                    "type": "oauth2", "client_id": "cid", "device_authorization_url": "{service.url}/device",
                    "token_url": lambda: "{service.url}/token",
                    "apply": lambda c, token: headers(Authorization=token)}}}}}},
                "fields": [{{"name": "kind"}}, {{"name": "client_id"}}, {{"name": "client_secret"}}]}},
                "test": lambda: get("/me")}}
            """))
    else:
        wkt.write("connectors/device.rb", f"""\
            {{ connection: {{ base_uri: -> {{ '{service.url}' }}, authorization: {{
                type: 'multi', selected: ->(c) {{ c['kind'] }}, options: {{ key: {{ type: 'api_key' }}, login: {{
                  type: 'oauth2', client_id: 'cid', device_authorization_url: '{service.url}/device',
                  token_url: -> {{ '{service.url}/token' }},
                  apply: ->(c, token) {{ headers(Authorization: token) }} }} }} }},
                fields: [{{ name: 'kind' }}, {{ name: 'client_id' }}, {{ name: 'client_secret' }}] }},
              test: -> {{ get('/me') }} }}
            """)
    done = connect(wkt, "-F", "kind=login")
    assert done.status == 0, done.both
    assert b"Authorization: first-access-token" in service.requests[-1]
    assert connect(wkt, "-F", "kind=key").status == 0
    assert service.paths[5:] == ["/me"]


def test_oauth2_again_for_a_stored_connection(device: Wkt, service: Scripted) -> None:
    assert connect(device).status == 0
    service.answers["/token"] = [PENDING, reply(200, {"access_token": "second-access-token"})]
    done = device("oauth2", "-c", "device", "--json", clock=FakeClock(), browser=Browser())
    assert done.json == {"connector": "device", "connection": None, "changed": ["access_token"]}
    [kept] = device.secrets()
    assert (kept["access_token"], kept["refresh_token"]) == ("second-access-token", "first-refresh-token")


def test_oauth2_for_a_settings_file(device: Wkt, service: Scripted) -> None:
    file = device.write("settings.yaml", "# mine\nclient_id: cid\nclient_secret: very-secret-secret\n")
    done = device("oauth2", "-c", "connectors/device.py", "-s", "settings.yaml", clock=FakeClock(), browser=Browser())
    assert done.status == 0, done.both
    text = file.read_text()
    assert text.startswith("# mine\nclient_id: cid\n")
    assert "access_token: first-access-token\n" in text
    assert "kept: as it came\n" in text


def test_check_knows_the_key(device: Wkt, service: Scripted) -> None:
    done = device("check", "device")
    assert done.status == 0
    assert "Only `wkt` knows the device flow" in done.both
    device.connector("device", PYTHON.format(url=service.url).replace('"token_url"', BOTH))
    assert "device" not in device("check", "device").both.replace("connectors/device", "").replace("device.py", "")


def test_exec_gives_the_url(device: Wkt, service: Scripted) -> None:
    assert connect(device).status == 0
    done = device("exec", "connection.authorization.device_authorization_url", "-c", "device")
    assert done.json == f"{service.url}/device?tenant=7&scope=read+write"


def test_questions_that_had_the_same_answer_are_one_line(device: Wkt, service: Scripted) -> None:
    done = connect(device)
    lines = [line.strip() for line in done.out.partition("Trace\n")[2].splitlines()]
    assert [line.split()[0] for line in lines[:4]] == ["1", "2", "the", "4"]
    assert lines[2] == "the same again up to 3"
    service.answers["/token"] = [PENDING, reply(400, {"error": "access_denied"})]
    assert "the same again" not in connect(device).out
    service.answers["/token"] = [PENDING, PENDING, reply(200, TOKENS)]
    assert connect(device).status == 0
    shown = device("trace", "show", "-v").out
    assert shown.count("POST http") == 4
    assert shown.count("authorization_pending") == 2


def test_a_person_is_told_of_questions_that_had_no_answer(device: Wkt, service: Scripted) -> None:
    service.answers["/token"] = [lambda connection: None, reply(200, TOKENS)]
    done = connect(device, "-q")
    assert done.status == 0
    assert "warning: Server broke connection; asking again in 10 s" in done.err


def test_the_code_stands_on_a_line_of_its_own(device: Wkt, service: Scripted, unix: None) -> None:
    """The sign of waiting for a slow service is taken away before."""
    pytest.importorskip("pexpect")

    def slowly(connection: Any) -> None:
        time.sleep(1)
        connection.sendall(reply(200, {**CODE, "interval": 1}))

    service.answers["/device"] = [slowly]
    child = device.spawn("connect", "device", *FIELDS, env={"NO_COLOR": "1", "COLUMNS": "400"})
    child.expect_exact("waiting for the server")
    child.expect_exact("\x1b[KOpen this address in a browser")
    child.expect_exact("waiting for you to enter the code")
    child.expect_exact("Test: Successful")
    child.expect_exact("Stored as device/default")


def test_as_a_process_that_is_interrupted(device: Wkt, service: Scripted, unix: None) -> None:
    """The wait ends at once, with one line and no traceback, and nothing is stored."""
    service.answers["/device"] = [reply(200, {**CODE, "interval": 600})]
    process = device.start("connect", "device", *FIELDS, "--no-input")
    assert process.stderr
    shown = b"".join(iter(process.stderr.readline, b"The code is good for 15 minutes; waiting until it is entered\n"))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert b"WDJB-MJHT" in shown
    assert b"Traceback" not in err
    assert b"Interrupted" in err
    assert service.paths == ["/device?tenant=7"]
    assert device("connections", "--json").json == []
