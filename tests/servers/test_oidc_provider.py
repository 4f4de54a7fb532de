"""oidc-provider: the code flow at its own pages in Chromium, client credentials, and what ends a token's life."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.scene import Scene, Server, free_port, until
from tests.support.person import come_back, fill, wait_for
from tests.support.wkt import PASSPHRASE, Wkt
from wkt_cli.store.vault.encrypted import FileVault
from wkt_cli.store.vault.passphrase import Passphrase

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

STORED = "We stored response code. Now you can close the browser window"
AGAIN = ("the server says invalid_grant: grant request is invalid; the code or refresh token has expired, was revoked "
         "or was used before; sign in again with `wkt connect`, or `wkt oauth2` for a settings file")


@pytest.fixture
def scene(wkt: Wkt, provider: Server, driver: Chrome) -> Scene:
    return Scene(wkt, provider, driver)


@pytest.fixture
def unseen(wkt: Wkt, provider: Server) -> Scene:
    """Give a scene in which no browser is needed."""
    return Scene(wkt, provider)


def sign_in(driver: Chrome) -> None:
    fill(driver, "input[name=login]", login="ann", password="a-password")
    fill(driver, "input[value=consent]")
    come_back(driver)


def cancel(driver: Chrome) -> None:
    wait_for(driver, lambda page: page.find_elements("css selector", "input[name=login]"))
    driver.find_element("partial link text", "Cancel").click()
    come_back(driver)


def read_error(driver: Chrome) -> None:
    wait_for(driver, lambda page: page.title.startswith("oops"))


def revoke(scene: Scene, token: str, app: str = "app") -> None:
    assert scene.post("/token/revocation", client_id=app, token=token) is None


def lives(scene: Scene, token: str, app: str) -> bool:
    return bool(scene.post("/token/introspection", client_id=app, token=token)["active"])


@pytest.mark.parametrize("form", ["py", "rb"])
@pytest.mark.parametrize(("connector", "app"), [("code", "app"), ("code_basic", "basic")])
def test_the_code_flow_with_pkce(scene: Scene, connector: str, app: str, form: str) -> None:
    """The code is exchanged by `wkt` itself, or by the connector's `acquire`."""
    visit = scene.log_in(sign_in, scene.connect, scene.lay(f"{connector}.{form}"), app)
    assert visit.done.status == 0, visit.done.both
    assert (visit.person.title, visit.person.text) == ("Signed in", f"Signed in\n{STORED}")
    assert visit.asked["code_challenge_method"] == "S256"
    assert scene.run("call", "/me").json == {"sub": "ann"}
    first = scene.kept()
    assert scene.run("refresh", "--json").json["changed"] == ["access_token", "refresh_token"]
    assert scene.run("test").status == 0
    shown, second = scene.shown(), scene.kept()
    for name in ("access_token", "refresh_token"):
        assert first[name] != second[name]
        assert not {text for text in (first[name], second[name]) if text in shown}
    assert scene.server.secret not in shown


def test_processes_share_a_token_that_is_good_once(scene: Scene) -> None:
    """The server revokes everything if a refresh token comes twice, so all succeed only if one process refreshes."""
    vault = FileVault(scene.wkt.root, Passphrase({"WKT_VAULT_PASSPHRASE": PASSPHRASE}, None), cost=2**4)
    scene.wkt.vault = vault
    first = scene.connected(sign_in, "code.rb", "app")
    revoke(scene, first["access_token"])
    running = [scene.wkt.start("call", "/me") for _ in range(3)]
    ends = [process.communicate(timeout=60) for process in running]
    assert [json.loads(out) for out, _ in ends] == [{"sub": "ann"}] * 3, ends
    assert scene.run("call", "/me", child=True).json == {"sub": "ann"}


def test_logging_in_as_a_process(scene: Scene) -> None:
    visit = scene.log_in(sign_in, scene.connect, scene.lay("code.py"), "app", child=True)
    assert visit.done.status == 0, visit.done.both
    assert visit.person.text == f"Signed in\n{STORED}"


def test_consent_is_denied(scene: Scene) -> None:
    visit = scene.log_in(cancel, scene.connect, scene.lay("code.rb"), "app")
    assert visit.done.status == 1
    assert "The service refused: access_denied: End-User aborted interaction\nhint: it was denied" in visit.done.err
    assert visit.person.text.startswith("Not signed in\nThe service refused: access_denied")
    assert scene.run("connections", "--json").json == []


@pytest.mark.parametrize(("app", "path", "page"), [
    ("app", "/elsewhere", "invalid_redirect_uri"), ("unknown-app", "/oauth/callback", "invalid_client"),
])
def test_the_server_does_not_send_the_browser_back(scene: Scene, app: str, path: str, page: str) -> None:
    url = f"http://localhost:{free_port()}{path}"
    visit = scene.log_in(read_error, scene.connect, scene.lay("code.py"), app, "--redirect-uri", url, "--wait", "0.5")
    assert page in visit.person.text
    assert visit.done.status == 1
    assert "look there at the client ID, and allow " + url in visit.done.err


def test_the_secret_is_wrong(scene: Scene) -> None:
    visit = scene.log_in(sign_in, scene.connect, scene.lay("code.py"), "app", secret="another-secret")
    assert visit.done.status == 1
    assert "wkt: 401 Unauthorized\n  in " in visit.done.err
    assert "connectors/code.py:" in visit.done.err
    assert "(connection.authorization.token_url)" in visit.done.err
    assert "the server says invalid_client: client authentication failed; check the client ID and" in visit.done.err
    assert scene.run("connections", "--json").json == []


