"""OAuth in a terminal: the browser, the callback, the pasted address, and what may go wrong on the way."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt

CONNECTOR = '''
from wkt_cli.dsl import get, headers

connector = {{
    "title": "Consent",
    "connection": {{
        "fields": [{{"name": "client_id"}}, {{"name": "client_secret", "control_type": "password"}}],
        "authorization": {{
            "type": "oauth2",
            "client_id": lambda connection: connection["client_id"],
            "client_secret": lambda connection: connection["client_secret"],
            "authorization_url": lambda: "https://login.example.com/authorize?response_type=code&scope=read",
            "token_url": lambda: "{url}/token",
            "pkce": lambda verifier, challenge: {{"verifier": verifier, "challenge": challenge}},
            "identity": lambda connection: get if False else f"user of {{connection['client_id']}}",
            "refresh_on": [401],
            "apply": lambda connection, token: headers(Authorization=f"Bearer {{token}}"),
        }},
        "base_uri": lambda: "{url}",
    }},
    "test": lambda: get("/me"),
}}
'''
TOKENS = reply(200, {"access_token": "first-access-token", "refresh_token": "first-refresh-token", "expires_in": 3600,
                     "token_type": "Bearer", "scope": "read write"})
FIELDS = ("-F", "client_id=cid", "-F", "client_secret=very-secret-secret")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Browser:
    """Comes back with what it is told, one query after the other; ``{state}`` is the state that it was sent with."""

    def __init__(self, *queries: str, path: str | None = None, context: ssl.SSLContext | None = None) -> None:
        self.queries, self.path, self.context = queries, path, context
        self.url, self.pages = "", [("", 0)][:0]
        self._thread: threading.Thread | None = None

    def __call__(self, url: str) -> bool:
        self.url = url
        self._thread = threading.Thread(target=self._come_back, daemon=True)
        self._thread.start()
        return True

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.url).query).items()}

    def wait(self) -> None:
        if self._thread:
            self._thread.join(10)

    def _come_back(self) -> None:
        handlers: list[Any] = [urllib.request.ProxyHandler({})]
        if self.context:
            handlers.append(urllib.request.HTTPSHandler(context=self.context))
        opener = urllib.request.build_opener(*handlers)
        for query in self.queries:
            where = self.asked["redirect_uri"]
            where = where if self.path is None else where.replace("/oauth/callback", self.path)
            try:
                with opener.open(f"{where}?{query.replace('{state}', self.asked['state'])}", timeout=10) as came:
                    self.pages.append((came.read().decode(), came.status))
            except HTTPError as refused:
                self.pages.append((refused.read().decode(), refused.code))


@pytest.fixture
def service() -> Iterator[Scripted]:
    """Give a service: its token endpoint and one page."""
    with Scripted({"/token": TOKENS, "/me": reply(200, {"me": 1})}) as said:
        yield said


@pytest.fixture
def consent(wkt: Wkt, service: Scripted) -> Wkt:
    """Give `wkt` with a connector that wants consent, and a port for the callback."""
    wkt.connector("consent", CONNECTOR.format(url=service.url))
    return wkt


def connect(wkt: Wkt, browser: Browser, *more: str, input: str = "") -> Ended:
    words = ("connect", "consent", *FIELDS, *(() if "--redirect-uri" in more else ("--port", str(free_port()))), *more)
    done = wkt(*words, input=input, browser=browser)
    browser.wait()
    return done


def form(said: Scripted) -> dict[str, str]:
    body = said.requests[said.paths.index("/token")].partition(b"\r\n\r\n")[2].decode()
    return {name: values[0] for name, values in parse_qs(body).items()}


def test_connect_logs_in_and_stores_in_the_vault(consent: Wkt, service: Scripted) -> None:
    browser = Browser("code=the-code-of-today&state={state}")
    done = connect(consent, browser)
    assert done.status == 0, done.both
    assert service.paths == ["/token", "/me"]
    assert browser.asked["client_id"] == "cid"
    assert browser.asked["code_challenge_method"] == "S256"
    sent = form(service)
    assert sent["code"] == "the-code-of-today"
    assert sent["redirect_uri"] == browser.asked["redirect_uri"]
    assert challenge_of(sent["code_verifier"]) == browser.asked["code_challenge"]
    assert len(sent["code_verifier"]) == 128
    assert "We stored response code" in browser.pages[0][0]
    [kept] = consent.secrets()
    assert kept["access_token"] == "first-access-token"
    assert kept["refresh_token"] == "first-refresh-token"
    assert browser.url in done.err
    meta = consent("connections", "show", "--json").json["meta"]
    assert (meta["type"], meta["identity"], meta["scopes"]) == ("oauth2", "user of cid", "read write")
    assert meta["expires_at"] > meta["connected_at"]


def challenge_of(verifier: str) -> str:
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def test_nothing_secret_is_shown_or_traced(consent: Wkt) -> None:
    browser = Browser("code=the-code-of-today&state={state}")
    done = connect(consent, browser, "-v")
    shown = done.both + consent("trace", "show", "-v").both + consent("trace", "show", "--json").both
    kept = b"".join(path.read_bytes() for path in consent.root.rglob("*") if path.is_file()).decode("utf-8", "replace")
    for secret in ("first-access-token", "first-refresh-token", "the-code-of-today", "very-secret-secret"):
        assert secret not in shown
        assert secret not in kept


def test_the_pasted_address(consent: Wkt, service: Scripted) -> None:
    """The first line has no code; the second is what a browser elsewhere ended at."""
    browser = Browser()
    states = iter(["the wrong thing\n", "http://localhost:1/oauth/callback?code=pasted-code&state=fixed\n"])
    text = CONNECTOR.format(url=service.url).replace("scope=read", "state=fixed")
    consent.connector("consent", text)
    done = connect(consent, browser, "--redirect-uri", "https://elsewhere.example.com/cb", input="".join(states))
    assert done.status == 0, done.both
    assert "That has no code" in done.err
    assert browser.asked["redirect_uri"] == "https://elsewhere.example.com/cb"
    assert form(service)["code"] == "pasted-code"


@pytest.mark.parametrize(("query", "told"), [
    ("code=c&state=forged", "another `state`"), ("code=c", "another `state`"),
    ("error=access_denied&error_description=Not+today&state={state}", "The service refused: access_denied: Not today"),
    ("error=access_denied&state=forged", "another `state`"), ("code=&state={state}", "without a code"),
])
def test_answers_that_are_refused(consent: Wkt, service: Scripted, query: str, told: str) -> None:
    browser = Browser(query)
    done = connect(consent, browser)
    assert done.status == 1
    assert told in done.err
    assert browser.pages[0][1] == 400
    assert "Not signed in" in browser.pages[0][0]
    assert service.paths == []
    assert consent("connections", "--json").json == []


def test_a_page_shows_what_a_stranger_wrote_as_text(consent: Wkt) -> None:
    browser = Browser("error=%3Cscript%3Ealert(1)%3C/script%3E&state={state}")
    connect(consent, browser)
    assert "<script>" not in browser.pages[0][0]


def test_other_visits_don_t_end_the_wait(consent: Wkt) -> None:
    browser = Browser("nothing=1", "code=c-1-2-3&state={state}")
    assert connect(consent, browser).status == 0
    assert [status for _, status in browser.pages] == [400, 200]


def test_other_paths_are_not_found(consent: Wkt) -> None:
    browser = Browser("code=c&state={state}", path="/elsewhere")
    done = connect(consent, browser, "--wait", "0.5")
    assert done.status == 1
    assert "Have not received callback from OAuth2 provider in 0.5 seconds" in done.err
    assert browser.pages[0][1] == 404


def test_https_with_a_certificate_of_its_own(consent: Wkt) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    browser = Browser("code=c-1-2-3&state={state}", context=context)
    assert connect(consent, browser, "--https").status == 0
    assert browser.asked["redirect_uri"].startswith("https://localhost:")


def test_the_redirect_uri_names_port_and_path(consent: Wkt) -> None:
    port = free_port()
    browser = Browser("code=c-1-2-3&state={state}")
    assert connect(consent, browser, "--redirect-uri", f"http://127.0.0.1:{port}/back").status == 0
    assert browser.asked["redirect_uri"] == f"http://127.0.0.1:{port}/back"


def test_a_port_in_use(consent: Wkt) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        browser = Browser()
        done = consent("connect", "consent", *FIELDS, "--port", str(port), browser=browser)
    assert done.status == 2
    assert f"Port {port} already in use" in done.err
    assert browser.url == ""


@pytest.mark.parametrize("url", ["nonsense", "ftp://localhost/x", "http://", "http://localhost:99999/x"])
def test_redirect_uris_that_can_t_be_used(consent: Wkt, url: str) -> None:
    done = consent("connect", "consent", *FIELDS, "--redirect-uri", url, browser=Browser())
    assert done.status == 2
    assert "--redirect-uri" in done.err


def test_the_default_is_the_port_of_the_gem(consent: Wkt) -> None:
    assert "http://localhost:45555/oauth/callback" in " ".join(consent.child("oauth2", "--help").out.split())


def test_oauth2_again_for_a_stored_connection(consent: Wkt, service: Scripted) -> None:
    assert connect(consent, Browser("code=c-1-2-3&state={state}")).status == 0
    service.answers["/token"] = [reply(200, {"access_token": "second-access-token"})]
    browser = Browser("code=c-4-5-6&state={state}")
    done = consent("oauth2", "-c", "consent", "--port", str(free_port()), "--json", browser=browser)
    assert done.json == {"connector": "consent", "connection": None, "changed": ["access_token"]}
    [kept] = consent.secrets()
    assert (kept["access_token"], kept["refresh_token"]) == ("second-access-token", "first-refresh-token")


def test_a_refusal_of_the_token_endpoint_stores_nothing(consent: Wkt, service: Scripted) -> None:
    service.answers["/token"] = [reply(400, {"error": "invalid_client", "error_description": "Unknown client"})]
    done = connect(consent, Browser("code=c-1-2-3&state={state}"))
    assert done.status == 1
    assert "invalid_client: Unknown client" in done.err
    assert consent("connections", "--json").json == []


def test_a_token_reply_without_a_token_is_told(consent: Wkt, service: Scripted) -> None:
    service.answers["/token"] = [reply(200, {"error": "bad_verification_code", "error_description": "It has expired"})]
    done = connect(consent, Browser("code=c-1-2-3&state={state}"))
    assert done.status == 1
    assert "bad_verification_code: It has expired" in done.err


def test_as_a_process_with_browser_and_without_input(consent: Wkt, service: Scripted, unix: None) -> None:
    """$BROWSER names the browser, and the end of standard input doesn't end the wait."""
    script = consent.write("browser.py", """\
        import sys, time, urllib.parse, urllib.request
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sys.argv[1]).query))
        time.sleep(0.5)
        back = urllib.parse.urlencode({"code": "c-1-2-3", "state": asked["state"]})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(asked["redirect_uri"] + "?" + back, timeout=10).read()
        """)
    done = consent.child("connect", "consent", *FIELDS, "--port", str(free_port()),
                         env={"BROWSER": f"{sys.executable} {script} %s"})
    assert done.status == 0, done.both
    assert service.paths == ["/token", "/me"]


