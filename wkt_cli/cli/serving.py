"""`wkt demo --serve`: what it prints, and that it stays."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from . import render
from .ending import ends_as_by_ctrl_c

if TYPE_CHECKING:
    from ssl import SSLContext

    from ..demo.server import DemoServer
    from .app import App

PERCOLATE = "https://percolate.com"
BOOKSHOP = "https://bookshop.example"
BOOKSHOP_TLS = "https://tls.bookshop.example"
PEM = {"certificate": "client.pem", "private_key": "client.key", "authority": "authority.pem"}
"""Files of the client's certificate, by what they hold."""


def secured(folder: Path) -> SSLContext:
    """Make an authority, a certificate for the server, and one for a client, which is laid into a folder.

    Args:
        folder: a private one.

    Returns:
        The server's TLS context; it asks for the client's certificate.
    """
    from ..demo.credentials import USER
    from ..runtime.certificates import LOCAL, Authority, server_context

    authority = Authority("wkt demo")
    client = authority.for_client(USER)
    held = {"certificate": client.certificate, "private_key": client.key, "authority": authority.certificate}
    for name, file in PEM.items():
        (folder / file).write_bytes(held[name])
    return server_context(authority.for_server(*LOCAL), clients_of=authority.certificate)


def serve(app: App, server: DemoServer, folder: Path) -> None:
    """Tell how to reach a server that runs, and wait for Ctrl-C, or for the end of the terminal or of the program.

    Args:
        app: the run.
        server: it runs.
        folder: where `secured` laid the client's certificate.
    """
    try:
        with ends_as_by_ctrl_c():
            proxied = _is_proxied(app, server)
            text = _as_json(server, folder) if app.options.json else _invitation(server, folder, proxied=proxied)
            app.environment.stdout.write(text)
            app.environment.stdout.flush()
            while True:
                time.sleep(1)
    except KeyboardInterrupt:
        app.say("\nStopped")


def _map(server: DemoServer) -> list[str]:
    return [f"{PERCOLATE}={server.url}", f"{BOOKSHOP}={server.url}", f"{BOOKSHOP_TLS}={server.secure_url}"]


def _as_json(server: DemoServer, folder: Path) -> str:
    """Give what a program needs to connect; these credentials are no one's secrets and stay readable."""
    files = {name: str(folder / file) for name, file in PEM.items()}
    shape = {"url": server.url, "map": " ".join(_map(server)), **vars(server.credentials), **files}
    return json.dumps(shape) + "\n"


def _is_proxied(app: App, server: DemoServer) -> bool:
    """Tell whether the environment sends requests to the server through a proxy."""
    from ..http.proxies import proxy_for

    return proxy_for(server.url, app.environment.environ) is not None


def _invitation(server: DemoServer, folder: Path, *, proxied: bool) -> str:
    accepted, mapped = server.credentials, "\n    ".join(_map(server))
    rows = render.table([
        ("client id", accepted.client_id, "client secret", accepted.client_secret),
        ("user", accepted.user, "password", accepted.password),
        ("key id", accepted.key_id, "secret key", accepted.secret_key),
        ("API key", accepted.api_key, "", ""),
    ])  # fmt: skip
    rows.append(f"PEM files  {folder}: {', '.join(PEM.values())}")
    return (
        f"Percolate's stand-in and a bookshop listen on {server.url} until Ctrl-C. They accept:\n\n"
        + "".join(f"  {row}\n" for row in rows)
        + "\nIn another terminal:\n\n"
        + ("  export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1\n" if proxied else "")
        + f'  export WKT_MAP="{mapped}"\n\n'
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
