"""A person at a real browser: goes where `$BROWSER` is sent, does there what a test says, and comes back."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PATIENCE = 30
"""Seconds until something that doesn't happen fails the test."""
HAND_OVER = Path(__file__).with_name("hand_over.py")


class Person:
    """Waits for a URL, opens it in the browser and acts there; what fails there is raised at the end.

    Args:
        driver: drives the browser; its cookies are forgotten first.
        act: what is done at the page.

    Attributes:
        url: where `$BROWSER` was sent; empty if it never was.
        title, text: of the page at which the browser was in the end.
    """

    def __init__(self, driver: Chrome, act: Callable[[Chrome], None]) -> None:
        self._driver, self._act = driver, act
        self._error: Exception | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._live, daemon=True)
        self.url = self.title = self.text = ""

    @property
    def browser(self) -> str:
        """The value of `$BROWSER` that brings a URL here."""
        return f"{sys.executable} {HAND_OVER} {self._listener.getsockname()[1]} %s"

    def __enter__(self) -> Person:
        forget(self._driver)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 where: TracebackType | None) -> None:
        if not self.url:
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(2 * PATIENCE)
        self._listener.close()
        if error is None and self._error is not None:
            raise self._error

    def _live(self) -> None:
        try:
            self.url = self._called()
            if self.url:
                self._driver.get(self.url)
                self._act(self._driver)
                self.title, self.text = self._driver.title, self._driver.find_element("tag name", "body").text
        except Exception as error:
            self._error = error

    def _called(self) -> str:
        """Give the URL; empty where nobody calls."""
        try:
            caller, _ = self._listener.accept()
        except OSError:
            return ""
        with caller, caller.makefile("rb") as said:
            return said.read().decode()


def forget(driver: Chrome) -> None:
    """Forget all cookies, so that nobody is signed in anywhere."""
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})


def wait_for(driver: Chrome, condition: Callable[[Chrome], Any]) -> None:
    """Wait until a condition of the page holds."""
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(driver, PATIENCE, 0.05).until(condition)


def fill(driver: Chrome, form: str, **fields: str) -> None:
    """Fill a form in and send it off, as soon as it is there.

    Args:
        driver: drives the browser.
        form: a selector that only this page has.
        fields: what is typed, by name.
    """
    wait_for(driver, lambda page: page.find_elements("css selector", form))
    for name, text in fields.items():
        driver.find_element("name", name).send_keys(text)
    driver.find_element("css selector", "button[type=submit]").click()


def come_back(driver: Chrome) -> None:
    """Wait for the page of `wkt` at which a login ends."""
    wait_for(driver, lambda page: page.title in ("Signed in", "Not signed in"))