def test_without_a_browser_the_address_is_pasted_into_a_process(consent: Wkt, service: Scripted, unix: None) -> None:
    process = consent.start("connect", "consent", *FIELDS, "--port", str(free_port()), stdin=-1)
    assert process.stdin and process.stderr
    lines = iter(process.stderr.readline, b"")
    url = next(line.decode().strip() for line in lines if b"login.example.com" in line)
    state = parse_qs(urlsplit(url).query)["state"][0]
    process.stdin.write(f"http://localhost/oauth/callback?state={state}&code=c-1-2-3\n".encode())
    process.stdin.flush()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert service.paths == ["/token", "/me"]


def test_a_type_that_needs_no_browser(consent: Wkt) -> None:
    consent.connector("plain", 'connector = {"connection": {"authorization": {"type": "custom_auth"}}}')
    done = consent("oauth2", "-c", "plain", browser=Browser())
    assert done.status == 1
    assert "Authorization type is not OAuth2" in done.err


def test_a_connector_without_a_page_of_consent(consent: Wkt) -> None:
    consent.connector("plain", 'connector = {"connection": {"authorization": {"type": "oauth2"}}}')
    browser = Browser()
    done = consent("oauth2", "-c", "plain", "--port", str(free_port()), browser=browser)
    assert done.status == 1
    assert "no `authorization_url` that a browser can open" in done.err
    assert browser.url == ""


