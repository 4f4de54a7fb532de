"""`wkt` in a project, a server and a person at the browser: what the tests of this folder share."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from tests.support.person import PATIENCE, Person
from tests.support.wkt import Ended, Wkt
from wkt_cli.store.vault.memory import MemoryVault

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

DIRECT = build_opener(ProxyHandler({}))
CONNECTORS = Path(__file__).parent / "connectors"


class Server(NamedTuple):
    """A running authorization server.

    Attributes:
        url: where it is.
        secret: of all its apps.
    """

    url: str
    secret: str


@dataclass
class Scene:
    """One test's view of a server.

    Attributes:
        seen: all that was printed so far, to look for secrets in it.
    """

    wkt: Wkt
    server: Server
    driver: Chrome | None = None
    seen: list[str] = field(default_factory=list)

    def lay(self, connector: str, old: str = "", new: str = "") -> str:
        """Lay a connector of the folder into the project, with one text changed; give its name."""
        text = (CONNECTORS / connector).read_text(encoding="utf-8")
        assert old in text
        self.wkt.write(f"connectors/{connector}", text.replace(old, new) if old else text)
        return connector.partition(".")[0]

    def run(self, *words: str, child: bool = False, **named: Any) -> Ended:
        """Run `wkt`, in a process of its own or in this one."""
        done = (self.wkt.child if child else self.wkt)(*words, **named)
        self.seen.append(done.both)
        return done

    def connect(self, connector: str, app: str, *words: str, secret: str = "", env: dict[str, str] | None = None,
                **named: Any) -> Ended:
        """Run `wkt connect` with the credentials of an app."""
        told = ("-F", f"server={self.server.url}", "-F", f"client_id={app}")
        env = {"WKT_FIELD_CLIENT_SECRET": secret or self.server.secret, **(env or {})}
        return self.run("connect", connector, *told, *words, env=env, **named)

    def log_in(self, act: Callable[[Chrome], None], command: Callable[..., Ended], *words: str,
               **named: Any) -> Visit:
        """Run a command that opens the browser, at which a person acts."""
        assert self.driver is not None
        back = () if "--redirect-uri" in words else ("--port", str(free_port()))
        wait = () if "--wait" in words else ("--wait", str(2 * PATIENCE))
        with Person(self.driver, act) as person:
            done = command(*words, *back, *wait, env={"BROWSER": person.browser}, **named)
        return Visit(done, person)

    def connected(self, act: Callable[[Chrome], None], connector: str, app: str) -> dict[str, Any]:
        """Connect with the browser; give the tokens."""
        visit = self.log_in(act, self.connect, self.lay(connector), app)
        assert visit.done.status == 0, visit.done.both
        return self.kept()

    def kept(self) -> dict[str, Any]:
        """Give the secrets of the only connection."""
        vault = self.wkt.vault
        items = [json.loads(text) for text in vault._items.values()] if isinstance(vault, MemoryVault) else [
            *vault._read()[1].values()]  # type: ignore[union-attr]
        [only] = items
        return only

    def post(self, path: str, **form: str) -> Any:
        """Send the server a form as an app would, and give what it says."""
        whole = {"client_secret": self.server.secret, **form}
        request = Request(self.server.url + path, urlencode(whole).encode())
        with DIRECT.open(request, timeout=PATIENCE) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def accepts(self, path: str, token: str) -> bool:
        """Tell whether the server takes an access token."""
        request = Request(self.server.url + path, headers={"Authorization": f"Bearer {token}"})
        try:
            with DIRECT.open(request, timeout=PATIENCE):
                return True
        except HTTPError as refused:
            refused.close()
            return False

    def sent(self) -> list[str]:
        """Give the requests of the last run: phase, path, status."""
        told = self.wkt("trace", "--json").json["exchanges"]
        return [f"{one['origin']['phase']} {one['url'].removeprefix(self.server.url)} {one['status']}" for one in told]

    def shown(self) -> str:
        """Give all that was printed, and the traces of it all."""
        return "".join(self.seen) + self.wkt("trace", "show", "-v").both + self.wkt("trace", "show", "--json").both


class Visit(NamedTuple):
    """How a command ended, and what the person saw."""

    done: Ended
    person: Person

    @property
    def asked(self) -> dict[str, str]:
        """The query that the browser was sent with."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.person.url).query).items()}


def free_port() -> int:
    """Give a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
