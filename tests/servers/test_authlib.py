"""Authlib: password and client credentials grants, secrets of the client in either place, the code flow, refresh."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.scene import Scene, Server
from tests.support.person import come_back, fill, wait_for
from tests.support.wkt import Ended, Wkt

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PASSWORD = "a-password-of-ann"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Server, Any]]:
    """Give where the server is, and its inside."""
    from werkzeug.serving import make_server

    from tests.servers.authlib_server import make

    secret = "a-secret-of-the-apps"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        flask, inside = make(secret, PASSWORD)
        serving = make_server("127.0.0.1", 0, flask, threaded=True)
        thread = threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield Server(f"http://127.0.0.1:{serving.port}", secret), inside
        serving.shutdown()
        thread.join()


@pytest.fixture
def inside(running: tuple[Server, Any]) -> Any:
    """Give the server's inside."""
    return running[1]


@pytest.fixture
def unseen(wkt: Wkt, running: tuple[Server, Any]) -> Scene:
    """Give a scene in which no browser is needed."""
    return Scene(wkt, running[0])


@pytest.fixture
def scene(unseen: Scene, driver: Chrome) -> Scene:
    unseen.driver = driver
    return unseen


def allow(driver: Chrome) -> None:
    fill(driver, "#deny", login="ann", password=PASSWORD)
    come_back(driver)


def deny(driver: Chrome) -> None:
    wait_for(driver, lambda page: page.find_elements("css selector", "#deny"))
    driver.find_element("id", "deny").click()
    come_back(driver)


def with_password(scene: Scene, connector: str, app: str, password: str = PASSWORD) -> Ended:
    return scene.connect(scene.lay(connector), app, "-F", "login=ann", env={"WKT_FIELD_PASSWORD": password})


@pytest.mark.parametrize("form", ["py", "rb"])
@pytest.mark.parametrize(("connector", "app"), [("client_credentials", "post"), ("client_credentials_basic", "basic")])
def test_client_credentials(unseen: Scene, inside: Any, connector: str, app: str, form: str) -> None:
    assert unseen.connect(unseen.lay(f"{connector}.{form}"), app).status == 0
    inside.expire()
    assert unseen.run("call", "/api/me").json == {"client": app, "scope": "reports"}
    assert unseen.sent() == ["call /api/me 401", "refresh /token 200", "call /api/me 200"]
    assert unseen.server.secret not in unseen.shown()


@pytest.mark.parametrize(("connector", "app"), [("client_credentials", "basic"), ("client_credentials_basic", "post")])
def test_the_client_s_secret_at_the_wrong_place(unseen: Scene, connector: str, app: str) -> None:
    done = unseen.connect(unseen.lay(f"{connector}.rb"), app)
    assert done.status == 1
    assert "the server says invalid_client: The client cannot authenticate with methods" in done.err
    assert "whether the service wants them as Basic authentication" in done.err


@pytest.mark.parametrize("form", ["py", "rb"])
def test_the_password_grant(unseen: Scene, inside: Any, form: str) -> None:
    """The refresh token is good for more than once, so the reply to its use has none."""
    done = with_password(unseen, f"password.{form}", "post")
    assert done.status == 0, done.both
    first = unseen.kept()
    inside.expire()
    assert unseen.run("call", "/me").json == {"sub": "ann"}
    assert unseen.sent() == ["call /me 401", "refresh /token 200", "call /me 200"]
    second = unseen.kept()
    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] == second["refresh_token"]
    assert not {text for text in (PASSWORD, unseen.server.secret, *tokens(first), *tokens(second))
                if text in unseen.shown()}


def tokens(kept: dict[str, Any]) -> tuple[str, str]:
    return kept["access_token"], kept["refresh_token"]


def test_a_wrong_password(unseen: Scene) -> None:
    done = with_password(unseen, "password.rb", "post", "another-password")
    assert done.status == 1
    assert "the server says invalid_request: Invalid 'username' or 'password' in request." in done.err


@pytest.mark.parametrize("form", ["py", "rb"])
@pytest.mark.parametrize(("connector", "app"), [("code", "post"), ("code_basic", "basic")])
def test_the_code_flow_and_refresh(scene: Scene, inside: Any, connector: str, app: str, form: str) -> None:
    """`wkt` itself sends the secret in the form; a connector's own `acquire` and `refresh` send it as they like."""
    first = scene.connected(allow, f"{connector}.{form}", app)
    inside.expire()
    assert scene.run("call", "/me").json == {"sub": "ann"}
    assert scene.sent() == ["call /me 401", "refresh /token 200", "call /me 200"]
    second = scene.kept()
    assert first["access_token"] != second["access_token"]
    assert (first["refresh_token"] == second["refresh_token"]) is (app == "post")


def test_the_default_exchange_where_basic_is_wanted(scene: Scene) -> None:
    visit = scene.log_in(allow, scene.connect, scene.lay("code.rb"), "basic")
    assert visit.done.status == 1
    assert "(connection.authorization.token_url)" in visit.done.err
    assert "whether the service wants them as Basic authentication" in visit.done.err


def test_consent_is_denied(scene: Scene) -> None:
    visit = scene.log_in(deny, scene.connect, scene.lay("code.py"), "post")
    assert visit.done.status == 1
    assert "The service refused: access_denied" in visit.done.err
    assert "Not signed in" in visit.person.text


def test_a_verifier_that_acquire_does_not_send(scene: Scene) -> None:
    connector = scene.lay("code_basic.rb", "code_verifier: verifier", "other: 1")
    visit = scene.log_in(allow, scene.connect, connector, "basic")
    assert visit.done.status == 1
    assert "the server says invalid_request: Missing 'code_verifier'; the service wants PKCE" in visit.done.err


def test_a_revoked_token(unseen: Scene) -> None:
    assert with_password(unseen, "password.py", "post").status == 0
    assert unseen.post("/token/revocation", client_id="post", token=unseen.kept()["refresh_token"]) == {}
    done = unseen.run("call", "/me")
    assert (done.status, done.out) == (1, "")
    assert "the server says invalid_grant" in done.err