def test_quiet_shows_the_address_where_no_browser_is(consent: Wkt) -> None:
    asked: list[str] = []
    done = consent("connect", "consent", *FIELDS, "--port", str(free_port()), "--wait", "0.2", "-q",
                   browser=lambda url: asked.append(url) is not None)
    assert asked[0] in done.err


def test_codes_on_the_command_line_are_masked_in_the_trace(consent: Wkt, service: Scripted) -> None:
    consent.connector("given", f"""\
        from wkt_cli.dsl import post
        connector = {{"connection": {{"authorization": {{
            "type": "oauth2",
            "acquire": lambda c, code: post("{service.url}/token", code=code),
            "refresh": lambda c, token: post("{service.url}/token", token=token)}}}}}}
        """)
    for path, option in (("acquire", "--oauth2-code"), ("refresh", "--refresh-token")):
        words = ("exec", f"connection.authorization.{path}", "-c", "given", option, "a-code-to-be-hidden")
        assert consent(*words).status == 0
        shown = consent("trace", "show", "-v")
        assert "exec" in shown.out
        assert "a-code-to-be-hidden" not in shown.both


def test_nothing_can_come_back(consent: Wkt) -> None:
    browser = Browser()
    done = connect(consent, browser, "--redirect-uri", "https://elsewhere.example.com/cb", "--no-input")
    assert done.status == 2
    assert "Nothing can come back from https://elsewhere.example.com/cb" in done.err
    assert browser.url == ""


def test_folder_has_no_leftover_certificates(consent: Wkt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    assert connect(consent, Browser("code=c-1-2-3&state={state}", context=context), "--https").status == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("words", [("oauth2",), ("exec", "test")])
def test_a_settings_file_that_is_not_there(consent: Wkt, service: Scripted, words: tuple[str, ...]) -> None:
    done = consent(*words, "-c", "consent", "-s", "nope.yaml")
    assert done.status == 2
    assert "There is no settings file `nope.yaml`" in done.err
    assert service.paths == []
