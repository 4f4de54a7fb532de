"""Runs `wkt` again and again without the time that its imports take: each run is a process of its own, forked here.

Orders come as lines of JSON on standard input: `words`, `folder`, `environ` and `out`, the file for its outputs.
The answer to each is a line with the exit status, negative where a signal ended it.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, NoReturn

IMPORTED = (
    "httpcore", "httpx", "yaml", "keyring.core", "cryptography.hazmat.primitives.ciphers.aead",
    "tests.support.keyrings", "wkt_cli.__main__", "wkt_cli.cli.main",
    "wkt_cli.cli.commands.test", "wkt_cli.cli.commands.refresh",
    "wkt_cli.cli.commands.exec", "wkt_cli.cli.commands.connect", "wkt_cli.cli.commands.oauth2", "wkt_cli.cli.stored",
    "wkt_cli.cli.settings_file", "wkt_cli.dsl",
    "wkt_cli.cli.prompt", "wkt_cli.http.client", "wkt_cli.runtime.session", "wkt_cli.store.connections",
    "wkt_cli.store.vault.encrypted", "wkt_cli.store.vault.os_keyring", "wkt_cli.store.yaml_edit", "wkt_cli.trace.files",
)  # fmt: skip


def serve() -> None:
    """Take orders until there are no more."""
    for name in IMPORTED:
        importlib.import_module(name)
    for line in sys.stdin:
        print(_born(json.loads(line)), flush=True)


def _born(order: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        _live(order)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _live(order: dict[str, Any]) -> NoReturn:
    from steps import begin

    from wkt_cli.__main__ import main

    nothing, out = os.open(os.devnull, os.O_RDONLY), os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream, target in enumerate((nothing, out, out)):
        os.dup2(target, stream)
    os.environ.clear()
    os.environ.update(order["environ"])
    os.chdir(order["folder"])
    sys.argv = ["wkt", *order["words"]]
    begin(os.environ)
    status = 70
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
