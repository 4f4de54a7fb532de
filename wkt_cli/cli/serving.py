"""`wkt demo --serve`: what it prints, and that it stays."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from . import render

if TYPE_CHECKING:
    from ..demo.server import DemoServer
    from .app import App

PERCOLATE = "https://percolate.com"
BOOKSHOP = "https://bookshop.example"


def serve(app: App, server: DemoServer) -> None:
    """Tell how to reach a server that runs, and wait for Ctrl-C."""
    try:
        text = _as_json(server) if app.options.json else _invitation(server, proxied=_is_proxied(app, server))
        app.environment.stdout.write(text)
        app.environment.stdout.flush()
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        app.say("\nStopped")


def _map(server: DemoServer) -> list[str]:
    return [f"{PERCOLATE}={server.url}", f"{BOOKSHOP}={server.url}"]


def _as_json(server: DemoServer) -> str:
    """Give what a program needs to connect; these credentials are no one's secrets and stay readable."""
    return json.dumps({"url": server.url, "map": " ".join(_map(server)), **vars(server.credentials)}) + "\n"


def _is_proxied(app: App, server: DemoServer) -> bool:
    """Tell whether the environment sends requests to the server through a proxy."""
    from ..http.proxies import proxy_for

    return proxy_for(server.url, app.environment.environ) is not None


def _invitation(server: DemoServer, *, proxied: bool) -> str:
    accepted = server.credentials
    rows = render.table([
        ("client id", accepted.client_id, "client secret", accepted.client_secret),
        ("user", accepted.user, "password", accepted.password),
        ("key id", accepted.key_id, "secret key", accepted.secret_key),
        ("API key", accepted.api_key, "", ""),
    ])  # fmt: skip
    return (
        f"Percolate's stand-in and a bookshop listen on {server.url} until Ctrl-C. They accept:\n\n"
        + "".join(f"  {row}\n" for row in rows)
        + "\nIn another terminal:\n\n"
        + ("  export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1\n" if proxied else "")
        + f'  export WKT_MAP="{" ".join(_map(server))}"\n'
        "  wkt connect percolate\n"
        "  wkt test\n"
        "  wkt call /api/v5/me\n"
        "  wkt call /api/v5/campaigns limit==2\n"
        "  wkt call POST /demo/expire        # all tokens expire: the next call acquires again\n"
        "  wkt call /api/v5/me\n"
        "  wkt trace\n"
        "  wkt call /demo/limited            # 429\n"
        "\nThe bookshop can be entered in many ways, one sample each:\n\n"
        "  wkt connectors                    # lists them\n"
        "  wkt connect basic_auth\n"
        "  wkt call /me                      # who is it, and how is that known\n"
        "  wkt call /books author==\"Jane Austen\"\n\n"
    )
