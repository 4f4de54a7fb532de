"""The pages of `wkt demo --serve` in Chromium: consent, a wrong password, a denial, and the code of a device."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.servers.scene import free_port
from tests.support.person import Person, come_back, fill, wait_for
from tests.support.wkt import Ended, Wkt
from wkt_cli.demo.server import DemoServer

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    Act = Callable[[Chrome], None]

FORM = "input[name=password]"


@pytest.fixture
def log_in(wkt: Wkt, server: DemoServer, driver: Chrome) -> Callable[..., tuple[Ended, Person]]:
    """Connect a sample, with a person at the browser."""
    wkt.environ["WKT_MAP"] = f"https://bookshop.example={server.url}"

    def run(sample: str, act: Act, *words: str) -> tuple[Ended, Person]:
        with Person(driver, act) as person:
            done = wkt("connect", sample, "-F", f"client_id={server.client_id}", "--port", str(free_port()), *words,
                       env={"WKT_FIELD_CLIENT_SECRET": server.client_secret, "BROWSER": person.browser})
        return done, person

    return run


def test_a_person_mistypes_and_then_allows(log_in: Callable[..., tuple[Ended, Person]], server: DemoServer) -> None:
    right = server.credentials

    def act(driver: Chrome) -> None:
        fill(driver, FORM, user=right.user, password="mistyped")
        fill(driver, ".wrong", user=right.user, password=right.password)
        come_back(driver)

    done, person = log_in("oauth2_code", act)
    assert done.status == 0, done.both
    assert person.url.startswith(f"{server.url}/oauth/authorize?")
    assert person.title == "Signed in"


def test_a_person_denies(log_in: Callable[..., tuple[Ended, Person]]) -> None:
    def act(driver: Chrome) -> None:
        driver.find_element("css selector", "button[value=deny]").click()
        come_back(driver)

    done, person = log_in("ruby/oauth2_code", act)
    assert done.status == 1
    assert "The service refused: access_denied: You did not allow it" in done.err
    assert person.title == "Not signed in"


def test_a_person_enters_the_code_of_a_device(
    log_in: Callable[..., tuple[Ended, Person]], server: DemoServer
) -> None:
    right = server.credentials

    def act(driver: Chrome) -> None:
        fill(driver, FORM, user=right.user, password=right.password)
        wait_for(driver, lambda page: page.title == "Done")

    done, person = log_in("ruby/oauth2_device", act, "--device")
    assert done.status == 0, done.both
    assert person.text.startswith("Done\nThe device is signed in.")
