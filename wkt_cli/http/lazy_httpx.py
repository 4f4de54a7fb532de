"""httpx without its command line, which takes longer to import (rich, pygments, click) than httpx itself."""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Lock

_COMMAND_LINE = "httpx._main"
_lock = Lock()


def load_all() -> None:
    """Import httpx and what is built on it here, so that the first of several requests doesn't wait for that."""
    load()
    import_module(".network", __package__)


def load() -> None:
    """Import httpx, so that `import httpx` costs no more than it must.

    httpx takes an ImportError of its command line for "not installed" and goes on; None in
    `sys.modules` is Python's way to cause one. Should a later httpx not allow that, it is imported whole.
    """
    with _lock:
        if "httpx" in sys.modules or _COMMAND_LINE in sys.modules:
            import_module("httpx")
            return
        sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment]
        try:
            import_module("httpx")
        except ImportError:
            for name in [name for name in sys.modules if name == "httpx" or name.startswith("httpx.")]:
                del sys.modules[name]
            import_module("httpx")
        finally:
            if sys.modules.get(_COMMAND_LINE, load) is None:
                del sys.modules[_COMMAND_LINE]
