"""The log-in at a real terminal: the address can be pasted, and what is typed afterwards is nobody else's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.life.test_oauth2 import CONNECTOR, FIELDS, TOKENS, free_port
from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.usefixtures("unix")

COMES_BACK = """
import sys, urllib.request
from urllib.parse import parse_qs, urlsplit
asked = parse_qs(urlsplit(sys.argv[1]).query)
urllib.request.urlopen(f"{asked['redirect_uri'][0]}?code=the-code&state={asked['state'][0]}").read()
"""
Meet = Callable[..., Any]


@pytest.fixture
def service() -> Iterator[Scripted]:
    with Scripted({"/token": TOKENS, "/me": reply(200, {"me": 1})}) as said:
        yield said


@pytest.fixture
def meet(wkt: Wkt, service: Scripted) -> Meet:
    """Give what starts `wkt connect` at a terminal; `$BROWSER` comes back, or there is none."""
    wkt.connector("consent", CONNECTOR.format(url=service.url))
    browser_script = wkt.write("browser.py", COMES_BACK)

    def start(*words: str, browser: bool) -> Any:
        back = f"{sys.executable} {browser_script} %s" if browser else ""
        return wkt.spawn("connect", "consent", *FIELDS, "--port", str(free_port()), *words,
                         env={"BROWSER": back, "COLUMNS": "400", "WKT_VAULT_PASSPHRASE": ""})

    return start


def choose_passphrase(child: Any) -> None:
    for question in ("New passphrase for the vault file", "The same again"):
        child.expect_exact(question)
        child.sendline("a good passphrase")


def test_the_passphrase_is_asked_before_anything_is_sent(meet: Meet, service: Scripted) -> None:
    child = meet(browser=True)
    child.expect_exact("New passphrase for the vault file")
    assert service.paths == []
    child.sendintr()
    child.expect(pexpect.EOF)
    assert service.paths == []


def test_the_browser_comes_back_while_the_address_is_asked_for(
    meet: Meet, service: Scripted, wkt: Wkt
) -> None:
    child = meet(browser=True)
    choose_passphrase(child)
    child.expect_exact("exchanging the code")
    child.expect_exact("Test: Successful")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 0
    assert service.paths == ["/token", "/me"]
    assert (wkt.root / ".wkt" / "vault").exists()


def test_a_long_address_is_pasted_after_something_else(meet: Meet, service: Scripted) -> None:
    child = meet(browser=False)
    choose_passphrase(child)
    child.expect(r"state=([0-9a-f]+)")
    state, code = child.match.group(1), "c" * 6000
    child.expect_exact("Address: ")
    child.send("what is this\r")
    child.expect_exact("That has no code")
    child.expect_exact("Address: ")
    child.send(f"http://localhost/oauth/callback?code={code}&state={state}\r")
    child.expect_exact("Test: Successful")
    assert code.encode() in service.requests[0]


def test_end_of_input_ends_the_asking_and_not_the_wait(meet: Meet) -> None:
    child = meet(browser=False)
    choose_passphrase(child)
    child.expect_exact("Address: ")
    child.send("\x04")
    assert child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.5) == 1
    child.sendintr()
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 130


def test_the_time_is_over(meet: Meet, service: Scripted) -> None:
    child = meet("--wait", "1", browser=False)
    choose_passphrase(child)
    child.expect_exact("Have not received callback from OAuth2 provider in 1 seconds")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus != 0
