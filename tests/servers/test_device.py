"""The device flow at oidc-provider: the code is entered, or already is in the address that the browser is sent to."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.scene import Scene, Server
from tests.support.person import Person, fill, forget, wait_for
from tests.support.wkt import Ended, Wkt
from wkt_cli.runtime.clock import Clock

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


class Hurried(Clock):
    """Waits for much less than it is told to, so that the person has a minute all the same."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return super().now() + self.ahead

    def sleep(self, seconds: float) -> None:
        self.ahead += seconds
        time.sleep(seconds / 10)


@pytest.fixture
def scene(wkt: Wkt, provider: Server, driver: Chrome) -> Scene:
    return Scene(wkt, provider, driver)


def sign_in(driver: Chrome) -> None:
    fill(driver, "input[name=login]", login="ann", password="a-password")
    fill(driver, "input[value=consent]")
    wait_for(driver, lambda page: page.title == "Sign-in Success")


def confirm(driver: Chrome) -> None:
    fill(driver, "[id='op.deviceConfirmForm']")
    sign_in(driver)


def abort(driver: Chrome) -> None:
    wait_for(driver, lambda page: page.find_elements("name", "abort"))
    driver.find_element("name", "abort").click()
    wait_for(driver, lambda page: "interrupted" in page.page_source)


def with_code(scene: Scene, connector: str, act: Any) -> tuple[Ended, Person]:
    assert scene.driver is not None
    with Person(scene.driver, act) as person:
        done = scene.connect(scene.lay(connector), "device", env={"BROWSER": person.browser}, clock=Hurried())
    return done, person


@pytest.mark.parametrize("form", ["py", "rb"])
def test_the_code_is_in_the_address(scene: Scene, form: str) -> None:
    done, person = with_code(scene, f"device.{form}", confirm)
    assert done.status == 0, done.both
    assert person.url.startswith(f"{scene.server.url}/device?user_code=")
    first = scene.kept()
    assert scene.run("call", "/me").json == {"sub": "ann"}
    assert scene.run("refresh").status == 0
    assert scene.kept()["refresh_token"] != first["refresh_token"]
    assert not {text for text in (first["access_token"], first["refresh_token"], scene.server.secret)
                if text in scene.shown()}


def test_the_code_is_entered_elsewhere(scene: Scene) -> None:
    """As over SSH: `wkt` has no browser, and waits while a person types the code into one that is somewhere else."""
    assert scene.driver is not None
    told = ("-F", f"server={scene.server.url}", "-F", "client_id=device")
    process = scene.wkt.start("connect", scene.lay("device.rb"), *told,
                              env={"WKT_FIELD_CLIENT_SECRET": scene.server.secret})
    assert process.stderr
    shown = [next(process.stderr).decode()]
    while not re.fullmatch(r"  [A-Z]{4}-[A-Z]{4}\n", shown[-1]):
        shown.append(next(process.stderr).decode())
    forget(scene.driver)
    scene.driver.get(f"{scene.server.url}/device")
    fill(scene.driver, "[id='op.deviceInputForm']", user_code=shown[-1].strip())
    confirm(scene.driver)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert f"  {scene.server.url}/device\n" in shown


def test_the_person_aborts(scene: Scene) -> None:
    done, _ = with_code(scene, "device.py", abort)
    assert done.status == 1
    assert "wkt: The service refused: access_denied: End-User aborted interaction" in done.err
    assert "hint: it was denied in the browser; start again and allow it" in done.err
    assert scene.run("connections", "--json").json == []


def test_an_app_that_may_not_use_it(scene: Scene) -> None:
    """The connector of the code flow, with the endpoint named on the command line."""
    done = scene.connect(scene.lay("code.rb"), "app", "--device-url", f"{scene.server.url}/device/auth")
    assert done.status == 1
    assert "device_code is not allowed for this client; look at `grant_type`: the service must know it" in done.err