def test_pkce_is_used_where_the_connector_has_it(scene: Scene) -> None:
    """A server that wants it refuses a connector without it; one that doesn't gets no challenge."""
    connector = scene.lay("code.rb", "pkce:", "unused:")
    refused = scene.log_in(come_back, scene.connect, connector, "app")
    assert refused.done.status == 1
    assert "requires PKCE" in refused.done.err
    assert "hint: the service wants PKCE: write `pkce` in the connector's `authorization`" in refused.done.err
    allowed = scene.log_in(sign_in, scene.connect, connector, "without-pkce")
    assert allowed.done.status == 0, allowed.done.both
    assert "code_challenge" not in allowed.asked


@pytest.mark.parametrize("form", ["py", "rb"])
def test_an_access_token_is_revoked(scene: Scene, form: str) -> None:
    kept = scene.connected(sign_in, f"code.{form}", "app")
    revoke(scene, kept["access_token"])
    assert scene.run("call", "/me").json == {"sub": "ann"}
    assert scene.sent() == ["call /me 401", "refresh /token 200", "call /me 200"]


def test_an_access_token_runs_out(scene: Scene) -> None:
    """It is known when, so that there is a new one before the server refuses."""
    scene.connected(sign_in, "code.py", "short-access")
    meta = scene.run("connections", "show", "--json").json["meta"]
    until(lambda: datetime.now(UTC) > datetime.fromisoformat(meta["renew_at"]))
    assert scene.run("call", "/me").json == {"sub": "ann"}
    assert scene.sent()[0] == "refresh /token 200"


def test_an_access_token_runs_out_by_surprise(scene: Scene) -> None:
    """The connector's `acquire` keeps to itself when that is."""
    kept = scene.connected(sign_in, "code_basic.rb", "short-access")
    until(lambda: not scene.accepts("/me", kept["access_token"]))
    assert scene.run("call", "/me").json == {"sub": "ann"}
    assert scene.sent() == ["call /me 401", "refresh /token 200", "call /me 200"]


def test_a_refresh_token_runs_out(scene: Scene) -> None:
    kept = scene.connected(sign_in, "code.rb", "short-refresh")
    revoke(scene, kept["access_token"], "short-refresh")
    until(lambda: not lives(scene, kept["refresh_token"], "short-refresh"))
    refused(scene)


def test_a_refresh_token_is_revoked_and_oauth2_mends_it(scene: Scene) -> None:
    kept = scene.connected(sign_in, "code.rb", "app")
    revoke(scene, kept["refresh_token"])
    refused(scene)
    visit = scene.log_in(sign_in, scene.run, "oauth2", "-c", "code")
    assert visit.done.status == 0, visit.done.both
    assert scene.run("call", "/me").json == {"sub": "ann"}


def test_a_refresh_token_comes_twice(scene: Scene) -> None:
    """As from a backup, or from another machine: the server takes away what was got with it."""
    scene.connected(sign_in, "code.py", "app")
    vault: Any = scene.wkt.vault
    backup = dict(vault._items)
    assert scene.run("refresh").status == 0
    newest = dict(vault._items)
    vault._items.update(backup)
    done = scene.run("refresh")
    assert done.status == 1
    assert AGAIN in done.err
    vault._items.update(newest)
    refused(scene)


def refused(scene: Scene) -> None:
    """Call with tokens that can't be renewed: nothing is taken for the reply, the cause is told."""
    before = scene.wkt.stored()
    done = scene.run("call", "/me")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("wkt: 400 Bad Request\n  in ")
    assert "(connection.authorization.token_url)" in done.err
    assert f"hint: {AGAIN}; this happened while new credentials were fetched, because of `401 " in done.err
    assert scene.sent() == ["call /me 401", "refresh /token 400"]
    assert scene.run("call", "/me", "--json").json["error"]["type"] == "RequestFailedError"
    assert scene.wkt.stored() == before


@pytest.mark.parametrize("form", ["py", "rb"])
def test_client_credentials(unseen: Scene, form: str) -> None:
    """`acquire` runs at the start, and again when the token is revoked."""
    assert unseen.connect(unseen.lay(f"client_credentials.{form}"), "machine").status == 0
    assert unseen.run("call", "/api/me").json == {"client": "machine", "scope": "reports"}
    revoke(unseen, unseen.kept()["access_token"], "machine")
    assert unseen.run("call", "/api/me").json == {"client": "machine", "scope": "reports"}
    assert unseen.sent() == ["call /api/me 401", "refresh /token 200", "call /api/me 200"]


@pytest.mark.parametrize(("app", "secret", "told"), [
    ("machine", "another-secret", "invalid_client: client authentication failed; check the client ID and secret"),
    ("app", "", "invalid_request: requested grant type is not allowed for this client; look at `grant_type`"),
])
def test_client_credentials_that_are_refused(unseen: Scene, app: str, secret: str, told: str) -> None:
    done = unseen.connect(unseen.lay("client_credentials.rb"), app, secret=secret)
    assert done.status == 1
    assert f"hint: the server says {told}" in done.err
    assert "client_credentials.rb:" in done.err
